import math
from functools import partial

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from gru_course.data.rolls import batches, frequency_baseline, key_log_odds, pad_batch


def piece(steps, keys=3, seed=0):
    return np.random.default_rng(seed).integers(0, 2, (steps, keys), dtype=np.uint8)


def music(pieces):
    """The pieces that a list of batches holds, each as its bytes, padding taken off."""
    return [
        row[m].numpy().tobytes() for _, y, mask in pieces for row, m in zip(y, mask, strict=True)
    ]


def test_each_chord_is_predicted_from_the_one_before_and_the_first_from_silence():
    rolls = [piece(5), piece(3, seed=1)]
    x, y, mask = pad_batch(rolls)
    for row, roll in enumerate(rolls):
        T = len(roll)
        assert mask[row].tolist() == [True] * T + [False] * (5 - T)
        np.testing.assert_array_equal(y[row, :T], roll)
        np.testing.assert_array_equal(x[row, 1:T], roll[:-1])
        assert not x[row, 0].any()
        assert not x[row, T:].any() and not y[row, T:].any()
    assert x.dtype == y.dtype == torch.float32


def test_every_piece_comes_once_with_pieces_of_its_length():
    rolls = [piece(steps, seed=steps) for steps in (9, 2, 7, 4, 5, 3, 8)]
    found = list(batches(rolls, 3, seed=0, shuffle=False))
    assert [mask.sum(1).tolist() for *_, mask in found] == [[2, 3, 4], [5, 7, 8], [9]]
    assert sorted(music(found)) == sorted(r.astype(np.float32).tobytes() for r in rolls)


@given(st.lists(st.integers(1, 12), min_size=1, max_size=20), st.integers(1, 6), st.integers(0, 99))
def test_shuffled_batches_hold_every_piece_once(lengths, batch_size, seed):
    rolls = [piece(steps, seed=number) for number, steps in enumerate(lengths)]
    found = list(batches(rolls, batch_size, seed=seed, shuffle=True))
    assert sorted(music(found)) == sorted(r.astype(np.float32).tobytes() for r in rolls)
    assert len(found) == math.ceil(len(rolls) / batch_size)


def test_the_seed_alone_decides_the_order():
    rolls = [piece(1 + number // 4, seed=number) for number in range(24)]
    order = partial(batches, rolls, 4, shuffle=True)
    before = torch.get_rng_state()
    assert music(order(seed=3)) == music(order(seed=3))
    assert music(order(seed=3)) != music(order(seed=4))
    assert torch.equal(torch.get_rng_state(), before)


def test_pieces_of_one_length_do_not_always_share_a_batch():
    rolls = [piece(6, seed=number) for number in range(8)]
    first_batches = {
        frozenset(music(list(batches(rolls, 4, seed=s, shuffle=True))[:1])) for s in range(9)
    }
    assert len(first_batches) > 1


def test_log_odds_are_those_of_the_counts_with_half_a_step_added():
    rolls = [np.array([[1, 0], [1, 0], [0, 0]], np.uint8), np.array([[1, 0]], np.uint8)]
    expected = torch.tensor([math.log(3.5 / 1.5), math.log(0.5 / 4.5)])
    torch.testing.assert_close(key_log_odds(rolls), expected)


def test_padding_does_not_count_in_the_baseline():
    train = [np.array([[1], [0], [0]], np.uint8)]  # p = 1.5 / 4 with half a step added
    test = [np.array([[1]], np.uint8), np.array([[0], [0], [0]], np.uint8)]
    expected = -(math.log(1.5 / 4) + 3 * math.log(2.5 / 4)) / 4
    assert frequency_baseline(train, test) == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize(
    ("rolls", "message"),
    [
        ([], "at least one piece, got none"),
        ([piece(2), np.zeros((0, 3))], r"T at least 1, got \(0, 3\)"),
        ([piece(2), piece(2, keys=4)], r"shapes \(T, 3\) .* got \(2, 4\)"),
        ([np.zeros(3)], r"got \(3,\)"),
        ([piece(2), np.full((1, 3), 2)], "0 and 1 only, got 2 to 2"),
    ],
)
def test_rolls_that_are_none_are_refused(rolls, message):
    with pytest.raises(ValueError, match=message):
        pad_batch(rolls)
    with pytest.raises(ValueError, match=message):
        batches(rolls, 2, seed=0, shuffle=False)  # at once, not at the first batch


def test_a_batch_size_below_one_is_refused():
    with pytest.raises(ValueError, match="batch_size must be at least 1, got 0"):
        batches([piece(2)], 0, seed=0, shuffle=False)
