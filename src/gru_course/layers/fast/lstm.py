"""An LSTM over time with a hand-derived backward pass.

With u for tanh(c), one step back is: given g = dL/dh and k = dL/dc as it comes from the next step,

    k      += g o (1 - u^2)
    dL/da_i = k g_t i (1 - i)            dL/da_f = k c_prev f (1 - f)
    dL/da_g = k i (1 - g_t^2)            dL/da_o = g u o (1 - o)
    dL/dc_prev = k f                     dL/dh_prev = (dL/da_i, dL/da_f, dL/da_g, dL/da_o) W_hh

where g_t is the candidate. Two gradients travel, one of them never through a matrix.
"""

from typing import Any, NamedTuple

import torch
from torch import Tensor

from gru_course.cells import lstm_step
from gru_course.layers.fast.time_walk import (
    Walk,
    add_product,
    add_rows,
    needs_graph,
    readable_gradients,
    rows,
)
from gru_course.layers.fast_path import is_gradient_watched


def lstm_over_time(
    x: Tensor,
    h_0: Tensor,
    c_0: Tensor,
    weight_ih: Tensor,
    weight_hh: Tensor,
    bias_ih: Tensor | None,
    bias_hh: Tensor | None,
    *,
    backwards: bool = False,
) -> tuple[Tensor, Tensor, Tensor]:
    """`lstm_step` over time: the outputs (T, B, H), and the last h and c (B, H).

    Shapes: x (T, B, I), h_0 and c_0 (B, H), weights and biases as in `lstm_step`, biases may be
    None. `backwards` runs from the last time step to the first.
    """
    inputs = x, h_0, c_0, weight_ih, weight_hh, bias_ih, bias_hh
    if needs_graph(*inputs):
        return FastLSTM.apply(*inputs, backwards)
    walk = Walk.over(x, h_0, backwards)
    hs, cs, _ = run_lstm(*inputs, walk, keep=False)
    return walk.after(hs), walk.end(hs).clone(), walk.end(cs).clone()


class Tape(NamedTuple):
    """What the way back reads, beside the cell states."""

    ifog: Tensor  # (T, B, 4H): the three gates, then the candidate
    u: Tensor  # (T, B, H): tanh of the cell state


def run_lstm(
    x: Tensor,
    h_0: Tensor,
    c_0: Tensor,
    weight_ih: Tensor,
    weight_hh: Tensor,
    bias_ih: Tensor | None,
    bias_hh: Tensor | None,
    walk: Walk,
    keep: bool,
) -> tuple[Tensor, Tensor, Tape]:
    """All hidden and cell states, each (T + 1, B, H), and the tape as in `layers.fast.gru`."""
    T, (B, H) = x.shape[0], h_0.shape
    bias = x.new_zeros(4 * H) if bias_ih is None or bias_hh is None else bias_ih + bias_hh
    bias, of_x, of_h = (_gates_first(values) for values in (bias, weight_ih, weight_hh))

    kept, place = (T, walk.part) if keep else (walk.length, walk.buffer)
    tape = Tape(x.new_empty(kept, B, 4 * H), x.new_empty(kept, B, H))
    hs, cs = walk.start(h_0), walk.start(c_0)
    for span in walk.spans:
        ifog_s, u_s = (place(values, span) for values in tape)
        torch.addmm(bias, rows(walk.part(x, span)), of_x.T, out=rows(ifog_s))
        h_s, c_s = walk.states(hs, span), walk.states(cs, span)
        i_s, f_s, o_s, g_s = ifog_s.chunk(4, dim=-1)
        forth = map(walk.forth, (ifog_s, ifog_s[..., : 3 * H], i_s, f_s, o_s, g_s, u_s))
        states = h_s, h_s[1:], c_s, c_s[1:]
        for ifog, gates, i, f, o, g, u, h_prev, h, c_prev, c in zip(*forth, *states, strict=False):
            ifog.addmm_(h_prev, of_h.T)
            gates.sigmoid_()
            g.tanh_()
            torch.mul(f, c_prev, out=c).addcmul_(i, g)
            torch.tanh(c, out=u)
            torch.mul(o, u, out=h)
    return hs, cs, tape


