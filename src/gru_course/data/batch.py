"""Sequences side by side: what a batch is, and two ways to come to batches of one size."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import torch
from torch import Tensor

from gru_course.validation import positive_integer


class Batch(NamedTuple):
    """x (B, T, I), y (B, T, O) or classes (B, T), mask (B, T): True where an answer is due.

    A mask of None is True everywhere.

    >>> whole = Batch(torch.zeros(5, 7, 3), torch.zeros(5, 7, 1), mask=None)
    >>> [len(batch.x) for batch in cut(whole, batch_size=2)]
    [2, 2, 1]
    """

    x: Tensor
    y: Tensor
    mask: Tensor | None


def cut(whole: Batch, batch_size: int, *, seed: int = 0, shuffle: bool = False) -> Iterator[Batch]:
    """A large batch in pieces of `batch_size` sequences; the last may be smaller.

    With shuffle, the sequences' order comes from `seed`, drawn on the CPU.
    """
    positive_integer("batch_size", batch_size)
    rows = _order(len(whole.x), torch.Generator().manual_seed(seed), shuffle)
    x, y, mask = whole
    return (
        Batch(x[chosen], y[chosen], None if mask is None else mask[chosen])
        for chosen in rows.split(batch_size)
    )


def groups_of_like_length(
    lengths: Sequence[int], batch_size: int, *, seed: int = 0, shuffle: bool = False
) -> list[list[int]]:
    """The numbers of all sequences, `batch_size` of about equal length together: little padding.

    With shuffle, the order of the groups and of sequences of one length comes from `seed`; without,
    the shortest come first. The group of the longest may be smaller.
    """
    positive_integer("batch_size", batch_size)
    generator = torch.Generator().manual_seed(seed)
    drawn = _order(len(lengths), generator, shuffle).tolist()
    by_length = torch.tensor(sorted(drawn, key=lambda number: lengths[number]))
    groups = by_length.split(batch_size)
    return [groups[number].tolist() for number in _order(len(groups), generator, shuffle)]


def mask_of(lengths: Sequence[int]) -> Tensor:
    """A mask (B, T), T being the longest length, that is True at real steps."""
    return torch.arange(max(lengths)) < torch.tensor(lengths)[:, None]


def _order(count: int, generator: torch.Generator, shuffle: bool) -> Tensor:
    return torch.randperm(count, generator=generator) if shuffle else torch.arange(count)
