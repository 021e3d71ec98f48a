"""Short names for long numbers: equal fingerprints mean equal tensors, bit for bit."""

import hashlib
from collections.abc import Mapping
from itertools import islice

import torch
from torch import Tensor

from gru_course.data.batching import Data, batches_of


def fingerprint(tensors: Mapping[str, Tensor]) -> str:
    """The SHA-256 of names, dtypes, shapes and values, wherever the tensors are."""
    digest = hashlib.sha256()
    for name, tensor in sorted(tensors.items()):
        digest.update(f"{name} {tensor.dtype} {tuple(tensor.shape)};".encode())
        digest.update(tensor.detach().cpu().flatten().view(torch.uint8).numpy().tobytes())
    return digest.hexdigest()


def data_fingerprint(name: str, data: Data, batch_size: int, *, seed: int, shuffle: bool) -> str:
    """The fingerprint of all sequences, or of all batches that a function yields for `seed`.

    name: the argument's, for the message. The function's first batch is asked for twice, and the
    global random numbers are left alone.
    Raises ValueError when its two answers differ: such a run could not be resumed exactly.
    """
    if not callable(data):
        next(batches_of(data, batch_size))  # refuses what is no data
        x, y = data
        return fingerprint({"x": x, "y": y})
    every = _of_batches(data, batch_size, seed, shuffle)
    if _of_batches(data, batch_size, seed, shuffle, most=1) != every[:1]:
        raise ValueError(
            f"{name} must yield equal batches for equal seeds, or its run cannot be resumed, "
            f"got two first batches that differ for seed {seed}"
        )
    return hashlib.sha256(" ".join(every).encode()).hexdigest()


def _of_batches(
    data: Data, batch_size: int, seed: int, shuffle: bool, most: int | None = None
) -> list[str]:
    """The fingerprint of each batch in turn, of the first `most` or of all."""
    with torch.random.fork_rng([]):
        torch.manual_seed(seed)
        prints = []
        for batch in islice(batches_of(data, batch_size, seed=seed, shuffle=shuffle), most):
            parts = zip(("x", "y", "mask"), batch, strict=True)
            prints.append(fingerprint({part: each for part, each in parts if each is not None}))
    return prints
