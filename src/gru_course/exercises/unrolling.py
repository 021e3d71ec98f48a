"""The check of chapter 07: the last real state of every sequence of a padded batch."""

from collections.abc import Callable, Iterator

import torch
from torch import Tensor

from gru_course.exercises.checking import exercise
from gru_course.exercises.findings import Finding, same, that

T, B, H = 6, 6, 3  # as many sequences as steps, so that axes can be mistaken and the mistake named
LENGTHS = torch.tensor([2, 5, 1, 4, 3, 5])


@exercise("7.3")
def check_last_states(last_states: Callable[[Tensor, Tensor], Tensor]) -> Iterator[Finding]:
    """Check `last_states(out, lengths)`: each sequence's state after its last real step, (B, H).

    out (T, B, H), lengths (B,) of int64.
    """
    draw = torch.Generator().manual_seed(0)
    out = torch.randn(T, B, H, generator=draw, dtype=torch.float64)
    every, ends = torch.arange(B), LENGTHS - 1

    yield same(
        "each sequence should get the state after its own last step",
        last_states(out, LENGTHS.clone()),
        out[ends, every],
        {
            "when out[-1] is taken, padding and all": out[-1],
            "when a length is taken for a position, which is one step late": out[LENGTHS, every],
            "when the two axes are swapped": out[every, ends],
            "when one sequence's length serves all": out[ends[0]],
            "when each length is looked up in all sequences": out[ends],
            "when the states of the real steps are averaged": _mean(out),
        },
    )
    yield same(
        "sequences without padding should get the last row, out[-1]",
        last_states(out, torch.full((B,), T)),
        out[-1],
    )
    yield same(
        "one sequence among longer padding should be a batch as well",
        last_states(out[:, :1], LENGTHS[:1].clone()),
        out[1:2, 0],
        {"when the axis of the batch is dropped": out[1, 0]},
    )
    found = last_states(out.clone().requires_grad_(), LENGTHS.clone())
    yield that(
        getattr(found, "requires_grad", False),
        "a loss on these states should still lead back to out",
        "yours are numbers cut off from it (as after .item(), .detach() or torch.tensor)",
    )


def _mean(out: Tensor) -> Tensor:
    real = torch.arange(T)[:, None] < LENGTHS
    return (out * real[..., None]).sum(dim=0) / LENGTHS[:, None]
