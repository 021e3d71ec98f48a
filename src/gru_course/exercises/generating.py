"""The check of chapter 14: dice that can fall on the k most probable characters only."""

from collections.abc import Callable, Iterator
from typing import Any

import torch
from torch import Tensor
from torch.nn.functional import one_hot

from gru_course.exercises.checking import exercise
from gru_course.exercises.findings import Finding, named, same, that

Draw = Callable[[Tensor], Tensor]
C = 6  # characters
MANY = 20_000  # draws: a share that is expected is met to within 0.02
LOGITS = (2.0, 1.0, 0.0, -1.0, -1.5, -2.0)


@exercise("14.2")
def check_draw_top(draw_top: Callable[[torch.Generator, int], Draw]) -> Iterator[Finding]:
    """Check `draw_top(generator, k)`: logits (..., C) to one-hot rows among the k most probable."""

    def drawn(logits: Tensor, k: int) -> Any:
        return draw_top(torch.Generator().manual_seed(1), k)(logits.clone())

    draw = draw_top(torch.Generator(), 3)
    yield that(
        callable(draw),
        "draw_top should return a function, as draw_class does",
        f"yours returns {named(draw)}",
    )
    logits = torch.randn(50, 1, C, generator=torch.Generator().manual_seed(0))
    lines = drawn(logits, 3)
    yield that(
        isinstance(lines, Tensor) and lines.shape == logits.shape,
        "what is drawn should have the shape of the logits, (..., C)",
        f"for logits of the shape {tuple(logits.shape)} yours returns {named(lines)}",
    )
    yield same(
        "each row should hold a single 1, at the character that was drawn",
        lines.sort(dim=-1).values,
        _last(logits, 1),
        {"when all that are allowed are drawn at once": _last(logits, 3)},
    )
    best = logits.argmax(dim=-1)
    yield same(
        "k = 1 should take the most probable character of each row",
        drawn(logits, 1),
        one_hot(best, C),
        {
            "when the least probable is allowed": one_hot(logits.argmin(dim=-1), C),
            "when the k-th is forbidden as well": one_hot(torch.zeros_like(best), C),
            "when the largest of all rows together is allowed": one_hot(
                torch.where(logits.amax(dim=-1) == logits.max(), best, 0), C
            ),
        },
    )
    shares = drawn(torch.tensor(LOGITS).repeat(MANY, 1), 3).float().mean(dim=0)
    yield that(
        shares[3:].sum() == 0,
        "k = 3 should never draw a fourth",
        f"yours does in {100 * shares[3:].sum():.0f} of 100 draws",
    )
    yield _shared("the three that are left should keep their ratios", shares[:3], LOGITS[:3])
    shares = drawn(torch.tensor(LOGITS).repeat(MANY, 1), C).float().mean(dim=0)
    yield _shared("k = all should draw as draw_class does", shares, LOGITS)
    yield same(
        "generators with the same seed should give the same draws",
        drawn(logits, 3),
        drawn(logits, 3),
    )
    draw = draw_top(torch.Generator().manual_seed(1), 3)
    given = logits.clone()
    yield that(
        not torch.equal(draw(given), draw(given)),
        "a second draw should throw new dice",
        "yours gives the first draw again",
    )
    yield same("the logits handed in should stay as they were", given, logits)


def _last(logits: Tensor, count: int) -> Tensor:
    """Zeros like the logits, with ones in the last places of each row."""
    ones = torch.zeros_like(logits)
    ones[..., -count:] = 1
    return ones


def _shared(should: str, shares: Tensor, logits: tuple[float, ...]) -> Finding:
    """The finding on how often each class was drawn, against its probability by the logits."""
    expected = torch.tensor(logits).softmax(dim=0)
    alike = torch.full_like(expected, 1 / len(logits))
    near = (shares - alike).abs().max() < 0.02
    how = ", which is what comes out when all that are allowed are equally probable" if near else ""
    return that(
        (shares - expected).abs().max() < 0.02,
        f"{should}, {_listed(expected)}",
        f"yours draws them in shares of {_listed(shares)}{how}",
    )


def _listed(shares: Tensor) -> str:
    return " : ".join(f"{share:.2f}" for share in shares.tolist())
