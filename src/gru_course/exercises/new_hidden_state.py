"""The checks of chapter 05: a gate for an average of a given age, and what a state is made of."""

import math
from collections.abc import Callable, Iterator

import torch
from torch import Tensor

from gru_course.exercises.checking import exercise
from gru_course.exercises.findings import Finding, same

T = 6


@exercise("5.2")
def check_gate_for_mean_lag(gate_for_mean_lag: Callable[[float], float]) -> Iterator[Finding]:
    """Check `gate_for_mean_lag(lag)`: the z whose running average is `lag` steps old on average."""
    yield same(
        "a lag of 7 should ask for the z whose sum of k (1 - z) z^k over all k is 7",
        gate_for_mean_lag(7),
        7 / 8,
        {
            "when the newest input counts one seventh": 6 / 7,
            "when half of the state is to be left after 7 steps": 0.5 ** (1 / 7),
            "when a share of 1/e is to be left after 7 steps": math.exp(-1 / 7),
            "when 1 - z keeps": 1 / 8,
        },
        tolerance=1e-4,
    )
    yield same(
        "a lag of 1 should ask for z = 1/2",
        gate_for_mean_lag(1),
        0.5,
        {"when every lag gets the z of a lag of 7": 7 / 8},
        tolerance=1e-4,
    )
    yield same(
        "a lag of 0 should ask for z = 0: the state is the newest input",
        gate_for_mean_lag(0),
        0.0,
        {"when z = 1, a state that hears no input at all": 1.0},
        tolerance=1e-4,
    )


@exercise("5.3")
def check_shares(shares: Callable[[Tensor], Tensor]) -> Iterator[Finding]:
    """Check `shares(z)`: the share of each candidate in the last state, (T,), of gates z (T,)."""
    draw = torch.Generator().manual_seed(0)
    still = torch.full((T,), 0.75, dtype=torch.float64)
    moving = torch.rand(T, generator=draw, dtype=torch.float64)
    closing = moving.clone()
    closing[3] = 0

    for should, z in (
        ("a gate that stands still should give (1 - z) z^k to what came k steps before", still),
        ("a gate that moves should keep each candidate by the gates after it", moving),
    ):
        kept = _kept(z)
        yield same(
            should,
            shares(z.clone()),
            (1 - z) * kept,
            {
                "when the newest comes first, or the gates before a candidate are multiplied": (
                    ((1 - z) * kept).flip(0)
                ),
                "when they are made to sum to 1; the rest is the share of h_0": (
                    (1 - z) * kept / ((1 - z) * kept).sum()
                ),
                "without 1 - z, by which a candidate enters": kept,
                "when a candidate's own gate keeps it once more": (1 - z) * kept * z,
                "when z and 1 - z are swapped": z * _kept(1 - z),
                "when the last gate is taken for all": (1 - z[-1]) * _kept(z[-1].expand(T)),
            },
        )
    yield same(
        "z = 0 at one step should leave nothing of the candidates before it",
        shares(closing.clone()),
        (1 - closing) * _kept(closing),
    )
    yield same(
        "z = 1 at every step should leave no share to any candidate: the state is h_0",
        shares(torch.ones_like(still)),
        torch.zeros_like(still),
    )
    yield same(
        "one step should give its candidate 1 - z",
        shares(still[:1].clone()),
        1 - still[:1],
    )


def _kept(z: Tensor) -> Tensor:
    """The product of the gates after each step, (T,)."""
    return torch.cat([z[1:], torch.ones_like(z[:1])]).flip(0).cumprod(0).flip(0)
