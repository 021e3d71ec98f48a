"""One time step as a function: one line of code per line of mathematics."""

from typing import NamedTuple

import torch
from torch import Tensor
from torch.nn.functional import linear


class GRUStep(NamedTuple):
    """What one GRU step computes; every field has shape (B, H)."""

    r: Tensor  # reset gate, 0 to 1
    z: Tensor  # update gate, 0 to 1
    n: Tensor  # candidate state, -1 to 1
    h: Tensor  # new hidden state


class LSTMStep(NamedTuple):
    """What one LSTM step computes; every field has shape (B, H)."""

    i: Tensor  # input gate, 0 to 1
    f: Tensor  # forget gate, 0 to 1
    g: Tensor  # candidate, -1 to 1
    o: Tensor  # output gate, 0 to 1
    c: Tensor  # new cell state
    h: Tensor  # new hidden state, -1 to 1


class RNNStep(NamedTuple):
    """What one step of a simple RNN computes, shape (B, H)."""

    h: Tensor  # new hidden state, -1 to 1 with tanh


def affine(x: Tensor, weight: Tensor | None, bias: Tensor | None) -> Tensor:
    """Map every row of x (..., I) to W x + b (..., O), with the weight (O, I) and the bias (O).

    A bias of None adds nothing. A weight of None says that x is such a product already: a layer
    makes those of all its time steps at once.
    """
    return x if weight is None else linear(x, weight, bias)


def blocks(count: int, x: Tensor, weight: Tensor | None, bias: Tensor | None) -> tuple:
    """Map x to W x + b and cut it into `count` blocks, each (B, H).

    A weight of None says that x is those blocks already: a layer makes them for all steps at once.
    """
    return tuple(x) if weight is None else affine(x, weight, bias).chunk(count, dim=-1)


def candidate_rows(weight_hh: Tensor, bias_hh: Tensor | None) -> tuple[Tensor, Tensor | None]:
    """Return the rows of n, (H, H) and (H), of hidden parameters stacked r, z, n: (3H, H), (3H)."""
    return weight_hh.chunk(3)[2], None if bias_hh is None else bias_hh.chunk(3, dim=-1)[2]


def gru_step(
    x: Tensor,
    h_prev: Tensor,
    weight_ih: Tensor | None,
    weight_hh: Tensor,
    bias_ih: Tensor | None,
    bias_hh: Tensor | None,
    *,
    reset_after: bool = True,
) -> GRUStep:
    """Advance a GRU by one time step.

    Shapes: x (B, I), h_prev (B, H), weight_ih (3H, I), weight_hh (3H, H), biases (3H,) or None.
    Rows of the weights are stacked r, z, n.

    Source: Cho et al. (2014), section 2.3. reset_after=True is PyTorch's form, where r multiplies
    the product W_hn h_prev + b_hn; with False it multiplies h_prev, as in Chung et al. (2014).
    Taught in chapters 2 to 6.
    """
    x_r, x_z, x_n = blocks(3, x, weight_ih, bias_ih)
    h_r, h_z, h_n = blocks(3, h_prev, weight_hh, bias_hh)

    r = torch.sigmoid(x_r + h_r)
    z = torch.sigmoid(x_z + h_z)
    if reset_after:
        n = torch.tanh(x_n + r * h_n)
    else:
        n = torch.tanh(x_n + affine(r * h_prev, *candidate_rows(weight_hh, bias_hh)))
    h = torch.lerp(n, h_prev, z)  # (1 - z) * n + z * h_prev
    return GRUStep(r, z, n, h)


def lstm_step(
    x: Tensor,
    h_prev: Tensor,
    c_prev: Tensor,
    weight_ih: Tensor | None,
    weight_hh: Tensor,
    bias_ih: Tensor | None,
    bias_hh: Tensor | None,
) -> LSTMStep:
    """Advance an LSTM by one time step.

    Shapes: x (B, I), h_prev and c_prev (B, H), weight_ih (4H, I), weight_hh (4H, H), biases (4H,)
    or None. Rows of the weights are stacked i, f, g, o.

    Source: Hochreiter and Schmidhuber (1997), with the forget gate of Gers et al. (2000).
    Taught in chapter 11.
    """
    x_i, x_f, x_g, x_o = blocks(4, x, weight_ih, bias_ih)
    h_i, h_f, h_g, h_o = blocks(4, h_prev, weight_hh, bias_hh)

    i = torch.sigmoid(x_i + h_i)
    f = torch.sigmoid(x_f + h_f)
    g = torch.tanh(x_g + h_g)
    o = torch.sigmoid(x_o + h_o)
    c = f * c_prev + i * g
    h = o * torch.tanh(c)
    return LSTMStep(i, f, g, o, c, h)


def rnn_step(
    x: Tensor,
    h_prev: Tensor,
    weight_ih: Tensor | None,
    weight_hh: Tensor,
    bias_ih: Tensor | None,
    bias_hh: Tensor | None,
    *,
    nonlinearity: str = "tanh",
) -> RNNStep:
    """Advance a simple RNN by one time step; nonlinearity is "tanh" or "relu".

    Shapes: x (B, I), h_prev (B, H), weight_ih (H, I), weight_hh (H, H), biases (H,) or None.

    Source: Elman (1990). Taught in chapter 1.
    """
    a = affine(x, weight_ih, bias_ih) + affine(h_prev, weight_hh, bias_hh)
    h = {"tanh": torch.tanh, "relu": torch.relu}[nonlinearity](a)
    return RNNStep(h)
