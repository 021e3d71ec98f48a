import math
from functools import partial

import pytest
import torch

from gru_course.data.memory import (
    END,
    A,
    B,
    adding,
    adding_baseline,
    copy_baseline,
    copy_memory,
    counting,
    counting_baseline,
    counting_each,
    recall,
    recall_baseline,
)
from gru_course.losses import accuracy, categorical_nll, masked_mse

MAKERS = {
    "adding": partial(adding, steps=20),
    "recall": partial(recall, steps=20),
    "copy": partial(copy_memory, delay=5, length=3),
    "counting": partial(counting, longest=9),
}


@pytest.mark.parametrize("name", MAKERS)
def test_a_seed_decides_the_batch_and_leaves_torchs_own_numbers_alone(name):
    before = torch.get_rng_state()
    batch, again, other = (MAKERS[name](16, seed=seed) for seed in (3, 3, 4))
    assert torch.equal(torch.get_rng_state(), before)
    assert all(torch.equal(a, b) for a, b in zip(batch, again, strict=True))
    assert not torch.equal(batch.x, other.x)
    assert batch.x.dtype == torch.float32 and batch.mask.dtype == torch.bool


def test_adding_marks_one_step_of_each_half_and_asks_for_their_sum():
    x, y, mask = adding(500, 11, seed=0)
    numbers, markers = x.unbind(-1)
    assert (markers[:, :5].sum(1) == 1).all() and (markers[:, 5:].sum(1) == 1).all()
    assert markers.unique().tolist() == [0, 1] and (markers.sum(0) > 0).all()
    assert 0 <= numbers.min() < 0.01 and 0.99 < numbers.max() < 1
    assert mask.nonzero()[:, 1].tolist() == [10] * 500
    torch.testing.assert_close(y[mask][:, 0], (numbers * markers).sum(1))


def test_guessing_one_costs_a_sixth():
    _, y, mask = adding(100_000, 2, seed=0)
    assert masked_mse(torch.ones_like(y), y, mask).item() == pytest.approx(1 / 6, rel=0.02)
    assert adding_baseline() == 1 / 6


def test_recall_shows_a_symbol_once_and_asks_for_it_as_many_steps_later():
    x, y, mask = recall(300, 7, symbols=5, seed=0)
    assert x.shape == (300, 8, 6) and x.sum().item() == 600
    assert (x[:, 7, 5] == 1).all()
    assert mask.nonzero()[:, 1].tolist() == [7] * 300
    assert torch.equal(y[mask], x[:, 0].argmax(-1))
    assert y[mask].unique().tolist() == [0, 1, 2, 3, 4]


def test_copy_wants_the_word_again_after_the_question():
    x, y, mask = copy_memory(50, 6, symbols=4, length=3, seed=0)
    assert x.shape == (50, 12, 5)
    assert (x[:, :3, :4].sum(-1) == 1).all() and x.sum().item() == 50 * (3 + 1)
    assert (x[:, 8, 4] == 1).all()  # the last of six steps between word and answer
    assert torch.equal(mask.nonzero()[:, 1].reshape(50, 3), torch.tensor([[9, 10, 11]] * 50))
    assert torch.equal(y[:, 9:], x[:, :3].argmax(-1))


def test_counting_by_hand():
    x, y, mask = counting(1, 3, shortest=3, seed=0)
    assert x[0].tolist() == [[1, 0]] * 3 + [[0, 1]] * 3
    assert y[0].tolist() == [A, A, B, B, B, END]
    assert mask[0].tolist() == [False] * 3 + [True] * 3


def test_counting_draws_every_length_and_pads_the_short_ones():
    x, y, mask = counting(400, 6, shortest=2, seed=0)
    n = x[..., 0].sum(1)
    assert x.shape == (400, 12, 2) and n.unique().tolist() == [2, 3, 4, 5, 6]
    assert torch.equal(x[..., 1].sum(1), n) and torch.equal(mask.sum(1), n.long())
    assert torch.equal(mask, x[..., 1] == 1)
    ends = (y == END) & mask
    assert (ends.sum(1) == 1).all()
    assert torch.equal(ends.float().argmax(1) + 1, (2 * n).long())


def test_each_word_is_the_one_that_is_drawn_of_its_length():
    x, y, mask = counting_each(4, shortest=2)
    assert x.shape == (3, 8, 2)
    for n, row in zip((2, 3, 4), range(3), strict=True):
        drawn = counting(1, n, shortest=n, seed=0)
        assert torch.equal(x[row, : 2 * n], drawn.x[0]) and not x[row, 2 * n :].any()
        assert torch.equal(y[row, : 2 * n], drawn.y[0])
        assert torch.equal(mask[row, : 2 * n], drawn.mask[0]) and not mask[row, 2 * n :].any()


def test_a_guess_without_memory_costs_the_baseline():
    for symbols, baseline in ((8, recall_baseline()), (3, copy_baseline(3))):
        _, y, mask = recall(5, 4, symbols=symbols, seed=0)
        nll = categorical_nll(torch.zeros(*y.shape, symbols), y, mask)
        assert nll.item() == pytest.approx(baseline) == math.log(symbols)


def test_knowing_how_often_a_b_is_the_last_costs_the_baseline_of_counting():
    _, y, mask = counting(50_000, 9, shortest=3, seed=0)
    probability = torch.tensor([1e-9, 5 / 6, 1 / 6])  # six b's on average
    logits = probability.log().expand(*y.shape, 3)
    assert categorical_nll(logits, y, mask).item() == pytest.approx(
        counting_baseline(9, 3), abs=2e-3
    )
    assert accuracy(logits, y, mask).item() == pytest.approx(5 / 6, abs=2e-3)


def test_a_single_b_needs_no_counting():
    assert counting_baseline(1) == 0


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (partial(adding, 0, 10), "batch_size must be at least 1, got 0"),
        (partial(adding, 4, 1), "steps must be at least 2, one for each marker, got 1"),
        (partial(recall, 4, 0), "steps must be at least 1, got 0"),
        (partial(recall, 4, 9, symbols=1), "symbols must be at least 2, .* got 1"),
        (partial(copy_memory, 4, 0), "delay must be at least 1, got 0"),
        (partial(copy_memory, 4, 9, length=0), "length must be at least 1, got 0"),
        (partial(counting, 4, 5, shortest=6), "longest must be at least shortest 6, got 5"),
        (partial(counting, 4, 5, shortest=0), "shortest must be at least 1, got 0"),
    ],
)
def test_tasks_that_cannot_be_are_refused(make, message):
    with pytest.raises(ValueError, match=message):
        make(seed=0)


@pytest.mark.parametrize("make", [counting_baseline, counting_each])
def test_impossible_lengths_are_refused(make):
    with pytest.raises(ValueError, match="longest must be at least shortest 4, got 3"):
        make(3, shortest=4)
