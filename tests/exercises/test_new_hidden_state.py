import math

import pytest
import torch

from gru_course.exercises.new_hidden_state import check_gate_for_mean_lag, check_shares


def right(lag):
    return lag / (1 + lag)


def from_a_table(lag):
    """The mean lag of many z, and the z that comes nearest."""
    z = torch.linspace(0, 1, 10_001, dtype=torch.float64)[:-1]
    return z[(z / (1 - z) - lag).abs().argmin()]


def odds(z):
    return z / (1 - z) if z != 1 else z


def shares(z):
    parts = torch.zeros_like(z)
    for t, z_t in enumerate(z):
        parts = parts * z_t
        parts[t] = 1 - z_t
    return parts


def multiplied(z):
    return torch.stack([(1 - z[t]) * z[t + 1 :].prod() for t in range(len(z))])


def never_kept(z):
    return torch.stack([z[t + 1 :].prod() for t in range(len(z))])


def kept_once_more(z):
    return torch.stack([(1 - z[t]) * z[t:].prod() for t in range(len(z))])


def gates_before(z):
    return torch.stack([(1 - z[t]) * z[:t].prod() for t in range(len(z))])


def swapped(z):
    return shares(1 - z)


def formula_of_a_still_gate(z):
    return (1 - z[-1]) * z[-1] ** torch.arange(len(z)).flip(0)


def by_division(z):
    """The product of all gates, divided by that of the gates up to each step."""
    return (1 - z) * z.prod() / z.cumprod(0)


def adding_up_to_one(z):
    return shares(z) / shares(z).sum()


def zeros_of_six(z):
    parts = torch.zeros(6, dtype=z.dtype)
    parts[: len(z)] = shares(z)
    return parts


WRONG = [
    (check_shares, lambda z: shares(z).flip(0), "the newest comes first"),
    (check_shares, never_kept, "without 1 - z, by which a candidate enters"),
    (check_shares, kept_once_more, "own gate keeps it once more"),
    (check_shares, gates_before, "the gates before a candidate are multiplied"),
    (check_shares, swapped, "z and 1 - z are swapped"),
    (check_shares, formula_of_a_still_gate, "the last gate is taken for all"),
    (check_shares, by_division, "before it; yours holds nan"),
    (check_shares, adding_up_to_one, "the rest is the share of h_0"),
    (check_shares, zeros_of_six, "the shape (6,), not (1,)"),
    (check_shares, lambda z: shares(z).tolist()[:-1], "the shape (5,), not (6,)"),
    (check_shares, lambda z: print(end=""), "is a return missing?"),
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


@pytest.mark.parametrize("answer", [shares, multiplied])
def test_right_shares_pass(answer):
    assert check_shares(answer)
