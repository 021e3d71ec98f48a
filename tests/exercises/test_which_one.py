import pytest
import torch

from gru_course.exercises.which_one import check_with_last


def by_hand(x, last):
    """Push back to 0, and brake: no network at all."""
    return law(x, x if last is None else last), x


def law(x, last):
    return -x - 2 * (x - last) / 0.1


def swinging(x, last):
    return -x - 1e-3 * (x - (x if last is None else last)), x


def pushing_away(x, last):
    return -by_hand(x, last)[0], x


def without_last(x, last):
    return -x, x


def without_x(x, last):
    return torch.zeros_like(x) if last is None else last, x


def old_again(x, last):
    last = x if last is None else last
    return law(x, last), last


def both(x, last):
    return by_hand(x, last)[0], x if last is None else torch.cat([x, last], dim=1)


def push_again(x, last):
    push, _ = by_hand(x, last)
    return push, push


def flat(x, last):
    push, x = by_hand(x, last)
    return push[:, 0], x


def push_alone(x, last):
    return by_hand(x, last)[0]


def nothing_kept(x, last):
    return by_hand(x, last)[0], None


def no_return(x, last):
    by_hand(x, last)


def untrained(x, last):
    torch.manual_seed(0)
    pair = torch.nn.Sequential(torch.nn.Linear(2, 32), torch.nn.Tanh(), torch.nn.Linear(32, 1))
    return pair(torch.cat([x, x if last is None else last], dim=1)), x


WRONG = [
    (check_with_last, no_return, "yours returns None (is a return missing?)"),
    (check_with_last, push_alone, "the push, and what is last at the next step; yours returns a"),
    (check_with_last, flat, "yours returns a Tensor of the shape (100,)"),
    (check_with_last, nothing_kept, "the position that is seen now; yours is None"),
    (check_with_last, old_again, "when the position before is handed on again"),
    (check_with_last, both, "when both are handed on"),
    (check_with_last, push_again, "when the push is handed on"),
    (check_with_last, without_last, "came from elsewhere should be pushed differently"),
    (check_with_last, without_x, "a cart that is elsewhere should be pushed differently"),
    (check_with_last, swinging, "within 0.05 of 0, on average; yours are off by"),
    (check_with_last, pushing_away, "within 0.05 of 0, on average; yours are off by"),
    (check_with_last, untrained, "has a network in it been trained"),
]


@pytest.mark.parametrize(("check", "answer", "words"), WRONG)
def test_a_wrong_answer_is_told_what_is_wrong(rejects, check, answer, words):
    rejects(check, answer, words)


def test_a_law_without_a_network_passes():
    assert check_with_last(by_hand)
