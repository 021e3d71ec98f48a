"""First values of the biases that decide how long a fresh layer remembers."""

import torch
from torch import Tensor, nn

from gru_course.cells import GRUCell, LSTMCell
from gru_course.layers import GRU, LSTM
from gru_course.layers.mingru import MinGRU

# The blocks of a stacked bias: +1 keeps the old state, -1 takes new input, 0 does neither.
GRU_SIGNS = (0, 1, 0)  # r, z, n
LSTM_SIGNS = (-1, 1, 0, 0)  # i, f, g, o
MINGRU_SIGNS = (1, 0)  # z, n


def initialise_update_bias(
    layer: nn.Module, max_lag: int, *, generator: torch.Generator | None = None
) -> None:
    """Let the units of a GRU, LSTM or minGRU start with memories of 2 to max_lag steps.

    torch's biases start near 0, so that a fresh unit loses half of its state in one step. With the
    bias log(T - 1) a gate is sigmoid(log(T - 1)) = 1 - 1/T and forgets over about T steps. Every
    unit of every layer and direction draws its own T - 1, uniformly from 1 to max_lag - 1.

    In a GRU, z near 1 keeps the state: b_iz + b_hz becomes log(T - 1), in a minGRU b_iz alone. In
    an LSTM b_if + b_hf becomes that, and b_ii + b_hi the negative of it. All else stays as it is.

    layer: a layer or a cell, ours or torch.nn's, changed in place. max_lag: steps, at least 2.
    The numbers are drawn on the CPU, from `generator` or else from torch's own, so that a seed
    means the same on every device and in every dtype.

    Raises TypeError for another layer or a max_lag that is no integer; ValueError for a layer
    without biases, a max_lag below 2, and a generator that is not on the CPU.

    Source: Tallec and Ollivier (2018), "chrono initialisation"; the opposite sign of z is theirs.
    Taught in chapter 8.
    """
    signs = _signs(layer)
    if not layer.bias:
        raise ValueError("layer must have biases to be initialised, got bias=False")
    if not isinstance(max_lag, int):
        raise TypeError(f"max_lag must be an integer, got {max_lag!r}")
    if max_lag < 2:
        raise ValueError(f"max_lag must be at least 2 steps, got {max_lag}")
    if generator is not None and generator.device.type != "cpu":
        raise ValueError(f"generator must be on the CPU, got one on {generator.device}")

    for name, bias in layer.named_parameters():
        if name.startswith("bias_ih"):
            spans = torch.empty(len(bias) // len(signs), dtype=torch.float64)  # T - 1
            _fill(bias, signs, spans.uniform_(1, max_lag - 1, generator=generator).log())
        elif name.startswith("bias_hh"):  # a step adds both: one holds the sum, the other nothing
            _fill(bias, signs, torch.zeros(len(bias) // len(signs)))


@torch.no_grad()
def _fill(bias: Tensor, signs: tuple[int, ...], values: Tensor) -> None:
    """Set each block of a stacked bias to sign * values; a block of sign 0 stays as it is."""
    for sign, block in zip(signs, bias.chunk(len(signs)), strict=True):
        if sign:
            block.copy_(sign * values)


def _signs(layer: nn.Module) -> tuple[int, ...]:
    if isinstance(layer, GRU | GRUCell | nn.GRU | nn.GRUCell):
        return GRU_SIGNS
    if isinstance(layer, LSTM | LSTMCell | nn.LSTM | nn.LSTMCell):
        return LSTM_SIGNS
    if isinstance(layer, MinGRU):
        return MINGRU_SIGNS
    raise TypeError(f"layer must be a GRU, LSTM or MinGRU, got {type(layer).__name__}")
