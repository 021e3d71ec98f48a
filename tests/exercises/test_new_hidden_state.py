import math

import pytest
import torch

from gru_course.exercises.new_hidden_state import check_gate_for_mean_lag


def right(lag):
    return lag / (1 + lag)


def from_a_table(lag):
    """The mean lag of many z, and the z that comes nearest."""
    z = torch.linspace(0, 1, 10_001, dtype=torch.float64)[:-1]
    return z[(z / (1 - z) - lag).abs().argmin()]


def odds(z):
    return z / (1 - z) if z != 1 else z


WRONG = [
    (check_gate_for_mean_lag, lambda lag: 1 - 1 / lag, "the newest input counts one seventh"),
    (check_gate_for_mean_lag, lambda lag: 0.5 ** (1 / lag), "half of the state is to be left"),
    (check_gate_for_mean_lag, lambda lag: math.exp(-1 / lag), "a share of 1/e is to be left"),
    (check_gate_for_mean_lag, lambda lag: 1 / (1 + lag), "when 1 - z keeps"),
    (check_gate_for_mean_lag, lambda lag: 7 / 8 + 0 * lag, "gets the z of a lag of 7"),
    (check_gate_for_mean_lag, lambda lag: lag / (1 + lag) if lag else 1.0, "hears no input at all"),
    (check_gate_for_mean_lag, odds, "yours differs by 2"),
    (check_gate_for_mean_lag, lambda lag: (right(lag),), "the shape (1,), not ()"),
    (check_gate_for_mean_lag, lambda lag: print(end=""), "is a return missing?"),
]


@pytest.mark.parametrize(("check", "answer", "words"), WRONG)
def test_a_wrong_answer_is_told_what_is_wrong(rejects, check, answer, words):
    rejects(check, answer, words)


@pytest.mark.parametrize("answer", [right, from_a_table])
def test_right_ones_pass(answer):
    assert check_gate_for_mean_lag(answer)
