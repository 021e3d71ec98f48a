"""Short names for long numbers: equal fingerprints mean equal tensors, bit for bit."""

import hashlib
from collections.abc import Mapping

import torch
from torch import Tensor

from gru_course.batching import Batch, Data, batches_of


def fingerprint(tensors: Mapping[str, Tensor]) -> str:
    """The SHA-256 of names, dtypes, shapes and values, wherever the tensors are."""
    digest = hashlib.sha256()
    for name, tensor in sorted(tensors.items()):
        digest.update(f"{name} {tensor.dtype} {tuple(tensor.shape)};".encode())
        digest.update(tensor.detach().cpu().flatten().view(torch.uint8).numpy().tobytes())
    return digest.hexdigest()


def data_fingerprint(name: str, data: Data, batch_size: int, *, seed: int, shuffle: bool) -> str:
    """The fingerprint of all sequences, or of the first batch that a function yields for `seed`.

    name: the argument's, for the message. The function is asked twice, and the global random
    numbers are left alone.
    Raises ValueError when its two answers differ: such a run could not be resumed exactly.
    """
    first, again = (_first_batch(data, batch_size, seed, shuffle) for _ in range(2))
    if not callable(data):
        x, y = data
        return fingerprint({"x": x, "y": y})
    if fingerprint(first) != fingerprint(again):
        raise ValueError(
            f"{name} must yield equal batches for equal seeds, or its run cannot be resumed, "
            f"got two first batches that differ for seed {seed}"
        )
    return fingerprint(first)


def _first_batch(data: Data, batch_size: int, seed: int, shuffle: bool) -> dict[str, Tensor]:
    with torch.random.fork_rng([]):
        torch.manual_seed(seed)
        batch: Batch = next(batches_of(data, batch_size, seed=seed, shuffle=shuffle))
    parts = zip(("x", "y", "mask"), batch, strict=True)
    return {part: tensor for part, tensor in parts if tensor is not None}