class FastLSTM(torch.autograd.Function):
    """`lstm_step` over the time of x (T, B, I): outputs (T, B, H), and last h and c (B, H)."""

    @staticmethod
    def forward(
        ctx: Any,
        x: Tensor,
        h_0: Tensor,
        c_0: Tensor,
        weight_ih: Tensor,
        weight_hh: Tensor,
        bias_ih: Tensor | None,
        bias_hh: Tensor | None,
        backwards: bool,
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Run and keep the tape."""
        inputs = x, h_0, c_0, weight_ih, weight_hh, bias_ih, bias_hh
        ctx.walk = walk = Walk.over(x, h_0, backwards)
        hs, cs, tape = run_lstm(*inputs, walk, keep=True)
        ctx.save_for_backward(*inputs, hs, cs, *tape)
        ctx.set_materialize_grads(False)
        return walk.after(hs), walk.end(hs).clone(), walk.end(cs).clone()

    @staticmethod
    def backward(
        ctx: Any, of_output: Tensor | None, of_h_end: Tensor | None, of_c_end: Tensor | None
    ) -> tuple[Tensor | None, ...]:
        """The derivation above, span by span."""
        *inputs, hs, cs, ifog, u = ctx.saved_tensors
        x, h_0, _, weight_ih, weight_hh, bias_ih, _ = inputs
        walk = ctx.walk
        if is_gradient_watched(of_output, of_h_end, of_c_end):  # as with create_graph=True
            given = of_output, of_h_end, of_c_end
            return *readable_gradients(lstm_step, inputs, 2, walk.backwards, given), None
        B, H = h_0.shape
        g, arriving = walk.gradients(of_output, of_h_end, h_0)
        k = torch.zeros_like(h_0) if of_c_end is None else of_c_end.clone()
        over_gates = k.unsqueeze(1)  # (B, 1, H)
        d = x.new_empty(walk.length, B, 4, H)  # blocks i, f, g, o
        of_hidden, of_input, of_bias = None, None, None
        of_x = x.new_empty(x.shape) if ctx.needs_input_grad[0] else None

        for span in reversed(walk.spans):
            d_s = walk.buffer(d, span)
            c_prev = walk.part(walk.before(cs), span)
            f, c_by_h = _factors(d_s, walk.part(ifog, span), walk.part(u, span), c_prev)
            back = map(walk.back, (d_s[:, :, :3], d_s[:, :, 3], d_s.flatten(2), f, c_by_h))
            early = arriving[span] if walk.backwards else arriving[span][::-1]
            for d_ifg, d_o, d_all, f_t, c_by_h_t, more in zip(*back, early, strict=True):
                k.addcmul_(g, c_by_h_t)
                d_ifg.mul_(over_gates)
                d_o.mul_(g)
                k.mul_(f_t)
                g = torch.addmm(more, d_all, weight_hh)
            d_rows = rows(d_s.flatten(2))
            of_hidden = add_product(of_hidden, d_rows.T, rows(walk.part(walk.before(hs), span)))
            of_input = add_product(of_input, d_rows.T, rows(walk.part(x, span)))
            of_bias = add_rows(of_bias, d_rows)
            if of_x is not None:
                torch.mm(d_rows, weight_ih, out=rows(of_x[span]))

        assert of_bias is not None  # there is one span at least
        of_biases = (None, None) if bias_ih is None else (of_bias, of_bias.clone())
        return of_x, g, k, of_input, of_hidden, *of_biases, None


def _gates_first(values: Tensor) -> Tensor:
    """Rows i, f, g, o as i, f, o, g: the three sigmoids side by side are one call."""
    i_f, g, o = values.split([len(values) // 2, len(values) // 4, len(values) // 4])
    return torch.cat([i_f, o, g])


def _factors(d: Tensor, ifog: Tensor, u: Tensor, c_prev: Tensor) -> tuple[Tensor, Tensor]:
    """Fill d (T, B, 4, H) with what g or k is multiplied by; return f and dh/dc, both packed."""
    i, f, o, g = ifog.chunk(4, dim=-1)
    f = f.contiguous()
    d_i, d_f, d_g, d_o = d.unbind(2)
    torch.addcmul(i, i, i, value=-1, out=d_i).mul_(g)  # g_t i (1 - i)
    torch.addcmul(f, f, f, value=-1, out=d_f).mul_(c_prev)  # c_prev f (1 - f)
    torch.mul(g, g, out=d_g)
    torch.addcmul(i, i, d_g, value=-1, out=d_g)  # i (1 - g_t^2)
    torch.addcmul(o, o, o, value=-1, out=d_o).mul_(u)  # u o (1 - o)
    return f, torch.addcmul(o, o, u * u, value=-1)
