"""The steps as modules, which hold their parameters as their namesakes in torch.nn do."""

import torch
from torch import Tensor

from gru_course.cells.parameters import RecurrentModule
from gru_course.cells.steps import GRUStep, LSTMStep, RNNStep, gru_step, lstm_step, rnn_step
from gru_course.validation import check_beside, check_tensor, choice, flag


class _Cell(RecurrentModule):
    """A step with its parameters, initialised as the cell of the same name in torch.nn is."""

    weight_ih: Tensor

    def __init__(
        self,
        input_size: int,
        hidden_size: int,
        bias: bool,
        device: torch.device | str | None,
        dtype: torch.dtype | None,
    ) -> None:
        super().__init__(input_size, hidden_size, bias)
        self.add_weights(input_size, device, dtype)
        self.reset_parameters()

    def _check_x(self, x: Tensor) -> None:
        check_beside("x", x, self.weight_ih)
        if x.dim() not in (1, 2) or x.shape[-1] != self.input_size:
            raise ValueError(
                f"x must have shape (B, {self.input_size}) or ({self.input_size},), "
                f"got {tuple(x.shape)}"
            )

    def _state(self, name: str, state: Tensor | None, x: Tensor) -> Tensor:
        shape = (*x.shape[:-1], self.hidden_size)
        if state is None:
            return x.new_zeros(shape)
        check_tensor(name, state, shape, self.weight_ih)
        return state


class GRUCell(_Cell):
    """`gru_step` with its parameters, initialised as `torch.nn.GRUCell` does.

    Called with x (B, I) or (I,) and h_prev (B, H) or (H,); without h_prev the state is zero.
    Raises TypeError or ValueError when a size, a shape, a dtype or a device does not fit.
    Taught in chapter 6.

    >>> step = GRUCell(input_size=3, hidden_size=2)(torch.ones(3))
    >>> step.h.shape, step.z.shape
    (torch.Size([2]), torch.Size([2]))
    """

    blocks = 3  # r, z, n

    def __init__(
        self,
        input_size: int,
        hidden_size: int,
        bias: bool = True,
        device: torch.device | str | None = None,
        dtype: torch.dtype | None = None,
        *,
        reset_after: bool = True,
    ) -> None:
        super().__init__(input_size, hidden_size, bias, device, dtype)
        self.reset_after = flag("reset_after", reset_after)

    def forward(self, x: Tensor, h_prev: Tensor | None = None) -> GRUStep:
        """Advance by one step and return all that it computed."""
        self._check_x(x)
        h_prev = self._state("h_prev", h_prev, x)
        return gru_step(x, h_prev, *self.weights(), reset_after=self.reset_after)


class LSTMCell(_Cell):
    """`lstm_step` with its parameters, initialised as `torch.nn.LSTMCell` does.

    Called with x (B, I) or (I,) and h_prev, c_prev (B, H) or (H,); a missing state is zero.
    Raises TypeError or ValueError when a size, a shape, a dtype or a device does not fit.

    >>> step = LSTMCell(input_size=3, hidden_size=2)(torch.ones(3))
    >>> step.h.shape, step.c.shape
    (torch.Size([2]), torch.Size([2]))
    """

    blocks = 4  # i, f, g, o

    def __init__(
        self,
        input_size: int,
        hidden_size: int,
        bias: bool = True,
        device: torch.device | str | None = None,
        dtype: torch.dtype | None = None,
    ) -> None:
        super().__init__(input_size, hidden_size, bias, device, dtype)

    def forward(
        self, x: Tensor, h_prev: Tensor | None = None, c_prev: Tensor | None = None
    ) -> LSTMStep:
        """Advance by one step and return all that it computed."""
        self._check_x(x)
        h_prev, c_prev = self._state("h_prev", h_prev, x), self._state("c_prev", c_prev, x)
        return lstm_step(x, h_prev, c_prev, *self.weights())


class RNNCell(_Cell):
    """`rnn_step` with its parameters, initialised as `torch.nn.RNNCell` does.

    Called with x (B, I) or (I,) and h_prev (B, H) or (H,); without h_prev the state is zero.
    Raises TypeError or ValueError when a size, a shape, a dtype or a device does not fit.

    >>> RNNCell(input_size=3, hidden_size=2)(torch.ones(3)).h.shape
    torch.Size([2])
    """

    blocks = 1

    def __init__(
        self,
        input_size: int,
        hidden_size: int,
        bias: bool = True,
        nonlinearity: str = "tanh",
        device: torch.device | str | None = None,
        dtype: torch.dtype | None = None,
    ) -> None:
        super().__init__(input_size, hidden_size, bias, device, dtype)
        self.nonlinearity = choice("nonlinearity", nonlinearity, ("tanh", "relu"))

    def forward(self, x: Tensor, h_prev: Tensor | None = None) -> RNNStep:
        """Advance by one step and return the new state."""
        self._check_x(x)
        h_prev = self._state("h_prev", h_prev, x)
        return rnn_step(x, h_prev, *self.weights(), nonlinearity=self.nonlinearity)
