"""The checks of chapter 06: an LSTM within a GRU's budget, and the whole step from memory."""

from collections.abc import Callable, Iterator

import torch
from torch import Tensor

from gru_course.cells import gru_step
from gru_course.exercises.checking import exercise
from gru_course.exercises.findings import Finding, equal, same

B, I, H = 5, 3, 4
SHUT, OPEN = -800.0, 800.0  # biases at which a gate is 0 or 1 in float64


@exercise("6.2")
def check_largest_lstm(largest_lstm: Callable[[int, int], int]) -> Iterator[Finding]:
    """Check `largest_lstm(budget, I)`: the most units of an LSTM within a number of parameters."""
    budget = _parameters(88, 46, maps=3)
    yield equal(
        "of all LSTMs with 88 inputs and at most 18768 parameters the largest should be found",
        largest_lstm(budget, 88),
        36,
        {
            34: "when three quarters of the 46 units are taken; parameters grow faster than units",
            37: "when the first size that does not fit is taken, or a map has one bias, not two",
            46: "with the GRU's three maps; an LSTM has four",
        },
    )
    exact = _parameters(5, 7)
    yield equal(
        "a budget that fits exactly should be used up to the last parameter",
        largest_lstm(exact, 5),
        7,
        {6: "when the last size must stay below the budget, and may not reach it"},
    )
    yield equal(
        "with one parameter less there should be one unit less",
        largest_lstm(exact - 1, 5),
        6,
        {7: "when the result is rounded up"},
    )
    yield equal(
        "a budget too small for one unit should leave none",
        largest_lstm(10, 5),
        0,
        {1: "when the search starts at one unit, without a look whether it fits"},
    )


@exercise("6.3")
def check_my_step(my_step: Callable[..., Tensor]) -> Iterator[Finding]:
    """Check `my_step(x, h_prev, weight_ih, weight_hh, bias_ih, bias_hh)`: the new state, (B, H).

    x (B, I), h_prev (B, H), weight_ih (3H, I), weight_hh (3H, H), biases (3H,); rows r, z, n.
    """
    draw = torch.Generator().manual_seed(0)

    def random(*shape: int) -> Tensor:
        return torch.randn(shape, generator=draw, dtype=torch.float64)

    x, h_prev = random(B, I), random(B, H).tanh()
    W_ih, W_hh, b_ih, b_hh = random(3 * H, I), random(3 * H, H), random(3 * H), random(3 * H)

    def pushed(r: float, z: float) -> tuple[Tensor, ...]:
        """The arguments of a step with biases r and z of its gates."""
        bias = b_ih.clone()
        bias[:H], bias[H : 2 * H] = r, z
        return x, h_prev, W_ih, W_hh, bias, b_hh

    keeping, simple, feeding = pushed(SHUT, OPEN), pushed(OPEN, SHUT), pushed(SHUT, SHUT)
    anything = x, h_prev, W_ih, W_hh, b_ih, b_hh
    now = (x @ W_ih.T + b_ih)[:, 2 * H :]
    past, b_hn = (h_prev @ W_hh.T + b_hh)[:, 2 * H :], b_hh[2 * H :]

    yield same(
        "z = 1 should return h_prev unchanged",
        my_step(*keeping),
        h_prev,
        {
            "when z and 1 - z are swapped, or the candidate is all": now.tanh(),
            "when the rows of r and z are swapped": gru_step(*simple).h,
            "without the sigmoid of the gates": _without_sigmoids(*keeping),
        },
    )
    yield same(
        "z = 0 and r = 1 should make it one step of torch.nn.RNNCell",
        my_step(*simple),
        (now + past).tanh(),
        {
            "without the tanh": now + past,
            "with a sigmoid in the tanh's place": (now + past).sigmoid(),
            "when r does not open for the past": now.tanh(),
            "without b_hn": (now + past - b_hn).tanh(),
        },
    )
    yield same(
        "z = 0 and r = 0 should leave the input alone, whatever h_prev is",
        my_step(*feeding),
        now.tanh(),
        {
            "without r": (now + past).tanh(),
            "when b_hn is outside of what r scales, as with r before the product": (
                now + b_hn
            ).tanh(),
            "when r scales the input and not the past": past.tanh(),
        },
    )
    wanted = gru_step(*anything)
    yield same(
        "with gates in between it should be one step of torch.nn.GRUCell",
        my_step(*anything),
        wanted.h,
        {
            "when r multiplies h_prev before the product, with b_hn": _before_with_bias(*anything),
            "when r's gate stands in z's place too": torch.lerp(wanted.n, h_prev, wanted.r),
            "when the gates hear the input alone": _deaf_to_the_state(*anything),
        },
    )


def _parameters(inputs: int, units: int, *, maps: int = 4) -> int:
    return maps * (units * inputs + units * units + 2 * units)


def _before_with_bias(
    x: Tensor, h_prev: Tensor, W_ih: Tensor, W_hh: Tensor, b_ih: Tensor, b_hh: Tensor
) -> Tensor:
    """A step whose r multiplies h_prev before the product, and b_hn as well."""
    r, z, _, _ = gru_step(x, h_prev, W_ih, W_hh, b_ih, b_hh)
    now, b_hn = (x @ W_ih.T + b_ih)[:, 2 * H :], b_hh[2 * H :]
    n = torch.tanh(now + (r * h_prev) @ W_hh[2 * H :].T + r * b_hn)
    return torch.lerp(n, h_prev, z)


def _without_sigmoids(
    x: Tensor, h_prev: Tensor, W_ih: Tensor, W_hh: Tensor, b_ih: Tensor, b_hh: Tensor
) -> Tensor:
    a_r, a_z, _ = (x @ W_ih.T + b_ih + h_prev @ W_hh.T + b_hh).chunk(3, dim=-1)
    now, past = (x @ W_ih.T + b_ih)[:, 2 * H :], (h_prev @ W_hh.T + b_hh)[:, 2 * H :]
    return (1 - a_z) * torch.tanh(now + a_r * past) + a_z * h_prev


def _deaf_to_the_state(
    x: Tensor, h_prev: Tensor, W_ih: Tensor, W_hh: Tensor, b_ih: Tensor, b_hh: Tensor
) -> Tensor:
    """A step whose r and z do not hear h_prev; both their biases count."""
    deaf = W_hh.clone()
    deaf[: 2 * H] = 0
    return gru_step(x, h_prev, W_ih, deaf, b_ih, b_hh).h
