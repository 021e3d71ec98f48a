import pytest
import torch

from gru_course.lab.reproduce.counting import (
    LONG,
    ROWS,
    counting_results,
    counting_study,
    counting_table,
    how_far,
    right_words,
)
from gru_course.lab.reproduce.study import run_study
from gru_course.models import SequenceModel
from gru_course.results import Row, measure


@pytest.fixture
def study():
    return counting_study(seeds=(0, 1), longest=3, asked=6, training_steps=50)


@pytest.fixture
def counter():
    """An LSTM that counts by hand: c is a's minus b's, and the end comes when it is 0."""
    model = SequenceModel(2, 1, 3, cell="lstm")
    with torch.no_grad():
        for weight in model.parameters():
            weight.zero_()
        model.recurrent.weight_ih_l0[2] = torch.tensor([20.0, -20.0])  # g: 1 for a, -1 for b
        model.recurrent.bias_ih_l0[:] = torch.tensor([40.0, 40.0, 0.0, 40.0])  # i, f, -, o
        model.head.weight[1] = 10.0  # logits: b grows with tanh(c), the end's stands at 5
        model.head.bias[:] = torch.tensor([-99.0, 0.0, 5.0])
    return model


def test_a_counter_made_by_hand_has_every_word_right(counter):
    assert right_words(counter, 60).tolist() == [True] * 60
    assert how_far(counter, longest=20, asked=60) == {
        "counts_to": 60,
        "right_in_training": 20,
        "right_beyond": 40,
    }


def test_who_says_the_end_at_every_b_has_the_shortest_word_alone():
    model = SequenceModel(2, 1, 3, cell="gru")
    with torch.no_grad():
        model.head.weight.zero_()
        model.head.bias[:] = torch.tensor([0.0, 0.0, 1.0])
    assert right_words(model, 4).tolist() == [True, False, False, False]
    assert how_far(model, longest=2, asked=4)["counts_to"] == 1


def test_what_is_right_beyond_a_gap_is_not_counted(monkeypatch):
    right = torch.tensor([True, True, False, True, True])
    monkeypatch.setattr("gru_course.lab.reproduce.counting.right_words", lambda *_: right)
    found = how_far(None, longest=3, asked=5)
    assert found == {"counts_to": 2, "right_in_training": 2, "right_beyond": 2}


def test_the_cells_have_about_as_many_parameters_and_long_memories_span_a_word(study, tmp_path):
    trials = study.trials
    assert {name: trials[name].max_lag for name in LONG} == dict.fromkeys(LONG, 6)
    assert [trials[name].max_lag for name in ROWS if name not in LONG] == [None, None]
    rows = run_study(study, folder=tmp_path, device="cpu")
    assert [row.config["parameters"] for row in rows] == [255, 255, 261, 261]
    for row in rows:
        assert all(0 <= count <= 6 for count in row.measures["counts_to"].per_seed)


def test_a_rows_measures_are_what_was_probed_and_the_losses(tmp_path):
    (row,) = run_study(
        counting_study(rows=("GRU",), seeds=(0,), longest=3, asked=6, training_steps=50),
        folder=tmp_path,
        device="cpu",
    )
    names = ["counts_to", "right_in_training", "right_beyond", "valid", "seconds"]
    assert list(row.measures) == names
    inside = row.measures["right_in_training"].per_seed[0]
    assert (
        row.measures["counts_to"].per_seed[0] <= inside + row.measures["right_beyond"].per_seed[0]
    )


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"training_steps": 70}, "training_steps must be a multiple of 50, got 70"),
        ({"training_steps": 0}, "training_steps must be at least 1, got 0"),
        ({"longest": 20, "asked": 20}, "asked must be above longest 20, got 20"),
        ({"rows": ("Transformer",)}, "row must be one of .* got 'Transformer'"),
    ],
)
def test_what_cannot_be_asked_is_refused(wrong, message):
    with pytest.raises(ValueError, match=message):
        counting_study(**wrong)


def test_the_table_by_hand(study):
    numbers = {"counts_to": measure([3, 5]), "right_in_training": measure([3, 2])}
    rows = (Row("GRU", {"hidden_size": 7, "parameters": 255}, numbers),)
    results = counting_results(study, rows, command="", device="cpu")
    assert counting_table(results).splitlines() == [
        "a^n b^n, trained with n up to 3, asked up to 6: all right up to n =",
        "",
        "cell  units  parameters  seed 0  seed 1  in training",
        "GRU       7         255       3       5  2 to 3 of 3",
        "",
        "in training: how many of the words that training shows are right, fewest to most",
        "all: a learning rate of 0.01, not tuned for any cell",
    ]
