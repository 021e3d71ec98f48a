"""The check of chapter 02: a candidate whose past the reset gate scales."""

from collections.abc import Callable, Iterator

import torch
from torch import Tensor

from gru_course.exercises.checking import exercise
from gru_course.exercises.findings import Finding, same

B, I, H = 5, 3, 4


@exercise("2.2")
def check_candidate(candidate: Callable[..., Tensor]) -> Iterator[Finding]:
    """Check `candidate(x, h_prev, r, W_in, b_in, W_hn, b_hn)`: what may be written, (B, H).

    x (B, I), h_prev and r (B, H), W_in (H, I), W_hn (H, H), b_in and b_hn (H,).
    """
    draw = torch.Generator().manual_seed(0)

    def random(*shape: int) -> Tensor:
        return torch.randn(shape, generator=draw, dtype=torch.float64)

    x, h_prev, r = random(B, I), random(B, H).tanh(), random(B, H).sigmoid()
    W_in, b_in, W_hn, b_hn = weights = random(H, I), random(H), random(H, H), random(H)
    one, zero = torch.ones_like(r), torch.zeros_like(r)
    now, past = x @ W_in.T + b_in, h_prev @ W_hn.T + b_hn

    yield same(
        "r = 1 should make it one step of torch.nn.RNNCell",
        candidate(x, h_prev, one, *weights),
        torch.tanh(now + past),
        {
            "without the tanh": now + past,
            "with a sigmoid in the tanh's place": torch.sigmoid(now + past),
            "without b_hn": torch.tanh(now + past - b_hn),
        },
    )
    yield same(
        "r = 0 should leave the input alone, whatever h_prev is",
        candidate(x, h_prev, zero, *weights),
        torch.tanh(now),
        {
            "when r scales the input and not the past": torch.tanh(past),
            "when b_hn stands outside of what r scales": torch.tanh(now + b_hn),
        },
    )
    yield same(
        "an r between 0 and 1 should scale the past unit by unit, after the product",
        candidate(x, h_prev, r, *weights),
        torch.tanh(now + r * past),
        {
            "when r multiplies h_prev before the product": torch.tanh(
                now + (r * h_prev) @ W_hn.T + r * b_hn
            ),
            "when r is squashed by another sigmoid": torch.tanh(now + r.sigmoid() * past),
        },
    )
