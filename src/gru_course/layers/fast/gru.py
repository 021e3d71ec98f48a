"""A GRU over time with a hand-derived backward pass; r multiplies after the product (PyTorch).

With a_r, a_z, a_n for what stands inside the sigmoids and the tanh, and q for W_hn h_prev + b_hn,
one step back is: given g = dL/dh,

    dL/da_n = g (1 - z) (1 - n^2)        dL/da_z = g (h_prev - n) z (1 - z)
    dL/dq   = dL/da_n r                  dL/da_r = dL/da_n q r (1 - r)
    dL/dh_prev = g z + (dL/da_r, dL/da_z, dL/dq) W_hh

All factors beside g are known before the way back begins, so they are made for a whole span at
once; what is left for each step is one product by g, one by z and one matrix product.
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


def gru_over_time(
    x: Tensor,
    h_0: Tensor,
    weight_ih: Tensor,
    weight_hh: Tensor,
    bias_ih: Tensor | None,
    bias_hh: Tensor | None,
    *,
    backwards: bool = False,
) -> tuple[Tensor, Tensor]:
    """`gru_step` over time: the outputs (T, B, H) and the last state (B, H).

    Shapes: x (T, B, I), h_0 (B, H), weights and biases as in `gru_step`, biases may be None.
    `backwards` runs from the last time step to the first.
    """
    inputs = x, h_0, weight_ih, weight_hh, bias_ih, bias_hh
    if needs_graph(*inputs):
        return FastGRU.apply(*inputs, backwards)
    walk = Walk.over(x, h_0, backwards)
    states, _ = run_gru(*inputs, walk, keep=False)
    return walk.after(states), walk.end(states).clone()


class Tape(NamedTuple):
    """What the way back reads."""

    rz: Tensor  # (T, B, 2H): reset gate and update gate
    n: Tensor  # (T, B, H): candidate
    q: Tensor  # (T, B, H): the candidate's hidden part, before r


def run_gru(
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
    if bias_ih is None or bias_hh is None:
        bias_ih = bias_hh = x.new_zeros(3 * H)
    rz_n = [2 * H, H]
    (bias_rz, bias_n), (more_rz, bias_q) = (b.split_with_sizes(rz_n) for b in (bias_ih, bias_hh))
    bias_rz = bias_rz + more_rz
    in_rz, in_n = weight_ih.T.split_with_sizes(rz_n, dim=1)
    of_rz, of_n = weight_hh.T.split_with_sizes(rz_n, dim=1)

    kept, place = (T, walk.part) if keep else (walk.length, walk.buffer)
    tape = Tape(x.new_empty(kept, B, 2 * H), x.new_empty(kept, B, H), x.new_empty(kept, B, H))
    states = walk.start(h_0)
    for span in walk.spans:
        rz_s, n_s, q_s = (place(values, span) for values in tape)
        x_rows = rows(walk.part(x, span))
        torch.addmm(bias_rz, x_rows, in_rz, out=rows(rz_s))
        torch.addmm(bias_n, x_rows, in_n, out=rows(n_s))
        q_s.copy_(bias_q)
        r_s, z_s = rz_s.chunk(2, dim=-1)
        before = walk.states(states, span)
        forth = map(walk.forth, (rz_s, r_s, z_s, n_s, q_s))
        for rz, r, z, n, q, h_prev, h in zip(*forth, before, before[1:], strict=False):
            rz.addmm_(h_prev, of_rz).sigmoid_()
            q.addmm_(h_prev, of_n)
            n.addcmul_(r, q).tanh_()
            torch.lerp(n, h_prev, z, out=h)
    return states, tape


class FastGRU(torch.autograd.Function):
    """`gru_step` over the time of x (T, B, I): outputs (T, B, H) and the last state (B, H).

    Taught in chapter 10.
    """

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
        states, tape = run_gru(*inputs, walk, keep=True)
        ctx.save_for_backward(*inputs, states, *tape)
        ctx.set_materialize_grads(False)
        return walk.after(states), walk.end(states).clone()

    @staticmethod
    def backward(
        ctx: Any, of_output: Tensor | None, of_end: Tensor | None
    ) -> tuple[Tensor | None, ...]:
        """The derivation above, span by span."""
        *inputs, states, rz, n, q = ctx.saved_tensors
        x, h_0, weight_ih, weight_hh, bias_ih, _ = inputs
        walk = ctx.walk
        if is_gradient_watched(of_output, of_end):  # as with create_graph=True
            step = partial(gru_step, reset_after=True)
            given = of_output, of_end
            return *readable_gradients(step, inputs, 1, walk.backwards, given), None
        B, H = h_0.shape
        g, arriving = walk.gradients(of_output, of_end, h_0)
        g_next = torch.empty_like(g)
        over_gates, over_gates_next = g.unsqueeze(1), g_next.unsqueeze(1)  # (B, 1, H)
        # Blocks q, r, z, n: the first three meet the hidden weights, the last three the input's.
        of_qrz = weight_hh.roll(H, 0)
        d = x.new_empty(walk.length, B, 4, H)
        of_hidden, of_input, of_bias = None, None, None
        of_x = x.new_empty(x.shape) if ctx.needs_input_grad[0] else None

        for span in reversed(walk.spans):
            d_s = walk.buffer(d, span)
            before = walk.part(walk.before(states), span)
            rz_s, n_s, q_s = (walk.part(values, span) for values in (rz, n, q))
            z = _factors(d_s, rz_s, n_s, q_s, before)
            d_rows = rows(d_s.flatten(2))
            d_hidden, d_input = d_rows[:, : 3 * H], d_rows[:, H:]
            d_qrz = d_hidden.view(-1, B, 3 * H)
            back = map(walk.back, (d_s, d_qrz, z))
            early = arriving[span] if walk.backwards else arriving[span][::-1]
            for d_t, d_qrz_t, z_t, more in zip(*back, early, strict=True):
                d_t.mul_(over_gates)
                torch.addcmul(more, g, z_t, out=g_next).addmm_(d_qrz_t, of_qrz)
                g, g_next = g_next, g
                over_gates, over_gates_next = over_gates_next, over_gates
            x_rows = rows(walk.part(x, span))
            of_hidden = add_product(of_hidden, d_hidden.T, rows(before))
            of_input = add_product(of_input, d_input.T, x_rows)
            of_bias = add_rows(of_bias, d_rows)
            if of_x is not None:
                torch.mm(d_input, weight_ih, out=rows(of_x[span]))

        assert of_hidden is not None and of_bias is not None  # there is one span at least
        of_biases = of_bias[H:], of_bias[: 3 * H].roll(-H, 0)  # back to r, z, n and r, z, q
        if bias_ih is None:
            of_biases = None, None
        return of_x, g, of_input, of_hidden.roll(-H, 0), *of_biases, None


def _factors(d: Tensor, rz: Tensor, n: Tensor, q: Tensor, before: Tensor) -> Tensor:
    """Fill d (T, B, 4, H) with dh/dq, dh/da_r, dh/da_z and dh/da_n; return z, packed."""
    r, z = rz.chunk(2, dim=-1)
    z = z.contiguous()
    new = torch.rsub(z, 1)  # 1 - z, and quicker
    d_q, d_r, d_z, d_n = d.unbind(2)
    torch.mul(n, n, out=d_n)
    torch.addcmul(new, new, d_n, value=-1, out=d_n)  # (1 - z) (1 - n^2)
    torch.mul(d_n, r, out=d_q)
    torch.addcmul(q, q, r, value=-1, out=d_r).mul_(d_q)  # q (1 - r) dh/dq
    torch.sub(before, n, out=d_z).mul_(new.mul_(z))  # (h_prev - n) z (1 - z)
    return z
