"""Gates over time as plain arrays, and how long a gate lets a state live."""

from typing import cast

import numpy as np
import torch
from numpy.typing import ArrayLike
from torch import Tensor, nn

from gru_course.analysis.unrolling import unroll


def gate_traces(
    layer: nn.Module, input: Tensor, hx: Tensor | tuple[Tensor, Tensor] | None = None
) -> dict[str, np.ndarray]:
    """Return all that the last layer computed over time, by name, ready to be plotted.

    A GRU gives r, z, n and h, a minGRU z, n and h, an LSTM i, f, g, o, c and h, an RNN h. Each is
    an array in the form of the input, with H for I. layer, or a `SequenceModel`, input and hx: as
    in `unroll`, whose errors it raises. Taught in chapter 8.
    """
    with torch.no_grad():
        run = unroll(layer, input, hx)
    return {
        # a tensor: `unroll` takes no packed input
        name: cast(Tensor, run.sequences.restore([torch.stack(values)])).cpu().numpy()
        for name, values in zip(run.steps[0]._fields, zip(*run.steps, strict=True), strict=True)
    }


def half_lives(z: ArrayLike, time_axis: int | None = None) -> np.ndarray:
    """Return after how many steps half of a state is left, when each step keeps the share z.

    z: numbers from 0 to 1, an array or a Tensor; the result has its shape. z = .5 gives 1 step,
    .99 gives 69, 1 gives infinity and 0 gives 0. time_axis: where z is a trace, the axis of time,
    which the result lacks; what is left after T steps is z_1 z_2 ... z_T, so the share of one step
    is their geometric mean. It is the life on the straight path, diag(z); see `jacobian_terms`.

    Raises ValueError when a number is not in 0 to 1. Taught in chapter 8.
    """
    z = torch.as_tensor(z).detach().to("cpu", torch.float64)
    outside = ~((z >= 0) & (z <= 1))
    if outside.any():
        raise ValueError(f"z must be from 0 to 1, got {z[outside][0].item()}")
    halvings = -torch.log2(z)  # in a step
    if time_axis is not None:
        halvings = halvings.mean(dim=time_axis)
    return (1 / halvings.abs()).numpy()  # abs: 1 / -0.0 would be minus infinity
