"""Models for the page: what is written is the model, and what a page cannot show is refused."""

import json

import pytest
import torch

from gru_course.data.formats.musicxml import KEYS
from gru_course.for_page.export import export_for_page, for_page
from gru_course.for_page.format import read_sequence
from gru_course.models import SequenceModel


def restored(document) -> SequenceModel:
    """A model in float64 that holds the document's numbers."""
    size = len(document["head"]["bias"])
    model = SequenceModel(size, document["hidden_size"], size).double()
    numbers = {f"recurrent.{name}_l0": value for name, value in document["weights"].items()}
    numbers |= {f"head.{name}": value for name, value in document["head"].items()}
    model.load_state_dict({k: torch.tensor(v, dtype=torch.float64) for k, v in numbers.items()})
    return model


@pytest.mark.parametrize(("size", "task"), [(1, "sine"), (KEYS, "chorale")])
def test_the_file_holds_the_model(tmp_path, size, task):
    model = SequenceModel(size, 5, size)
    export_for_page(model, tmp_path / "model.json")
    document = json.loads((tmp_path / "model.json").read_text("utf-8"))
    assert (document["task"], document["hidden_size"]) == (task, 5)
    x = torch.tensor(read_sequence(document))[None]
    with torch.no_grad():
        found, expected = restored(document)(x)[0], model.double()(x)[0]
    torch.testing.assert_close(found, expected, rtol=0, atol=1e-5)


def test_a_sequence_goes_along():
    x = torch.tensor([[0.5], [-0.25], [0.125]])
    assert for_page(SequenceModel(1, 2, 1), x)["sequence"] == [0.5, -0.25, 0.125]


def test_without_a_sequence_a_chorale_model_reads_a_cadence_after_silence():
    sequence = for_page(SequenceModel(KEYS, 2, KEYS))["sequence"]
    assert sequence[0] == []
    assert {len(chord) for chord in sequence[1:]} == {4}
    pitch_classes = {(key + 21) % 12 for chord in sequence for key in chord}
    assert pitch_classes == {0, 2, 4, 5, 7, 9, 11}  # C major


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"cell": "lstm"}, "model must be of cell 'gru', got 'lstm'"),
        ({"num_layers": 2}, "model must have one layer, got 2"),
        ({"input_size": 3}, r"both be 1 \(a wave\) or 88 \(chorales\), got \(3, 1\)"),
        ({"hidden_size": 200}, "hidden_size must be from 1 to 128, got 200"),
    ],
)
def test_another_model_is_refused_and_nothing_written(tmp_path, settings, sentence):
    sizes = {"input_size": 1, "hidden_size": 2, "output_size": 1}
    with pytest.raises(ValueError, match=sentence):
        export_for_page(SequenceModel(**sizes | settings), tmp_path / "model.json")
    assert list(tmp_path.iterdir()) == []


def test_what_is_no_model_is_refused():
    with pytest.raises(TypeError, match="model must be a SequenceModel, got GRU"):
        for_page(torch.nn.GRU(1, 2))


def test_a_model_that_training_broke_is_refused():
    model = SequenceModel(1, 2, 1)
    with torch.no_grad():
        model.recurrent.weight_hh_l0[0, 0] = torch.nan
    with pytest.raises(ValueError, match="weight_hh must hold numbers"):
        for_page(model)
