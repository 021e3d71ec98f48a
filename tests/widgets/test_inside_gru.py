"""Inside a GRU on the Python side: its numbers are torch's."""

import numpy as np
import pytest
import torch
import traitlets

from gru_course.analysis.traces import gate_traces, half_lives
from gru_course.data.formats.musicxml import KEYS
from gru_course.for_page.export import for_page
from gru_course.for_page.format import read_sequence
from gru_course.models import SequenceModel
from gru_course.widgets import InsideGRU
from gru_course.widgets.inside_gru.hand_made import HALF_LIVES, hand_made
from tests.for_page.test_export import restored

NAMESPACE = "{http://www.w3.org/2000/svg}"


@pytest.fixture(params=[1, KEYS])
def document(request):
    return for_page(SequenceModel(request.param, 6, request.param))


def test_the_numbers_are_torchs(document):
    x = torch.tensor(read_sequence(document))[None]
    model = restored(document)
    reading = InsideGRU(document).read()
    for name, expected in gate_traces(model, x).items():
        np.testing.assert_allclose(getattr(reading, name), expected[0], rtol=0, atol=1e-12)
    with torch.no_grad():
        np.testing.assert_allclose(reading.y, model(x)[0][0], rtol=0, atol=1e-12)


def test_units_are_ranked_by_what_their_gates_keep(document):
    widget = InsideGRU(document)
    expected = half_lives(widget.read().z, time_axis=0)
    np.testing.assert_allclose(widget.half_lives(), expected, rtol=1e-12)
    lives = expected[widget.ranked()]
    assert (np.diff(lives) <= 0).all()


def test_the_hand_made_units_have_the_memories_that_they_were_given():
    lives = InsideGRU().half_lives()
    np.testing.assert_allclose(lives[: len(HALF_LIVES)], HALF_LIVES, rtol=1e-4)
    assert lives[len(HALF_LIVES)] < 0.2  # the unit that copies


def test_the_hand_made_crest_unit_is_written_at_crests_only():
    x = read_sequence(hand_made())[:, 0]
    z = InsideGRU().read().z
    crest, trough = z[:, 6], z[:, 7]
    assert crest[x > 0.95].max() < 0.1
    assert crest[x < 0].min() > 0.95
    assert trough[x < -0.95].max() < 0.1


def test_the_hand_made_head_predicts():
    x, y = read_sequence(hand_made())[:, 0], InsideGRU().read().y[:, 0]
    error = np.square(y[5:-1] - x[6:]).mean()
    assert error < 0.1 * np.square(x[5:-1] - x[6:]).mean()  # repeating the last value


def test_a_gate_that_is_quite_open_or_closed_has_a_half_life():
    document = hand_made()
    biases = [1000.0, -1000.0] * 4
    weights = document["weights"] | {
        "weight_ih": [[0.0]] * 24,
        "bias_ih": [0.0] * 8 + biases + [0.0] * 8,
    }
    lives = InsideGRU({**document, "weights": weights}).half_lives()
    assert lives.tolist() == [np.inf, 0] * 4


def test_ranges_are_those_of_the_model(document):
    schema = InsideGRU(document)._schema
    assert (schema["unit"]["max"], schema["step"]["max"]) == (6, len(document["sequence"]))


@pytest.mark.parametrize("model", [{}, {"format": "another"}, SequenceModel(1, 2, 1)])
def test_what_is_no_document_is_refused(model):
    with pytest.raises(TypeError, match="what exporting"):
        InsideGRU(model)


@pytest.mark.parametrize("state", [{"step": 0}, {"unit": 129}, {"plays": "all"}, {"draw": 0}])
def test_a_state_out_of_range_is_refused_by_name(state):
    with pytest.raises(traitlets.TraitError, match=next(iter(state))):
        InsideGRU(**state)


def test_the_repr_shows_the_state():
    assert repr(InsideGRU(unit=3)) == (
        "InsideGRU(step=13, unit=3, plays='given', temperature=1, draw=1)"
    )


def test_the_preset_goes_where_a_model_goes_on_alone():
    assert dict(InsideGRU()._presets) == InsideGRU.presets  # of the model that is set by hand
    waves = for_page(SequenceModel(1, 2, 1), torch.zeros(30, 1))
    assert dict(InsideGRU(waves)._presets)["on its own"] == {"plays": "continued", "step": 11.0}
