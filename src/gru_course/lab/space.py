"""The settings that a sweep tries: every combination, or a sample."""

import itertools
import math
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from gru_course.lab.trial import SETTINGS
from gru_course.validation import choice, positive_integer

MOST_SAMPLES = 10_000  # of one search: more is a typing error
DIGITS = 4  # significant ones of a drawn number: the table then shows all that was tried


@dataclass(frozen=True)
class Range:
    """All numbers from low to high; whole ones when both ends are of type int.

    log: every factor is as likely as every other, as suits learning rates; needs low above 0.
    """

    low: float
    high: float
    log: bool = False

    def __post_init__(self) -> None:
        if not -math.inf < self.low < self.high < math.inf:
            raise ValueError(f"a Range must have finite low < high, got {self}")
        if self.log and self.low <= 0:
            raise ValueError(f"a Range with log must have low above 0, got {self}")

    def draw(self, generator: random.Random) -> float:
        """One number of the range."""
        share = generator.random()
        if self.log:
            value = self.low * (self.high / self.low) ** share
        else:
            value = self.low + (self.high - self.low) * share
        if isinstance(self.low, int) and isinstance(self.high, int):
            return round(value)
        return min(max(float(f"{value:.{DIGITS}g}"), self.low), self.high)


Space = Mapping[str, Sequence | Range]  # the values of each setting, by its name


def grid(space: Space) -> list[dict]:
    """Every combination of the values, the last setting changing fastest.

    Raises ValueError for a setting that no trial has, one without values, and a Range.
    """
    _check(space)
    lists = []
    for name, values in space.items():
        if isinstance(values, Range):
            raise ValueError(
                f"{name} must be a list of values in a grid, got {values}; use samples"
            )
        lists.append(values)
    return [dict(zip(space, values, strict=True)) for values in itertools.product(*lists)]


def draw(space: Space, samples: int, seed: int) -> list[dict]:
    """So many combinations at random; with more samples, the first ones stay the same.

    Of a list every value comes once before any comes again, so that few samples miss none.
    Raises ValueError for a setting that no trial has, for one without values, and for more samples
    than MOST_SAMPLES.
    """
    _check(space)
    if positive_integer("samples", samples) > MOST_SAMPLES:
        raise ValueError(f"samples must be at most {MOST_SAMPLES}, got {samples}")
    streams = {
        name: _stream(values, random.Random(f"{seed} {name}")) for name, values in space.items()
    }
    return [{name: next(stream) for name, stream in streams.items()} for _ in range(samples)]


def _stream(values: Sequence | Range, generator: random.Random) -> Iterator:
    while True:
        if isinstance(values, Range):
            yield values.draw(generator)
        else:
            yield from generator.sample(values, len(values))


def _check(space: Space) -> None:
    if not space:
        raise ValueError("space must name one setting at least, got none")
    for name, values in space.items():
        choice("a setting of space", name, SETTINGS)
        if isinstance(values, str) or not isinstance(values, Sequence | Range):
            raise TypeError(f"{name} must be a list of values or a Range, got {values!r}")
        if not isinstance(values, Range) and not values:
            raise ValueError(f"{name} must have one value at least, got none")
