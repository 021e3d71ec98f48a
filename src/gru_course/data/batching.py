"""Data as training sees it: batches (x, y, mask) of sequences."""

from collections.abc import Callable, Iterable, Iterator

import torch
from torch import Tensor

from gru_course.data.batch import Batch, cut

# Either tensors (x, y), or a function (batch_size, *, seed, shuffle) that yields batches, such as
# `functools.partial(gru_course.data.chorales.batches, rolls)`.
Data = tuple[Tensor, Tensor] | Callable[..., Iterable[Batch]]


def minibatches(
    x: Tensor, y: Tensor, batch_size: int, *, seed: int = 0, shuffle: bool = True
) -> Iterator[Batch]:
    """Cut sequences of one length into batches, in an order that only `seed` decides.

    Shapes: x (N, T, I), y (N, T, O); the last batch may be smaller than `batch_size`.
    Raises ValueError when there is no sequence, or not as many x as y, or batch_size is below 1.
    """
    if len(x) != len(y) or not len(x):
        raise ValueError(
            f"x and y must hold equally many sequences, one at least, got {len(x)} and {len(y)}"
        )
    return cut(Batch(x, y, None), batch_size, seed=seed, shuffle=shuffle)


def batches_of(
    data: Data, batch_size: int, *, seed: int = 0, shuffle: bool = False
) -> Iterator[Batch]:
    """The batches of either form of data.

    Raises TypeError for another form, or for a function whose batches are none, ValueError when
    there is no batch.
    """
    if callable(data):
        batches = data(batch_size, seed=seed, shuffle=shuffle)
        if not isinstance(batches, Iterable):
            raise TypeError(f"data must yield batches (x, y, mask), got {_form(batches)}")
    elif _is_pair(data):
        batches = minibatches(*data, batch_size, seed=seed, shuffle=shuffle)
    else:
        raise TypeError(
            f"data must be tensors (x, y) or a function that yields batches, got {_form(data)}"
        )
    number = 0
    for number, batch in enumerate(batches, start=1):
        if not _is_batch(batch):
            raise TypeError(
                f"data must yield batches (x, y, mask) of tensors, mask or None, "
                f"batch {number} is {_form(batch)}"
            )
        yield batch
    if number == 0:
        raise ValueError("data must yield one batch at least, got none")


def to_device(batch: Batch, device: torch.device) -> Batch:
    """The same batch on another device."""
    x, y, mask = batch
    return Batch(x.to(device), y.to(device), None if mask is None else mask.to(device))


def _is_pair(value: object) -> bool:
    if not (isinstance(value, tuple) and len(value) == 2):
        return False
    return all(isinstance(part, Tensor) for part in value)


def _is_batch(value: object) -> bool:
    if not (isinstance(value, tuple | list) and len(value) == 3):
        return False
    x, y, mask = value
    return _is_pair((x, y)) and isinstance(mask, Tensor | None)


def _form(value: object) -> str:
    """The type, or the types in a tuple or list, as an error message names it."""
    name = type(value).__name__
    if isinstance(value, tuple | list):
        shown = [type(part).__name__ for part in value[:4]] + ["..."] * (len(value) > 4)
        name += f" ({', '.join(shown)})"
    return name
