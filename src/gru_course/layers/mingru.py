"""MinGRU: a GRU whose gate and candidate read the input alone.

Nothing but the blend of old and new is left to run step by step. Measured on one core, a training
step takes about a tenth of the time of `torch.nn.GRU` at 32 inputs, 64 units and 256 steps or more.
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn.functional import linear
from torch.nn.utils.rnn import PackedSequence

from gru_course.cells.parameters import Weights
from gru_course.layers.fast.scan import scan
from gru_course.layers.recurrence import RecurrentLayer


class MinGRUStep(NamedTuple):
    """What one minGRU step computes; every field has shape (B, H)."""

    z: Tensor  # update gate, 0 to 1
    n: Tensor  # candidate state, any number
    h: Tensor  # new hidden state


def mingru_step(x: Tensor, h_prev: Tensor, weight_ih: Tensor, bias_ih: Tensor | None) -> MinGRUStep:
    """Advance a minGRU by one time step.

    Shapes: x (B, I), h_prev (B, H), weight_ih (2H, I), bias_ih (2H,) or None. Rows of the weights
    are stacked z, n.

    Source: Feng et al. (2024), section 3.1: a GRU without reset gate, without W_hz and W_hn, and
    without tanh. They write h = (1 - z) h_prev + z n. Here as everywhere in the course z near 1
    keeps the old state; negate the rows of z to go from one form to the other.
    Taught in chapter 15.
    """
    x_z, x_n = linear(x, weight_ih, bias_ih).chunk(2, dim=-1)

    z = torch.sigmoid(x_z)
    n = x_n
    h = torch.lerp(n, h_prev, z)  # (1 - z) * n + z * h_prev
    return MinGRUStep(z, n, h)


class MinGRUGates(NamedTuple):
    """What a minGRU's last layer computed on its way; each field has the form of the output."""

    z: Tensor | PackedSequence  # update gate, 0 to 1
    n: Tensor | PackedSequence  # candidate state, any number


class MinGRU(RecurrentLayer):
    """`mingru_step` over time and through layers, with the arguments and shapes of our `GRU`.

    Parameters of layer k: weight_ih_lk (2H, I, or 2H, H above the first layer) and bias_ih_lk
    (2H,), rows stacked z, n; drawn as `torch.nn.Linear` draws them. It runs in one direction.
    Raises TypeError or ValueError for sizes below 1 and for a dropout that is no probability.
    Taught in chapter 15.

    >>> MinGRU(3, 5, batch_first=True)(torch.ones(2, 7, 3))[0].shape
    torch.Size([2, 7, 5])
    """

    blocks = 2  # z, n
    readers = ("ih",)  # none of its rows reads the state

    def __init__(
        self,
        input_size: int,
        hidden_size: int,
        num_layers: int = 1,
        bias: bool = True,
        batch_first: bool = False,
        dropout: float = 0.0,
        device: torch.device | str | None = None,
        dtype: torch.dtype | None = None,
    ) -> None:
        super().__init__(
            input_size,
            hidden_size,
            num_layers,
            bias,
            batch_first,
            dropout,
            device=device,
            dtype=dtype,
        )

    def reset_parameters(self) -> None:
        """Draw every parameter anew, uniformly between -1 / sqrt(I) and 1 / sqrt(I)."""
        for (suffix,) in self._suffixes():
            weight, bias = self.weights(suffix)
            bound = 1 / math.sqrt(weight.shape[1])
            for parameter in (weight,) if bias is None else (weight, bias):
                nn.init.uniform_(parameter, -bound, bound)

    def forward(
        self,
        input: Tensor | PackedSequence,
        hx: Tensor | None = None,
        return_gates: bool = False,  # by name; torch.onnx hands on every default by position
    ) -> (
        tuple[Tensor | PackedSequence, Tensor] | tuple[Tensor | PackedSequence, Tensor, MinGRUGates]
    ):
        """Run as `GRU.forward` does. Returns (output, h_n), or (output, h_n, MinGRUGates).

        Raises TypeError or ValueError when a shape, a dtype or a device does not fit.
        """
        if not return_gates:
            (output,), (h_n,) = self._unroll(input, {"hx": hx})
            return output, h_n
        (output, *gates), (h_n,) = self._unroll(input, {"hx": hx}, ("h", "z", "n"))
        return output, h_n, MinGRUGates(*gates)

    def _run_stretch(
        self,
        x: Tensor,
        state: Sequence[Tensor],
        weights: Weights,
        backwards: bool,
        fields: tuple[str, ...],
    ) -> tuple[list[Tensor], list[Tensor]]:
        """Run one layer over x (T, B, F): all but the scan is done for all steps at once."""
        weight, bias = weights
        biases = (None, None) if bias is None else bias.chunk(2)
        x_z, n = (linear(x, *block) for block in zip(weight.chunk(2), biases, strict=True))
        z = x_z.sigmoid_()  # in place: one buffer less for long sequences

        (h_0,) = state
        h = scan(z, n, h_0.type_as(n))
        step = MinGRUStep(z, n, h)
        return [getattr(step, name) for name in fields], [h[-1]]
