"""GRU, LSTM and simple RNN over time, with torch.nn's arguments, shapes and `state_dict` keys.

Their equations are the steps of `cells`; how a step runs over time is in `recurrence`, and a faster
way to do the same in `fast`.
"""

from typing import Any, NamedTuple

import torch
from torch import Tensor
from torch.nn.utils.rnn import PackedSequence

from gru_course.cells import GRUStep, LSTMStep, RNNStep, gru_step, lstm_step, rnn_step
from gru_course.layers.fast.gru import gru_over_time
from gru_course.layers.fast.gru_reset_before import gru_before_over_time
from gru_course.layers.fast.lstm import lstm_over_time
from gru_course.layers.fast.rnn import rnn_over_time
from gru_course.layers.recurrence import RecurrentLayer
from gru_course.validation import choice, flag


class GRUGates(NamedTuple):
    """What a GRU's last layer computed on its way; each field has the form of the output."""

    r: Tensor | PackedSequence  # reset gate, 0 to 1
    z: Tensor | PackedSequence  # update gate, 0 to 1
    n: Tensor | PackedSequence  # candidate state, -1 to 1


class GRU(RecurrentLayer):
    """`gru_step` over time, through layers and directions: `torch.nn.GRU`, line by line readable.

    The arguments, shapes, parameters and initial values are torch's; `reset_after=False` is the
    other form of the candidate (see `gru_step`). path: "readable" runs `gru_step` and leaves the
    gradients to autograd, "fast" runs those derived by hand, with the same
    numbers; "auto" is fast on a CPU. Gates come from the readable path, whatever `path` says. The
    fast path keeps its output for the way back: an operation in place on it raises an error.
    Raises TypeError or ValueError for sizes below 1 and for a dropout that is no probability.
    Taught in chapter 10.

    >>> out, last = GRU(3, 5, batch_first=True)(torch.ones(2, 7, 3))
    >>> out.shape, last.shape
    (torch.Size([2, 7, 5]), torch.Size([1, 2, 5]))
    """

    blocks = 3  # r, z, n
    mode = "GRU"  # as torch.nn's layers name themselves

    def __init__(
        self,
        input_size: int,
        hidden_size: int,
        num_layers: int = 1,
        bias: bool = True,
        batch_first: bool = False,
        dropout: float = 0.0,
        bidirectional: bool = False,
        device: torch.device | str | None = None,
        dtype: torch.dtype | None = None,
        *,
        reset_after: bool = True,
        path: str = "auto",
    ) -> None:
        super().__init__(
            input_size,
            hidden_size,
            num_layers,
            bias,
            batch_first,
            dropout,
            bidirectional,
            device,
            dtype,
            path=path,
        )
        self.reset_after = flag("reset_after", reset_after)

    def _step(self, x: Tensor, *state_and_weights: Any) -> GRUStep:
        return gru_step(x, *state_and_weights, reset_after=self.reset_after)

    def _over_time(self, x: Tensor, *state_and_weights: Any, backwards: bool) -> tuple[Tensor, ...]:
        over_time = gru_over_time if self.reset_after else gru_before_over_time
        return over_time(x, *state_and_weights, backwards=backwards)

    def forward(
        self,
        input: Tensor | PackedSequence,
        hx: Tensor | None = None,
        return_gates: bool = False,  # by name; torch.onnx hands on every default by position
    ) -> tuple[Tensor | PackedSequence, Tensor] | tuple[Tensor | PackedSequence, Tensor, GRUGates]:
        """Run over input (T, B, I), or (B, T, I) with batch_first, or (T, I), or packed.

        hx: initial state (num_layers * directions, B, H), zeros when None. Returns (output, h_n):
        every state of the last layer, in the form of the input with H (both directions: 2H) for I,
        and the last state of every layer and direction, in the shape of hx.
        return_gates=True returns (output, h_n, GRUGates) with the last layer's r, z and n, each in
        the form of the output: packed if it is packed, both directions side by side.
        Raises TypeError or ValueError when a shape, a dtype or a device does not fit.
        """
        if not return_gates:
            (output,), (h_n,) = self._unroll(input, {"hx": hx})
            return output, h_n
        (output, *gates), (h_n,) = self._unroll(input, {"hx": hx}, ("h", "r", "z", "n"))
        return output, h_n, GRUGates(*gates)


