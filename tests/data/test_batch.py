import pytest
import torch

from gru_course.data.batch import Batch, cut, groups_of_like_length, mask_of


def test_a_batch_stays_together_when_cut_and_shuffled():
    numbers = torch.arange(5.0)
    whole = Batch(numbers.reshape(5, 1, 1), 10 * numbers.reshape(5, 1, 1), numbers[:, None] > 2)
    pieces = list(cut(whole, 2, seed=1, shuffle=True))
    assert [len(piece.x) for piece in pieces] == [2, 2, 1]
    for x, y, mask in pieces:
        assert torch.equal(y, 10 * x) and torch.equal(mask, x[..., 0] > 2)
    order = torch.cat([piece.x for piece in pieces]).flatten()
    assert not torch.equal(order, numbers) and torch.equal(order.sort().values, numbers)


def test_like_lengths_come_together_shortest_first():
    assert groups_of_like_length([9, 2, 5, 2, 7], 2) == [[1, 3], [2, 4], [0]]


def test_shuffling_moves_the_groups_but_keeps_like_lengths_together():
    lengths = [1] * 6 + [2] * 6 + [3] * 6
    groups = groups_of_like_length(lengths, 3, seed=1, shuffle=True)
    assert groups == groups_of_like_length(lengths, 3, seed=1, shuffle=True)
    assert groups != groups_of_like_length(lengths, 3, seed=2, shuffle=True)
    assert sorted(number for group in groups for number in group) == list(range(18))
    found = [[lengths[number] for number in group] for group in groups]
    assert found != sorted(found) and all(len(set(group)) == 1 for group in found)


def test_a_mask_is_true_at_real_steps():
    assert mask_of([1, 3]).tolist() == [[True, False, False], [True, True, True]]


@pytest.mark.parametrize("make", [lambda: cut(None, 0), lambda: groups_of_like_length([1], 0)])
def test_pieces_of_no_size_are_refused(make):
    with pytest.raises(ValueError, match="batch_size must be at least 1, got 0"):
        make()
