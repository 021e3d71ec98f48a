"""A mean and how far to trust it, from a handful of runs."""

import math
import statistics
from collections.abc import Sequence
from typing import NamedTuple

from gru_course.validation import positive_integer

CONFIDENCE = 0.95
SMALL = 1e-4  # below, numbers are written with powers of ten
HALVINGS = 60  # of the bracket around a quantile: below a double's rounding


class Interval(NamedTuple):
    """A mean and half the length of its confidence interval; the half is None for one value."""

    mean: float
    half: float | None

    @property
    def low(self) -> float:
        """The lower end; the mean itself when there is no interval."""
        return self.mean - (self.half or 0.0)

    @property
    def high(self) -> float:
        """The upper end; the mean itself when there is no interval."""
        return self.mean + (self.half or 0.0)

    def __str__(self) -> str:
        """Two digits of the half, and of the mean as many as these bear out: 8.644 ± 0.056."""
        if not self.half:
            return f"{self.mean:.4g}" + ("" if self.half is None else " ± 0")
        if abs(self.mean) < SMALL:
            return f"{self.mean:.2e} ± {self.half:.1e}"
        decimals = max(0, 1 - math.floor(math.log10(self.half)))
        return f"{self.mean:.{decimals}f} ± {self.half:.{decimals}f}"


def mean_interval(values: Sequence[float], confidence: float = CONFIDENCE) -> Interval:
    """Student's t interval of a mean: in `confidence` of all repetitions it covers the true mean.

    values: one for each independent run, taken to scatter normally around it.
    Raises ValueError for no value, and for one that is not finite.
    """
    if not len(values) or not all(map(math.isfinite, values)):
        raise ValueError(f"values must hold finite numbers, one at least, got {list(values)}")
    mean = math.fsum(values) / len(values)
    if len(values) == 1:
        return Interval(mean, None)
    error = statistics.stdev(values) / math.sqrt(len(values))
    return Interval(mean, student_t_quantile((1 + confidence) / 2, len(values) - 1) * error)


def student_t_quantile(probability: float, freedom: int) -> float:
    """The value that Student's t with `freedom` degrees of freedom stays below so often.

    probability: from 0.5 up, below 1. Found by bisection of `student_t_inside`.
    """
    positive_integer("freedom", freedom)
    if not 0.5 <= probability < 1:
        raise ValueError(f"probability must be 0.5 or more and below 1, got {probability}")
    inside = 2 * probability - 1
    low, high = 0.0, 1.0
    while student_t_inside(high, freedom) < inside:
        high *= 2
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if student_t_inside(middle, freedom) < inside:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def student_t_inside(t: float, freedom: int) -> float:
    """The probability that Student's t lies from -t to t.

    Source: Abramowitz and Stegun (1964), 26.7.3 and 26.7.4: a finite sum for whole degrees.
    """
    angle = math.atan(t / math.sqrt(freedom))
    sine, cosine = math.sin(angle), math.cos(angle)
    odd = freedom % 2
    term = cosine if odd else 1.0
    total = term if freedom > 1 else 0.0
    for k in range(2 + odd, freedom - 1, 2):
        term *= cosine**2 * (k - 1) / k
        total += term
    return (angle + sine * total) * 2 / math.pi if odd else sine * total
