"""Piano rolls as batches to train on, and what a guess without memory makes of them."""

from collections.abc import Iterator, Sequence

import numpy as np
import torch
from torch import Tensor

from gru_course.data.batch import Batch, groups_of_like_length, mask_of
from gru_course.losses import bernoulli_nll, log_odds


def pad_batch(rolls: Sequence[np.ndarray]) -> Batch:
    """Put rolls (T_i, K) of 0 and 1 into one batch, T being the longest of them.

    y (B, T, K) are the rolls, float32, padded with silence at the end; x are the rolls one step
    late, after a first row of zeros, so the first chord is predicted from silence. mask (B, T) is
    True at the steps that are music and False at the padding, which no loss may count.

    Raises ValueError for no roll, an empty one, unequal K, or values other than 0 and 1.
    """
    _check(rolls)
    mask = mask_of([len(roll) for roll in rolls])
    y = torch.zeros(*mask.shape, rolls[0].shape[1])
    for row, roll in zip(y, rolls, strict=True):
        row[: len(roll)] = torch.as_tensor(roll)
    x = torch.cat([torch.zeros_like(y[:, :1]), y[:, :-1]], dim=1) * mask[..., None]
    return Batch(x, y, mask)


def batches(
    rolls: Sequence[np.ndarray], batch_size: int, *, seed: int, shuffle: bool
) -> Iterator[Batch]:
    """All rolls (T, K) once, in batches of pieces of about equal length: they need little padding.

    With shuffle, the order of the batches and of pieces of one length comes from `seed`, drawn on
    the CPU; without, the shortest pieces come first. The batch of the longest may be smaller.
    Raises ValueError for a batch_size below 1 or rolls that `pad_batch` refuses.
    """
    _check(rolls)
    lengths = [len(roll) for roll in rolls]
    groups = groups_of_like_length(lengths, batch_size, seed=seed, shuffle=shuffle)
    return (pad_batch([rolls[piece] for piece in group]) for group in groups)


def key_log_odds(train: Sequence[np.ndarray]) -> Tensor:
    """How often each key sounds, as log-odds (K,): the output bias from which to start training.

    Half a step on and half a step off are added, so a key never heard gets a finite number.
    Taught in chapter 9.
    """
    _, y, mask = pad_batch(train)
    return log_odds(y, mask)


def frequency_baseline(train: Sequence[np.ndarray], test: Sequence[np.ndarray]) -> float:
    """What `test` costs when each key sounds as often as in `train`, whatever came before.

    Both hold rolls (T, K), one a piece. Negative log-likelihood in nats per time step, summed over
    keys. A model that does not beat it has learnt nothing about time. Taught in chapter 9.
    """
    _, y, mask = pad_batch(test)
    logits = key_log_odds(train).double()
    return bernoulli_nll(logits.expand(y.shape), y, mask).item()


def _check(rolls: Sequence[np.ndarray]) -> None:
    if not len(rolls):
        raise ValueError("rolls must hold at least one piece, got none")
    for roll in rolls:
        if roll.ndim != 2 or 0 in roll.shape or roll.shape[1] != rolls[0].shape[1]:
            raise ValueError(
                f"rolls must have shapes (T, {rolls[0].shape[-1]}) with T at least 1, "
                f"got {tuple(roll.shape)}"
            )
        if not ((roll == 0) | (roll == 1)).all():
            raise ValueError(f"rolls must hold 0 and 1 only, got {roll.min()} to {roll.max()}")
