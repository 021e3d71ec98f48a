"""The check of chapter 09: the score per real step, which leaves the padding out."""

from collections.abc import Callable, Iterator

import torch
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits as cross_entropy

from gru_course.exercises.checking import exercise
from gru_course.exercises.findings import Finding, same

B, T, K = 3, 6, 5
LENGTHS = torch.tensor([6, 4, 1])


@exercise("9.2")
def check_masked_nll(masked_nll: Callable[[Tensor, Tensor, Tensor], Tensor]) -> Iterator[Finding]:
    """Check `masked_nll(logits, y, mask)`: nats per real step, summed over the keys.

    logits and y (B, T, K), y of 0 and 1, mask (B, T) of bool.
    """
    draw = torch.Generator().manual_seed(0)
    logits = torch.randn(B, T, K, generator=draw, dtype=torch.float64) - 1
    y = (torch.rand(B, T, K, generator=draw) < 0.4).double()
    y[..., 0] = 1  # no chord is silent
    cost = cross_entropy(logits, y, reduction="none").sum(dim=2)  # (B, T)
    everywhere = torch.ones(B, T, dtype=torch.bool)

    yield same(
        "without padding it should be the sum over keys, averaged over all steps",
        masked_nll(logits, y, everywhere),
        cost.mean(),
        {
            "when it is averaged over the keys too": cost.mean() / K,
            "when it is summed over all steps": cost.sum(),
            "when it is summed over the steps of a piece": cost.sum() / B,
            "when there is one score a step": cost,
            "without the minus of the negative logarithm": -cost.mean(),
            "when only the keys that sound are counted": _sounding(logits, y),
            "when the logits pass the sigmoid twice": cross_entropy(logits.sigmoid(), y) * K,
        },
    )
    mask = torch.arange(T) < LENGTHS[:, None]
    y = y * mask[..., None]
    cost = cross_entropy(logits, y, reduction="none").sum(dim=2)
    real = cost * mask
    yield same(
        "with padding only the real steps should count, all alike",
        masked_nll(logits, y, mask),
        real.sum() / mask.sum(),
        {
            "when the padding is counted": cost.mean(),
            "when padding is left out of the sum and not out of the number of steps": real.mean(),
            "when all steps are summed and divided by the number of real ones": cost.sum()
            / mask.sum(),
            "when each piece counts alike, and not each step": (real.sum(1) / LENGTHS).mean(),
            "when it is averaged over the keys too": real.sum() / mask.sum() / K,
        },
    )
    y[0, 2] = 0
    cost = cross_entropy(logits, y, reduction="none").sum(dim=2)
    sounding = y.sum(dim=2) > 0
    yield same(
        "silence within a piece should count as a step; the mask says what is padding, not y",
        masked_nll(logits, y, mask),
        (cost * mask).sum() / mask.sum(),
        {"when every silent step is taken for padding": cost[sounding].mean()},
    )


def _sounding(logits: Tensor, y: Tensor) -> Tensor:
    return -(y * torch.nn.functional.logsigmoid(logits)).sum(dim=2).mean()
