"""The check of chapter 10, the way back to the update gate, and the chapter's faulty colleague."""

from collections.abc import Callable, Iterator

import torch
from torch import Tensor

from gru_course.exercises.checking import exercise
from gru_course.exercises.findings import Finding, same

B, H = 5, 4


@exercise("10.1")
def check_to_update_gate(to_update_gate: Callable[..., Tensor]) -> Iterator[Finding]:
    """Check `to_update_gate(g, n, z, h_prev)`: dL/da_z of h = (1 - z) n + z h_prev; all (B, H)."""
    draw = torch.Generator().manual_seed(0)
    g, a_z, n, h_prev = torch.randn(4, B, H, generator=draw, dtype=torch.float64)
    n, h_prev, z = n.tanh(), h_prev.tanh(), a_z.sigmoid()
    half, zero, one = (torch.full_like(z, value) for value in (0.5, 0.0, 1.0))

    yield same(
        "where n and h_prev agree, z may be anything: the gradient should be 0",
        to_update_gate(g, n, half, n),
        zero,
        {
            "with the sum of n and h_prev in the place of their difference": g * n / 2,
            "when the way through n alone counts": -g * n / 4,
            "when the way through h_prev alone counts": g * n / 4,
            "when the way through n alone counts, without the sigmoid": -g * n,
            "when the way through h_prev alone counts, without the sigmoid": g * n,
        },
    )
    apart = g * (h_prev - n)
    yield same(
        "at z = 1/2 the sigmoid should let a quarter through of what (10.1) hands to z",
        to_update_gate(g, n, half, h_prev),
        apart / 4,
        {
            "when n and h_prev change places": -apart / 4,
            "without the sigmoid's derivative": apart,
            "with z in the place of z (1 - z)": apart / 2,
            "with the derivative of a tanh, 1 - z z": apart * 3 / 4,
            "when g is left out": (h_prev - n) / 4,
        },
    )
    for value, end in ((0, zero), (1, one)):
        yield same(
            f"at z = {value} the sigmoid is flat, and nothing should come through",
            to_update_gate(g, n, end, h_prev),
            zero,
        )
    a_z.requires_grad_()
    h = (1 - a_z.sigmoid()) * n + a_z.sigmoid() * h_prev
    yield same(
        "for any z it should be autograd's",
        to_update_gate(g, n, z, h_prev),
        torch.autograd.grad(h, a_z, g)[0],
        {
            "when z is squashed once more": apart * z.sigmoid() * (1 - z.sigmoid()),
            "when the factor is a quarter for every z": apart / 4,
        },
        tolerance=1e-12,
    )


def colleagues_back(factors: Tensor, zs: Tensor, of_output: Tensor, W_hh: Tensor) -> Tensor:
    """A backward pass with a fault, for exercise 10.2: find it before you read on.

    factors (T, B, 4, H), zs and of_output (T, B, H), W_hh (3H, H); returns what the chapter's
    `back` returns: dL/da_r, dL/da_z, dL/dq and dL/da_n of all steps, (T, B, 4, H).
    """
    two_thirds = W_hh.unflatten(0, (3, -1))[[0, 2]].flatten(0, 1)
    d = torch.empty_like(factors)
    g = torch.zeros_like(zs[0])
    for t in reversed(range(len(zs))):
        g = g + of_output[t]
        d[t] = factors[t] * g[:, None]
        g = g * zs[t] + d[t, :, [0, 2]].flatten(1) @ two_thirds
    return d
