"""The check of chapter 11: an LSTM of two units that keeps two counts."""

from collections.abc import Callable, Iterator

import torch
from torch import Tensor

from gru_course.exercises.checking import exercise
from gru_course.exercises.findings import Finding, same, that

LETTERS = "abc"
ZERO = torch.zeros(2, dtype=torch.float64)


@exercise("11.3")
def check_two_counters(wire: Callable[[torch.nn.LSTM], None]) -> Iterator[Finding]:
    """Check `wire(two)`, which sets the weights of an LSTM of 3 inputs and 2 units, all zeros.

    What is looked at is its memory c (2,) after some words; an input is a letter, one-hot.
    """
    two = torch.nn.LSTM(len(LETTERS), 2, dtype=torch.float64).requires_grad_(False)
    for weight in two.parameters():
        weight.zero_()
    wire(two)
    one_a = _memory(two, "a")
    yield that(
        one_a.abs().amax() > 0.1,
        "an a should move the memory",
        f"yours is {_shown(one_a)} after it",
    )
    yield same(
        "after abc the memory should be (0, 0) again",
        _memory(two, "abc"),
        ZERO,
        {"when a b does not take the a off its count": one_a},
    )
    yield same(
        "after fifty of each it should be (0, 0), every step adding a whole one",
        _memory(two, "a" * 50 + "b" * 50 + "c" * 50),
        ZERO,
    )
    for odd in ("abbc", "aabbbc", "aab", "aabb", "bbcc"):
        memory = _memory(two, odd)
        yield that(
            memory.abs().amax() > 0.1,
            f"after {odd} it should not be (0, 0)",
            f"yours is {_shown(memory)}",
        )


def _memory(lstm: torch.nn.LSTM, word: str) -> Tensor:
    letters = torch.eye(len(LETTERS), dtype=torch.float64)
    with torch.no_grad():
        _, (_, c) = lstm(letters[[LETTERS.index(letter) for letter in word]])
    return c[0]


def _shown(memory: Tensor) -> str:
    return f"({', '.join(f'{value:.2g}' for value in memory.tolist())})"
