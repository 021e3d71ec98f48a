"""The checks of chapter 01: where a unit settles, and a network that reads a sequence."""

import math
from collections.abc import Callable, Iterator
from numbers import Real

import torch
from torch import Tensor

from gru_course.exercises.checking import exercise
from gru_course.exercises.findings import Finding, same, that

B, T, I, H = 2, 3, 5, 4
FIRST = math.tanh(1)  # the state after the pulse
SILENCE = 999  # steps; an odd number, at which a negative u shows its sign


@exercise("1.2", function=False)
def check_settling_weight(u: Real | Tensor) -> Iterator[Finding]:
    """Check the u with which h = tanh(u h) settles at half of its first state, tanh(1)."""
    one = isinstance(u, Real) or (isinstance(u, Tensor) and u.numel() == 1)
    yield that(one, "u should be one number", f"yours is a {type(u).__name__}")
    left = _settled(float(u))
    yield that(
        abs(left) > 0.05,
        f"something should be left of the state after {SILENCE} silent steps",
        f"with u = {float(u):.4g} it is {left:.3f}. With a u from -1 to 1 every state fades",
    )
    yield same(
        "the state should settle at half of the first, .3808",
        left,
        FIRST / 2,
        {
            "when it is to settle at 1/2, and not at half of tanh(1)": _settled(
                math.atanh(0.5) / 0.5
            ),
            "when it is to stay at its whole first state": FIRST,
            "with a negative u, which turns the sign at each step": -FIRST / 2,
        },
        tolerance=1e-3,
    )


@exercise("1.3")
def check_read_sequence(read_sequence: Callable[..., Tensor]) -> Iterator[Finding]:
    """Check `read_sequence(x, weight_ih, weight_hh, bias_ih, bias_hh)`: the last state, (B, H).

    x (B, T, I), weight_ih (H, I), weight_hh (H, H), biases (H,).
    """
    draw = torch.Generator().manual_seed(0)

    def random(*shape: int) -> Tensor:
        return torch.randn(shape, generator=draw, dtype=torch.float64)

    x = random(B, T, I)
    W_ih, W_hh, b_ih, b_hh = weights = random(H, I), random(H, H), random(H), random(H)
    heard = x @ W_ih.T + b_ih
    wanted = _states(heard, W_hh, b_hh)

    yield same(
        "a sequence of one step should be one step from a state of zeros",
        read_sequence(x[:, :1], *weights),
        wanted[:, 0],
        {
            "without the tanh": heard[:, 0] + b_hh,
            "without bias_hh, which counts although the state is 0": heard[:, 0].tanh(),
            "when the state starts from ones": _states(
                heard, W_hh, b_hh, start=torch.ones(B, H).double()
            )[:, 0],
            "when the states of all steps are returned": wanted[:, :1],
        },
    )
    yield same(
        f"of {T} steps the last state should be returned, and each step go on from the one before",
        read_sequence(x, *weights),
        wanted[:, -1],
        {
            "when the first state is returned": wanted[:, 0],
            "when every step starts from zeros": (heard[:, -1] + b_hh).tanh(),
            "when the states of all steps are returned": wanted,
            "when the state of the sequence before is left in place": _states(
                heard, W_hh, b_hh, start=wanted[:, 0]
            )[:, -1],
            "when the loop runs over the batch, the first axis": _states(
                heard.transpose(0, 1), W_hh, b_hh
            )[:, -1],
            "when the steps are read from the end": _states(heard.flip(1), W_hh, b_hh)[:, -1],
            "without the transpose of weight_hh": _states(heard, W_hh.T, b_hh)[:, -1],
        },
    )


def _settled(u: float) -> float:
    state = FIRST
    for _ in range(SILENCE):
        state = math.tanh(u * state)
    return state


def _states(heard: Tensor, W_hh: Tensor, b_hh: Tensor, start: Tensor | None = None) -> Tensor:
    """All states (B, T, H) of what was heard of the inputs, (B, T, H)."""
    states = [torch.zeros_like(heard[:, 0]) if start is None else start]
    for heard_now in heard.unbind(1):
        states.append(torch.tanh(heard_now + states[-1] @ W_hh.T + b_hh))
    return torch.stack(states[1:], dim=1)
