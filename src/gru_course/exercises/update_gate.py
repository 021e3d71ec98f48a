"""The checks of chapter 03: a bias for a half-life, and a GRU whose z has changed its sign."""

import math
from collections.abc import Callable, Iterator

import torch
from torch import Tensor

from gru_course.exercises.checking import exercise
from gru_course.exercises.findings import Finding, same


@exercise("3.2")
def check_bias_for_half_life(bias_for_half_life: Callable[[float], float]) -> Iterator[Finding]:
    """Check `bias_for_half_life(steps)`: the bias of z that keeps half for so many steps."""
    yield same(
        "half after one step should ask for z = 1/2, and so for a bias of 0",
        bias_for_half_life(1),
        0.0,
        {
            "when z is handed in, and not its bias": 0.5,
            "with the logarithm in the logit's place": math.log(0.5),
        },
        tolerance=1e-4,
    )
    z = 0.5 ** (1 / 100)
    yield same(
        "half after 100 steps should ask for a bias of 4.97",
        bias_for_half_life(100),
        math.log(z / (1 - z)),
        {
            "when 1 - z keeps": math.log((1 - z) / z),
            "when z is 1 - 1/steps, after which a share of 1/e is left": math.log(99),
        },
        tolerance=1e-4,
    )


@exercise("3.3")
def check_convert_update_gate(convert: Callable[[Tensor], Tensor]) -> Iterator[Finding]:
    """Check `convert(weight)`: rows r, z, n of a cell whose z replaces, for one whose z keeps.

    `weight` is any of the four parameters, (3H, I), (3H, H) or (3H,).
    """
    H = 4
    draw = torch.Generator().manual_seed(0)
    weight = torch.randn(3 * H, 3, generator=draw, dtype=torch.float64)
    wanted = weight.clone()
    wanted[H : 2 * H] *= -1
    given = weight.clone()
    found = convert(given)
    yield same(
        "r's rows, the first third, should stay as they are",
        _third(found, 0),
        weight[:H],
        {"when all rows are negated": -weight[:H], "when r's rows are taken for z's": -weight[:H]},
    )
    yield same(
        "n's rows, the last third, should stay as they are",
        _third(found, 2),
        weight[2 * H :],
        {"when n's rows are taken for z's": -weight[2 * H :]},
    )
    yield same(
        "z's rows, the second third, should make 1 - z of the old z: sigmoid(-a) = 1 - sigmoid(a)",
        _third(found, 1),
        wanted[H : 2 * H],
        {
            "when nothing is changed": weight[H : 2 * H],
            "when 1 - w is taken of the weights, not 1 - z of the gate": 1 - weight[H : 2 * H],
        },
    )
    yield same("the weight that was handed in should stay as it was", given, weight)
    yield same("a bias, (3H,), should be converted too", convert(given[:, 0].clone()), wanted[:, 0])


def _third(rows: Tensor, which: int) -> Tensor:
    """One third of the rows; what has no rows is handed on, for the finding to name."""
    return rows.chunk(3)[which] if isinstance(rows, Tensor) and rows.dim() else rows
