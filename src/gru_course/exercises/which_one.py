"""The check of chapter 13: a policy for a cart that remembers one position."""

from collections.abc import Callable, Iterator

import torch
from torch import Tensor

from gru_course.exercises.checking import exercise
from gru_course.exercises.findings import Finding, named, same, that

Policy = Callable[[Tensor, Tensor | None], tuple[Tensor, Tensor]]
CARTS, STEPS = 100, 300


@exercise("13.4")
def check_with_last(with_last: Policy) -> Iterator[Finding]:
    """Check `with_last(x, last)`: the push, and what is `last` at the next step; all (carts, 1).

    At the first step `last` is None. A network in it must have learnt before it is checked.
    """
    noise = torch.Generator().manual_seed(0)
    x, last = torch.randn(2, CARTS, 1, generator=noise)
    given = x.clone()
    with torch.no_grad():
        found = with_last(x, None)
        yield that(
            isinstance(found, tuple | list) and len(found) == 2,
            "two things should come back: the push, and what is last at the next step",
            f"yours returns {named(found)}",
        )
        push, _ = found
        yield that(
            isinstance(push, Tensor) and push.shape == x.shape,
            "there should be one push for each cart, (carts, 1)",
            f"for {CARTS} carts yours returns {named(push)}",
        )
        push, handed_on = with_last(x, last)
        yield same(
            "what is handed on should be the position that is seen now",
            handed_on,
            given,
            {
                "when the position before is handed on again": last,
                "when both are handed on": torch.cat([given, last], dim=1),
                "when the push is handed on": push,
            },
        )
        for should, other in (
            ("a cart that came from elsewhere", with_last(x, last + 0.5)[0]),
            ("a cart that is elsewhere", with_last(x + 0.5, last)[0]),
        ):
            yield that(
                not torch.equal(push, other),
                f"{should} should be pushed differently",
                "yours gives it the same push",
            )
        off = _off(with_last, noise)
    yield that(
        off < 0.05,
        "after 250 steps the carts should stay within 0.05 of 0, on average",
        f"yours are off by {off:.2f} (has a network in it been trained, with learn(...)?)",
    )


def _off(policy: Policy, noise: torch.Generator) -> float:
    """How far from 0 carts are in the last fifty steps, on average."""
    x, v = torch.randn(2, CARTS, 1, generator=noise)
    last, track = None, []
    for _ in range(STEPS):
        push, last = policy(x, last)
        v = v + 0.1 * 3 * torch.tanh(push)
        x = x + 0.1 * v
        track.append(x)
    return torch.stack(track)[-50:].abs().mean().item()