class LSTM(RecurrentLayer):
    """`lstm_step` over time, through layers and directions, as `torch.nn.LSTM`.

    The arguments, shapes, parameters and initial values are torch's; projections are not part of
    the course, so proj_size must be 0. Raises TypeError or ValueError as `GRU` does.
    Taught in chapter 10.

    >>> out, (h, c) = LSTM(3, 5, batch_first=True)(torch.ones(2, 7, 3))
    >>> out.shape, c.shape
    (torch.Size([2, 7, 5]), torch.Size([1, 2, 5]))
    """

    blocks = 4  # i, f, g, o
    mode = "LSTM"
    state_fields = ("h", "c")

    def _step(self, x: Tensor, *state_and_weights: Any) -> LSTMStep:
        return lstm_step(x, *state_and_weights)

    def _over_time(self, x: Tensor, *state_and_weights: Any, backwards: bool) -> tuple[Tensor, ...]:
        return lstm_over_time(x, *state_and_weights, backwards=backwards)

    def forward(
        self, input: Tensor | PackedSequence, hx: tuple[Tensor, Tensor] | None = None
    ) -> tuple[Tensor | PackedSequence, tuple[Tensor, Tensor]]:
        """Run as `GRU.forward` does, with a pair of states: hx = (h_0, c_0); (output, (h_n, c_n)).

        Raises TypeError or ValueError when hx is no pair, or a shape, dtype or device does not fit.
        """
        if hx is not None and not (isinstance(hx, tuple | list) and len(hx) == 2):
            raise TypeError(f"hx must be a pair of tensors (h_0, c_0), got {type(hx).__name__}")
        h_0, c_0 = (None, None) if hx is None else hx
        (output,), (h_n, c_n) = self._unroll(input, {"h_0": h_0, "c_0": c_0})
        return output, (h_n, c_n)


class RNN(RecurrentLayer):
    """`rnn_step` over time, through layers and directions, as `torch.nn.RNN`.

    The arguments, shapes, parameters and initial values are torch's; nonlinearity is "tanh" or
    "relu". Raises TypeError or ValueError as `GRU` does, and for another nonlinearity.

    >>> RNN(3, 5, batch_first=True)(torch.ones(2, 7, 3))[0].shape
    torch.Size([2, 7, 5])
    """

    blocks = 1

    def __init__(
        self,
        input_size: int,
        hidden_size: int,
        num_layers: int = 1,
        nonlinearity: str = "tanh",
        bias: bool = True,
        batch_first: bool = False,
        dropout: float = 0.0,
        bidirectional: bool = False,
        device: torch.device | str | None = None,
        dtype: torch.dtype | None = None,
        *,
        path: str = "auto",
    ) -> None:
        super().__init__(
            input_size,
            hidden_size,
            num_layers,
            bias,
            batch_first,
            dropout,
            bidirectional,
            device,
            dtype,
            path=path,
        )
        self.nonlinearity = choice("nonlinearity", nonlinearity, ("tanh", "relu"))
        self.mode = f"RNN_{nonlinearity.upper()}"

    def _step(self, x: Tensor, *state_and_weights: Any) -> RNNStep:
        return rnn_step(x, *state_and_weights, nonlinearity=self.nonlinearity)

    def _over_time(self, x: Tensor, *state_and_weights: Any, backwards: bool) -> tuple[Tensor, ...]:
        return rnn_over_time(
            x, *state_and_weights, nonlinearity=self.nonlinearity, backwards=backwards
        )

    def forward(
        self, input: Tensor | PackedSequence, hx: Tensor | None = None
    ) -> tuple[Tensor | PackedSequence, Tensor]:
        """Run as `GRU.forward` does. Returns (output, h_n)."""
        (output,), (h_n,) = self._unroll(input, {"hx": hx})
        return output, h_n
