"""One GRU step in NumPy, for a loop that must answer at once: a controller, one sample at a time.

What a framework spends on a single sample is overhead, not arithmetic. Here the weights are
arranged once, biases included; a step is three matrix products (two with the reset before the
product) and a handful of vector operations. It needs NumPy alone, so it is a second witness too.
"""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

NAMES = ("weight_ih", "weight_hh", "bias_ih", "bias_hh")


class NumpyGRUCell:
    """A GRU cell that maps x (I,) and h_prev (H,) to the new state (H,).

    Weights as in `torch.nn.GRUCell`, rows stacked r, z, n: weight_ih (3H, I), weight_hh (3H, H),
    biases (3H,) or None; all float32 or all float64. They are copied. reset_after=True: r
    multiplies W_hn h_prev + b_hn, as in PyTorch; with False it multiplies h_prev.

    A step checks nothing: x and h_prev must be arrays of their shapes. It works in buffers of the
    cell, so two threads need two cells; the state that it returns is a new array.
    Raises TypeError or ValueError when a weight's dtype or shape does not fit.
    Taught in chapter 10.

    >>> cell = NumpyGRUCell(np.zeros((6, 3)), np.zeros((6, 2)))
    >>> cell(np.ones(3), np.ones(2))  # z = 0.5 of the old state; n is 0
    array([0.5, 0.5])
    """

    def __init__(
        self,
        weight_ih: ArrayLike,
        weight_hh: ArrayLike,
        bias_ih: ArrayLike | None = None,
        bias_hh: ArrayLike | None = None,
        *,
        reset_after: bool = True,
    ) -> None:
        if not isinstance(reset_after, bool):
            raise TypeError(f"reset_after must be True or False, got {reset_after!r}")
        weight_ih, weight_hh, bias_ih, bias_hh = _checked(weight_ih, weight_hh, bias_ih, bias_hh)
        self.input_size, self.hidden_size = weight_ih.shape[1], weight_hh.shape[1]
        self.reset_after = reset_after

        # A column for the bias: times (x, 1, h), a row of all weights gives W x + b + U h at once.
        whole = np.column_stack([weight_ih, bias_ih + bias_hh, weight_hh])
        r_z, n = slice(2 * self.hidden_size), slice(2 * self.hidden_size, None)
        # sigmoid(a) is (1 + tanh(a / 2)) / 2, which cannot overflow; half the weights make a / 2.
        self._half_rows_r_z = 0.5 * whole[r_z]
        if reset_after:  # r multiplies one part of n's sum, so each part is a product of its own
            self._rows_n_x = np.column_stack([weight_ih[n], bias_ih[n]])
            self._rows_n_h = np.column_stack([bias_hh[n], weight_hh[n]])
        else:
            self._rows_n = whole[n].copy()

        x_1_h = self._x_1_h = np.ones(self.input_size + 1 + self.hidden_size, whole.dtype)
        self._x, self._x_1 = x_1_h[: self.input_size], x_1_h[: self.input_size + 1]
        self._h, self._1_h = x_1_h[self.input_size + 1 :], x_1_h[self.input_size :]
        self._gates = np.empty(2 * self.hidden_size, whole.dtype)
        self._r, self._z = np.split(self._gates, 2)

    @classmethod
    def from_torch(cls, cell: Any) -> "NumpyGRUCell":
        """Copy the weights of a `torch.nn.GRUCell`, or of the course's in either form."""
        weights = (getattr(cell, name) for name in NAMES)
        arrays: list[Any] = [None if w is None else w.detach().cpu().numpy() for w in weights]
        return cls(*arrays, reset_after=getattr(cell, "reset_after", True))

    def __call__(self, x: np.ndarray, h_prev: np.ndarray) -> np.ndarray:
        """Advance by one time step: x (I,) and h_prev (H,) to the new state (H,)."""
        self._x[:], self._h[:] = x, h_prev

        # At these sizes `.dot` takes half the time of `@`.
        gates = self._half_rows_r_z.dot(self._x_1_h, out=self._gates)
        np.tanh(gates, out=gates)
        gates *= 0.5
        gates += 0.5  # now _r and _z, its halves, are the gates
        if self.reset_after:
            n = np.tanh(self._rows_n_x.dot(self._x_1) + self._r * self._rows_n_h.dot(self._1_h))
        else:
            self._h *= self._r
            n = np.tanh(self._rows_n.dot(self._x_1_h))
        return n + self._z * (h_prev - n)  # (1 - z) * n + z * h_prev

    def __repr__(self) -> str:
        form = "" if self.reset_after else ", reset_after=False"
        return f"NumpyGRUCell({self.input_size}, {self.hidden_size}{form})"


def _checked(*weights: ArrayLike | None) -> list[np.ndarray]:
    """Return the four weights as arrays, zeros for a missing bias, or raise what is wrong."""
    given = zip(NAMES, weights, strict=True)
    arrays: dict[str, np.ndarray] = {
        name: np.asarray(w) for name, w in given if w is not None or "weight" in name
    }
    matrices = arrays["weight_ih"], arrays["weight_hh"]
    for name, matrix in zip(NAMES, matrices, strict=False):
        if matrix.ndim != 2 or 0 in matrix.shape:
            raise ValueError(f"{name} must have two dimensions above 0, got {matrix.shape}")
    (_, input_size), (_, hidden_size) = (matrix.shape for matrix in matrices)
    rows, dtype = 3 * hidden_size, arrays["weight_hh"].dtype
    if dtype not in (np.float32, np.float64):
        raise TypeError(f"weight_hh must be float32 or float64, got {dtype}")
    shapes = {"weight_ih": (rows, input_size), "weight_hh": (rows, hidden_size)}
    for name, array in arrays.items():
        shape = shapes.get(name, (rows,))
        if array.shape != shape:
            raise ValueError(f"{name} must have shape {shape}, got {array.shape}")
        if array.dtype != dtype:
            raise TypeError(f"{name} must have weight_hh's dtype {dtype}, got {array.dtype}")
    return [arrays.get(name, np.zeros(rows, dtype)) for name in NAMES]
