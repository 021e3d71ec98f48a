"""A model as plain data: rounded as it says, and refused where a page could not read it."""

import json

import numpy as np
import pytest

from gru_course.data.formats.musicxml import KEYS
from gru_course.for_page.format import LARGEST, SIZES, page_document, read_sequence


def sine_parts(hidden=2, **changes):
    generator = np.random.default_rng(0)
    weights = {
        "weight_ih": generator.normal(size=(3 * hidden, 1)),
        "weight_hh": generator.normal(size=(3 * hidden, hidden)),
        "bias_ih": generator.normal(size=3 * hidden),
        "bias_hh": generator.normal(size=3 * hidden),
    }
    head = {"weight": generator.normal(size=(1, hidden)), "bias": generator.normal(size=1)}
    parts = {"weights": weights, "head": head, "sequence": [[0.1], [0.2]]}
    return {"task": "sine", **parts, **changes}


def test_numbers_have_six_digits():
    parts = sine_parts()
    document = page_document(**parts)
    written = np.array(document["weights"]["weight_hh"])
    np.testing.assert_allclose(written, parts["weights"]["weight_hh"], rtol=5e-6)
    digits = json.dumps(document["head"]["weight"][0][0]).lstrip("-0.").replace(".", "")
    assert len(digits) <= 6


def test_a_document_survives_json():
    document = page_document(**sine_parts())
    assert json.loads(json.dumps(document, allow_nan=False)) == document


def test_a_chorale_is_kept_as_the_keys_that_are_down():
    roll = np.zeros((3, 88))
    roll[1, [3, 40]] = roll[2, 87] = 1
    weights = {
        "weight_ih": np.zeros((3, 88)),
        "weight_hh": np.zeros((3, 1)),
        "bias_ih": np.zeros(3),
        "bias_hh": np.zeros(3),
    }
    head = {"weight": np.zeros((88, 1)), "bias": np.zeros(88)}
    document = page_document("chorale", weights, head, roll)
    assert document["sequence"] == [[], [3, 40], [87]]
    np.testing.assert_array_equal(read_sequence(document), roll)
    with pytest.raises(ValueError, match="0 and 1 only"):
        page_document("chorale", weights, head, roll / 2)


def test_a_wave_is_kept_as_its_samples():
    sequence = read_sequence(page_document(**sine_parts()))
    np.testing.assert_array_equal(sequence, [[0.1], [0.2]])


@pytest.mark.parametrize("value", [np.nan, np.inf, 1001.0])
def test_a_number_that_a_page_cannot_add_is_refused(value):
    parts = sine_parts()
    parts["head"]["weight"][0, 1] = value
    with pytest.raises(ValueError, match=r"head\.weight must hold numbers from -1000 to 1000"):
        page_document(**parts)


@pytest.mark.parametrize("shape", [(1, 1), (LARGEST + 1, 1), (4, 2), (4,)])
def test_a_sequence_of_another_shape_is_refused(shape):
    with pytest.raises(ValueError, match=r"sequence must have shape \(T, 1\)"):
        page_document(**sine_parts(sequence=np.zeros(shape)))


def test_too_many_units_are_refused():
    with pytest.raises(ValueError, match=f"from 1 to {LARGEST}, got {LARGEST + 1}"):
        page_document(**sine_parts(hidden=LARGEST + 1))


def test_a_chorale_has_the_keys_of_the_data():
    assert SIZES["chorale"] == KEYS
