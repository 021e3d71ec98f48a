"""Peak memory of a training step, and of truncated backpropagation over ever longer sequences."""

from collections.abc import Iterator

import torch
from torch import nn

from gru_course.data.batch import Batch
from gru_course.lab.bench.measured import Figure
from gru_course.lab.bench.memory import peak_bytes
from gru_course.lab.bench.speed import case, training_step
from gru_course.layers import GRU
from gru_course.losses import masked_mse
from gru_course.models import SequenceModel
from gru_course.training.windows import backward_in_windows

PEAK_GOAL = 1.1  # at H <= 256
FLAT_GOAL = 1.5
SHORT, LONG, WINDOW = 256, 4096, 64  # time steps


def peak(shape: tuple[int, int, int, int], device: torch.device) -> Iterator[Figure]:
    """The figure of a training step's peak memory at one shape (T, B, I, H)."""
    T, B, I, H = shape
    x = torch.randn(T, B, I).to(device)
    bytes_held = {}
    for layer in (GRU(I, H, path="fast"), nn.GRU(I, H)):
        step = training_step(layer.to(device), x)
        step()
        layer.zero_grad()
        bytes_held[type(layer)] = peak_bytes(step, device)
    yield Figure(
        section="peak memory, training step, ratio to torch.nn.GRU",
        case=case(shape),
        what="GRU fast",
        note=mebibytes(bytes_held[GRU]),
        value=bytes_held[GRU] / bytes_held[nn.GRU],
        goal=PEAK_GOAL if device.type == "cpu" else None,
    )


def truncated(device: torch.device) -> Iterator[Figure]:
    """How the peak grows with the sequence: whole, and in windows of `WINDOW` steps."""
    for what, window, goal in (
        ("backpropagation through all of it", None, None),
        (f"truncated, windows of {WINDOW}", WINDOW, FLAT_GOAL),
    ):
        held = {steps: _peak_of_sequence(steps, window, device) for steps in (SHORT, LONG)}
        yield Figure(
            section=f"peak memory, T = {LONG}, ratio to T = {SHORT}",
            case="B,I,H 16,32,64",
            what=what,
            note=mebibytes(held[LONG]),
            value=held[LONG] / held[SHORT],
            goal=goal if device.type == "cpu" else None,
        )


def mebibytes(count: int) -> str:
    """A number of bytes as people read it."""
    return f"{count / 2**20:.1f} MiB"


def _peak_of_sequence(steps: int, window: int | None, device: torch.device) -> int:
    """Bytes held to learn from 16 sequences of this many steps, beyond the data themselves."""
    model = SequenceModel(32, 64, 1).to(device)
    inputs, outputs = (torch.randn(16, steps, n).to(device) for n in (32, 1))
    batch = Batch(inputs, outputs, None)
    return peak_bytes(lambda: backward_in_windows(model, batch, masked_mse, window), device)
