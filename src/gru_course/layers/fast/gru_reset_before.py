"""A GRU over time with a hand-derived backward pass; r multiplies before the product.

With m for r h_prev, so that a_n = W_in x + b_in + W_hn m + b_hn, one step back is: given g = dL/dh,

    dL/da_n = g (1 - z) (1 - n^2)        dL/da_z = g (h_prev - n) z (1 - z)
    dL/dm   = dL/da_n W_hn               dL/da_r = dL/dm h_prev r (1 - r)
    dL/dh_prev = g z + dL/dm r + (dL/da_r, dL/da_z) W_h,rz

The reset gate now stands behind a matrix product, so a step back has two of them, one after the
other, where `gru` has one. The longer chain costs time while the products are small: a fifth was
measured at the smallest of the bench's shapes, and from nothing to a tenth at the others.
"""

from functools import partial
from typing import Any, NamedTuple

import torch
from torch import Tensor

from gru_course.cells import gru_step
from gru_course.layers.fast.time_walk import (
    Walk,
    add_product,
    add_rows,
    needs_graph,
    readable_gradients,
    rows,
)
from gru_course.layers.fast_path import is_gradient_watched


def gru_before_over_time(
    x: Tensor,
    h_0: Tensor,
    weight_ih: Tensor,
    weight_hh: Tensor,
    bias_ih: Tensor | None,
    bias_hh: Tensor | None,
    *,
    backwards: bool = False,
) -> tuple[Tensor, Tensor]:
    """`gru_step` over time with reset_after=False: the outputs (T, B, H) and the last state (B, H).

    Shapes: x (T, B, I), h_0 (B, H), weights and biases as in `gru_step`, biases may be None.
    `backwards` runs from the last time step to the first.
    """
    inputs = x, h_0, weight_ih, weight_hh, bias_ih, bias_hh
    if needs_graph(*inputs):
        return FastGRUBefore.apply(*inputs, backwards)
    walk = Walk.over(x, h_0, backwards)
    states, _ = run_gru_before(*inputs, walk, keep=False)
    return walk.after(states), walk.end(states).clone()


class Tape(NamedTuple):
    """What the way back reads."""

    rz: Tensor  # (T, B, 2H): reset gate and update gate
    n: Tensor  # (T, B, H): candidate
    m: Tensor  # (T, B, H): r h_prev


def run_gru_before(
    x: Tensor,
    h_0: Tensor,
    weight_ih: Tensor,
    weight_hh: Tensor,
    bias_ih: Tensor | None,
    bias_hh: Tensor | None,
    walk: Walk,
    keep: bool,
) -> tuple[Tensor, Tape]:
    """All states (T + 1, B, H) and the tape, which without `keep` is that of the last span."""
    T, (B, H) = x.shape[0], h_0.shape
    bias = x.new_zeros(3 * H) if bias_ih is None or bias_hh is None else bias_ih + bias_hh
    bias_rz, bias_n = bias[: 2 * H], bias[2 * H :]
    in_rz, in_n = weight_ih.T.split_with_sizes([2 * H, H], dim=1)
    of_rz, of_n = weight_hh.T.split_with_sizes([2 * H, H], dim=1)

    kept, place = (T, walk.part) if keep else (walk.length, walk.buffer)
    tape = Tape(x.new_empty(kept, B, 2 * H), x.new_empty(kept, B, H), x.new_empty(kept, B, H))
    states = walk.start(h_0)
    for span in walk.spans:
        rz_s, n_s, m_s = (place(values, span) for values in tape)
        x_rows = rows(walk.part(x, span))
        torch.addmm(bias_rz, x_rows, in_rz, out=rows(rz_s))
        torch.addmm(bias_n, x_rows, in_n, out=rows(n_s))
        r_s, z_s = rz_s.chunk(2, dim=-1)
        before = walk.states(states, span)
        forth = map(walk.forth, (rz_s, r_s, z_s, n_s, m_s))
        for rz, r, z, n, m, h_prev, h in zip(*forth, before, before[1:], strict=False):
            rz.addmm_(h_prev, of_rz).sigmoid_()
            torch.mul(r, h_prev, out=m)
            n.addmm_(m, of_n).tanh_()
            torch.lerp(n, h_prev, z, out=h)
    return states, tape


