"""A simple RNN over time with a hand-derived backward pass.

One step back is: given g = dL/dh and a for what stands inside the tanh (or the ReLU),

    dL/da = g (1 - h^2)   (ReLU: g where h > 0)        dL/dh_prev = dL/da W_hh
"""

from functools import partial
from itertools import pairwise
from typing import Any

import torch
from torch import Tensor

from gru_course.cells import rnn_step
from gru_course.layers.fast.time_walk import (
    Walk,
    add_product,
    add_rows,
    needs_graph,
    readable_gradients,
    rows,
)
from gru_course.layers.fast_path import is_gradient_watched


def rnn_over_time(
    x: Tensor,
    h_0: Tensor,
    weight_ih: Tensor,
    weight_hh: Tensor,
    bias_ih: Tensor | None,
    bias_hh: Tensor | None,
    *,
    nonlinearity: str = "tanh",
    backwards: bool = False,
) -> tuple[Tensor, Tensor]:
    """`rnn_step` over time: the outputs (T, B, H) and the last state (B, H).

    Shapes: x (T, B, I), h_0 (B, H), weights and biases as in `rnn_step`, biases may be None.
    `backwards` runs from the last time step to the first.
    """
    inputs = x, h_0, weight_ih, weight_hh, bias_ih, bias_hh
    if needs_graph(*inputs):
        return FastRNN.apply(*inputs, backwards, nonlinearity)
    walk = Walk.over(x, h_0, backwards)
    states = run_rnn(*inputs, walk, nonlinearity)
    return walk.after(states), walk.end(states).clone()


def run_rnn(
    x: Tensor,
    h_0: Tensor,
    weight_ih: Tensor,
    weight_hh: Tensor,
    bias_ih: Tensor | None,
    bias_hh: Tensor | None,
    walk: Walk,
    nonlinearity: str,
) -> Tensor:
    """All states (T + 1, B, H): they are all that the way back needs."""
    bias = x.new_zeros(h_0.shape[-1]) if bias_ih is None or bias_hh is None else bias_ih + bias_hh
    bend = {"tanh": torch.tanh_, "relu": torch.relu_}[nonlinearity]
    of_h = weight_hh.T
    states = walk.start(h_0)
    for span in walk.spans:
        here = walk.part(walk.after(states), span)
        torch.addmm(bias, rows(walk.part(x, span)), weight_ih.T, out=rows(here))
        before = walk.states(states, span)
        for h_prev, h in pairwise(before):
            bend(h.addmm_(h_prev, of_h))
    return states


class FastRNN(torch.autograd.Function):
    """`rnn_step` over the time of x (T, B, I): outputs (T, B, H) and the last state (B, H)."""

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
        nonlinearity: str,
    ) -> tuple[Tensor, Tensor]:
        """Run and keep the states."""
        inputs = x, h_0, weight_ih, weight_hh, bias_ih, bias_hh
        ctx.walk = walk = Walk.over(x, h_0, backwards)
        states = run_rnn(*inputs, walk, nonlinearity)
        ctx.save_for_backward(*inputs, states)
        ctx.set_materialize_grads(False)
        ctx.nonlinearity = nonlinearity
        return walk.after(states), walk.end(states).clone()

    @staticmethod
    def backward(
        ctx: Any, of_output: Tensor | None, of_end: Tensor | None
    ) -> tuple[Tensor | None, ...]:
        """The derivation above, span by span."""
        *inputs, states = ctx.saved_tensors
        x, h_0, weight_ih, weight_hh, bias_ih, _ = inputs
        walk = ctx.walk
        if is_gradient_watched(of_output, of_end):  # as with create_graph=True
            step = partial(rnn_step, nonlinearity=ctx.nonlinearity)
            given = of_output, of_end
            return *readable_gradients(step, inputs, 1, walk.backwards, given), None, None
        g, arriving = walk.gradients(of_output, of_end, h_0)
        of_hidden, of_input, of_bias = None, None, None
        of_x = x.new_empty(x.shape) if ctx.needs_input_grad[0] else None

        for span in reversed(walk.spans):
            d = _factors(walk.part(walk.after(states), span), ctx.nonlinearity)
            early = arriving[span] if walk.backwards else arriving[span][::-1]
            for d_t, more in zip(walk.back(d), early, strict=True):
                g = torch.addmm(more, d_t.mul_(g), weight_hh)
            d_rows = rows(d)
            of_hidden = add_product(of_hidden, d_rows.T, rows(walk.part(walk.before(states), span)))
            of_input = add_product(of_input, d_rows.T, rows(walk.part(x, span)))
            of_bias = add_rows(of_bias, d_rows)
            if of_x is not None:
                torch.mm(d_rows, weight_ih, out=rows(of_x[span]))

        assert of_bias is not None  # there is one span at least
        of_biases = (None, None) if bias_ih is None else (of_bias, of_bias.clone())
        return of_x, g, of_input, of_hidden, *of_biases, None, None


def _factors(h: Tensor, nonlinearity: str) -> Tensor:
    """The derivative of h by a: what `nonlinearity` bends, told by its outcome."""
    return torch.rsub(h * h, 1) if nonlinearity == "tanh" else (h > 0).to(h.dtype)
