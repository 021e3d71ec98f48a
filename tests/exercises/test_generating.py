from itertools import count

import pytest
import torch
from torch.nn.functional import one_hot

from gru_course.exercises.generating import check_draw_top
from gru_course.models.sampling import draw_class

SEEDS = count()


def of_logits(change):
    """A draw_top that changes the logits (by k) before `draw_class` sees them."""

    def draw_top(generator, k):
        choose = draw_class(generator)
        return lambda logits: choose(change(logits, k))

    return draw_top


def of_draws(change):
    """A draw_top that changes what a right one draws."""

    def draw_top(generator, k):
        draw = right(generator, k)
        return lambda logits: change(draw(logits))

    return draw_top


def masked(logits, k):
    return logits.masked_fill(logits < logits.topk(k).values[..., -1:], -torch.inf)


right = of_logits(masked)


def multinomial(generator, k):
    def draw(logits):
        share = masked(logits, k).softmax(dim=-1).flatten(0, -2)
        drawn = torch.multinomial(share, 1, generator=generator).reshape(logits.shape[:-1])
        return one_hot(drawn, logits.shape[-1])

    return draw


def without_the_kth(logits, k):
    return logits.masked_fill(logits <= logits.topk(k).values[..., -1:], -torch.inf)


def of_all_rows(logits, k):
    return logits.masked_fill(logits < logits.flatten().topk(k).values[-1], -torch.inf)


def the_least(logits, k):
    least = logits.topk(k, largest=False).values[..., -1:]
    return logits.masked_fill(logits > least, -torch.inf)


def zeros(logits, k):
    return logits.masked_fill(logits < logits.topk(k).values[..., -1:], -3.0 if k > 1 else -1e9)


def equally(logits, k):
    return torch.zeros_like(logits).masked_fill(masked(logits, k).isinf(), -torch.inf)


def in_place(logits, k):
    return logits.masked_fill_(logits < logits.topk(k).values[..., -1:], -torch.inf)


def mask_itself(generator, k):
    return lambda logits: (masked(logits, k) > -torch.inf).float()


def own_dice(generator, k):
    return lambda logits: right(torch.Generator().manual_seed(0), k)(logits)


def no_dice(generator, k):
    return right(torch.Generator().manual_seed(next(SEEDS)), k)


def no_return(generator, k):
    right(generator, k)


WRONG = [
    (check_draw_top, no_return, "yours returns None"),
    (check_draw_top, lambda generator, k: torch.ones(k), "yours returns a Tensor"),
    (
        check_draw_top,
        of_draws(lambda drawn: drawn.argmax(-1)),
        "yours returns a Tensor of the shape (50, 1)",
    ),
    (check_draw_top, of_draws(lambda drawn: None), "yours returns None (is a return missing?)"),
    (check_draw_top, mask_itself, "when all that are allowed are drawn at once"),
    (check_draw_top, of_logits(lambda logits, k: logits), "most probable character of each row"),
    (check_draw_top, of_logits(without_the_kth), "when the k-th is forbidden as well"),
    (check_draw_top, of_logits(of_all_rows), "the largest of all rows together"),
    (check_draw_top, of_logits(the_least), "when the least probable is allowed"),
    (check_draw_top, of_logits(zeros), "never draw a fourth; yours does in 1"),
    (check_draw_top, of_logits(equally), "0.67 : 0.24 : 0.09; yours draws them in shares of 0.3"),
    (check_draw_top, of_logits(equally), "when all that are allowed are equally probable"),
    (check_draw_top, of_logits(lambda logits, k: masked(logits, min(k, 3))), "k = all should draw"),
    (check_draw_top, own_dice, "a second draw should throw new dice"),
    (check_draw_top, no_dice, "the same seed should give the same draws"),
    (check_draw_top, of_logits(in_place), "should stay as they were"),
]


@pytest.mark.parametrize(("check", "answer", "words"), WRONG)
def test_a_wrong_answer_is_told_what_is_wrong(rejects, check, answer, words):
    rejects(check, answer, words)


@pytest.mark.parametrize("answer", [right, multinomial])
def test_right_ones_pass(answer):
    assert check_draw_top(answer)