class FastGRUBefore(torch.autograd.Function):
    """`gru_step` with reset_after=False over x (T, B, I): outputs (T, B, H), last state (B, H)."""

    @staticmethod
    def forward(
        ctx: Any,
        x: Tensor,
        h_0: Tensor,
        weight_ih: Tensor,
        weight_hh: Tensor,
        bias_ih: Tensor | None,
        bias_hh: Tensor | None,
        backwards: bool,
    ) -> tuple[Tensor, Tensor]:
        """Run and keep the tape."""
        inputs = x, h_0, weight_ih, weight_hh, bias_ih, bias_hh
        ctx.walk = walk = Walk.over(x, h_0, backwards)
        states, tape = run_gru_before(*inputs, walk, keep=True)
        ctx.save_for_backward(*inputs, states, *tape)
        ctx.set_materialize_grads(False)
        return walk.after(states), walk.end(states).clone()

    @staticmethod
    def backward(
        ctx: Any, of_output: Tensor | None, of_end: Tensor | None
    ) -> tuple[Tensor | None, ...]:
        """The derivation above, span by span."""
        *inputs, states, rz, n, m = ctx.saved_tensors
        x, h_0, weight_ih, weight_hh, bias_ih, _ = inputs
        walk = ctx.walk
        if is_gradient_watched(of_output, of_end):  # as with create_graph=True
            step = partial(gru_step, reset_after=False)
            given = of_output, of_end
            return *readable_gradients(step, inputs, 1, walk.backwards, given), None
        B, H = h_0.shape
        of_rz, of_n = weight_hh[: 2 * H], weight_hh[2 * H :]
        g, arriving = walk.gradients(of_output, of_end, h_0)
        d = x.new_empty(walk.length, B, 3, H)  # blocks r, z, n
        of_hidden_rz, of_hidden_n, of_input, of_bias = None, None, None, None
        of_x = x.new_empty(x.shape) if ctx.needs_input_grad[0] else None

        for span in reversed(walk.spans):
            d_s = walk.buffer(d, span)
            before = walk.part(walk.before(states), span)
            r, z = _factors(d_s, walk.part(rz, span), walk.part(n, span), before)
            d_r, _, d_n = d_s.unbind(2)
            back = map(walk.back, (d_r, d_s[:, :, 1:], d_n, d_s[:, :, :2].flatten(2), r, z))
            early = arriving[span] if walk.backwards else arriving[span][::-1]
            for d_r_t, d_zn_t, d_n_t, d_rz_t, r_t, z_t, more in zip(*back, early, strict=True):
                d_zn_t.mul_(g.unsqueeze(1))
                of_m = d_n_t @ of_n
                d_r_t.mul_(of_m)
                g = torch.addcmul(more, g, z_t).addcmul_(of_m, r_t).addmm_(d_rz_t, of_rz)
            d_rows = rows(d_s.flatten(2))
            d_rz_rows, d_n_rows = d_rows[:, : 2 * H], d_rows[:, 2 * H :]
            of_hidden_rz = add_product(of_hidden_rz, d_rz_rows.T, rows(before))
            of_hidden_n = add_product(of_hidden_n, d_n_rows.T, rows(walk.part(m, span)))
            of_input = add_product(of_input, d_rows.T, rows(walk.part(x, span)))
            of_bias = add_rows(of_bias, d_rows)
            if of_x is not None:
                torch.mm(d_rows, weight_ih, out=rows(of_x[span]))

        assert of_hidden_rz is not None and of_hidden_n is not None  # there is one span at least
        of_hidden = torch.cat([of_hidden_rz, of_hidden_n])
        assert of_bias is not None
        of_biases = (None, None) if bias_ih is None else (of_bias, of_bias.clone())
        return of_x, g, of_input, of_hidden, *of_biases, None


def _factors(d: Tensor, rz: Tensor, n: Tensor, before: Tensor) -> tuple[Tensor, Tensor]:
    """Fill d (T, B, 3, H) with dm/da_r, dh/da_z and dh/da_n; return r and z, packed."""
    r, z = (gate.contiguous() for gate in rz.chunk(2, dim=-1))
    new = torch.rsub(z, 1)  # 1 - z, and quicker
    d_r, d_z, d_n = d.unbind(2)
    torch.addcmul(r, r, r, value=-1, out=d_r).mul_(before)  # h_prev r (1 - r)
    torch.mul(n, n, out=d_n)
    torch.addcmul(new, new, d_n, value=-1, out=d_n)  # (1 - z) (1 - n^2)
    torch.sub(before, n, out=d_z).mul_(new.mul_(z))  # (h_prev - n) z (1 - z)
    return r, z
