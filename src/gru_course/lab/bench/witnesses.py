"""The other witnesses: one step for a control loop in NumPy, and the minGRU."""

from collections.abc import Iterator

import numpy as np
import torch
from torch import nn

from gru_course.lab.bench.measured import Figure
from gru_course.lab.bench.speed import Measure, case, training_step
from gru_course.lab.bench.timing import ratio
from gru_course.layers.mingru import MinGRU
from gru_course.numpy_cell import NumpyGRUCell

STEP_GOAL = 0.5
STEP_SIZES = ((1, 32), (4, 64))  # I, H
MINGRU_GOAL = 0.15
MINGRU_SHAPES = ((256, 16, 32, 64), (4096, 16, 32, 64))  # T, B, I, H


def control_step(sizes: tuple[int, int], measure: Measure) -> Iterator[Figure]:
    """The figure of a single step at batch 1, sizes I, H, on the CPU: where controllers live."""
    I, H = sizes
    cell = nn.GRUCell(I, H)
    ours = NumpyGRUCell.from_torch(cell)
    x, h = torch.randn(1, I), torch.zeros(1, H)
    x_flat, h_flat = x[0].numpy(), np.zeros(H, np.float32)

    def theirs() -> None:
        with torch.no_grad():
            cell(x, h)

    times = measure({"ours": lambda: ours(x_flat, h_flat), "theirs": theirs})
    yield Figure(
        section="one step at batch 1, ratio to torch.nn.GRUCell",
        case=f"I,H {I},{H}",
        what="NumpyGRUCell",
        value=ratio(times, "ours", "theirs"),
        goal=STEP_GOAL,
    )


def mingru(
    shape: tuple[int, int, int, int], device: torch.device, measure: Measure
) -> Iterator[Figure]:
    """The figure of a minGRU's training step at one shape (T, B, I, H)."""
    T, B, I, H = shape
    x = torch.randn(T, B, I).to(device)
    steps = {
        "ours": training_step(MinGRU(I, H).to(device), x),
        "theirs": training_step(nn.GRU(I, H).to(device), x),
    }
    yield Figure(
        section="minGRU, training step, ratio to torch.nn.GRU",
        case=case(shape),
        what="MinGRU",
        value=ratio(measure(steps), "ours", "theirs"),
        goal=MINGRU_GOAL if device.type == "cpu" else None,
    )
