import pytest
import torch

from gru_course.cells import gru_step
from gru_course.exercises.candidate_state import check_acts_after

ZERO, NONE = torch.zeros(1, 1), torch.zeros(3, 1)
B_HN = torch.tensor([0.0, 0.0, 1.0])


def right(step):
    shut = torch.tensor([-800.0, 0.0, 0.0])
    return step(ZERO, ZERO, NONE, NONE, shut, B_HN).abs().item() < 1e-6


def by_comparison(step):
    """Two units that hear each other; z is 1/2, so that both kinds of z give one state."""
    draw = torch.Generator().manual_seed(0)
    x, h_prev = torch.zeros(1, 1), torch.rand(1, 2, generator=draw)
    weight_hh = torch.zeros(6, 2)
    weight_hh[4:] = torch.tensor([[0.0, 1.0], [1.0, 0.0]])
    r = torch.tensor([-800.0, 800.0, 0.0, 0.0, 0.0, 0.0])
    arguments = x, h_prev, torch.zeros(6, 1), weight_hh, r, torch.zeros(6)
    return torch.allclose(step(*arguments), gru_step(*arguments).h)


def no_hidden_bias(step):
    shut = torch.tensor([-800.0, 0.0, 0.0])
    return step(ZERO, ZERO, NONE, NONE, shut, torch.zeros(3)).abs().item() < 1e-6


def open_gate(step):
    wide = torch.tensor([800.0, 0.0, 0.0])
    return step(ZERO, ZERO, NONE, NONE, wide, B_HN).abs().item() < 1e-6


def only_for_a_keeping_z(step):
    """z = 1 is taken for a state that stays, whatever kind of z it is."""
    shut = torch.tensor([-800.0, -800.0, 0.0])
    return step(ZERO, ZERO + 0.5, NONE, NONE, shut, B_HN).abs().item() < 1e-6


WRONG = [
    (check_acts_after, lambda step: bool(step), "yours says True to both"),
    (check_acts_after, no_hidden_bias, "yours says True to both"),
    (check_acts_after, open_gate, "yours says False to both"),
    (check_acts_after, lambda step: not right(step), "the wrong way round"),
    (check_acts_after, only_for_a_keeping_z, "yours says False to r after the product"),
    (
        check_acts_after,
        only_for_a_keeping_z,
        "There is a z with which both kinds give the same state.",
    ),
    (check_acts_after, lambda step: torch.tensor(right(step)), "of type Tensor"),
    (check_acts_after, lambda step: print(end=""), "of type NoneType"),
    (check_acts_after, lambda step: (right(step),), "of type tuple"),
]


@pytest.mark.parametrize(("check", "answer", "words"), WRONG)
def test_a_wrong_answer_is_told_what_is_wrong(rejects, check, answer, words):
    rejects(check, answer, words)


@pytest.mark.parametrize("answer", [right, by_comparison])
def test_right_ones_pass(answer):
    assert check_acts_after(answer)
