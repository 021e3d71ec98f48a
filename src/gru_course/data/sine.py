"""Sine waves of random frequency and phase, to be predicted one step ahead.

Every window is a wave of its own, and the three parts share no frequency: the band is cut into
ten equal slices that go to train, valid, train, test, train and so on. A test frequency thus lies
between training frequencies and is never one of them, so a good test score is no memory.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from gru_course.validation import positive_integer, seed_number

TRAIN, VALID, TEST = (0, 2, 4, 5, 7, 9), (1, 6), (3, 8)  # slices of the band, tenths
SLICES = len(TRAIN + VALID + TEST)


@dataclass(frozen=True, eq=False)
class Waves:
    """Windows of N waves and what they were made of.

    x (N, T, 1) are samples from -1 to 1, y (N, T, 1) the same waves one step later.
    frequency (N,) in radians per step and phase (N,) in radians, 0 to 2 pi, are float64.
    """

    x: Tensor
    y: Tensor
    frequency: Tensor
    phase: Tensor

    def __len__(self) -> int:
        return len(self.x)

    def __repr__(self) -> str:
        low, high = self.frequency.min(), self.frequency.max()
        return f"Waves({len(self)} of {self.x.shape[1]} steps, {low:.3f} to {high:.3f} rad/step)"


@dataclass(frozen=True)
class SineData:
    """Three parts that share no wave and no frequency."""

    train: Waves
    valid: Waves
    test: Waves


def sine(frequency: Tensor, phase: Tensor, steps: int) -> Tensor:
    """The waves sin(frequency t + phase) for t = 0 to steps - 1, as (N, steps, 1).

    Shapes: frequency (N,) in radians per step, phase (N,) in radians; the result has their dtype.
    Asked for more steps than a window holds, it is the truth for a free-running forecast.
    """
    t = torch.arange(steps, dtype=frequency.dtype)
    return torch.sin(frequency[:, None] * t + phase[:, None]).unsqueeze(-1)


def sine_waves(
    train: int = 256,
    valid: int = 64,
    test: int = 64,
    *,
    steps: int = 25,
    band: tuple[float, float] = (0.1, 0.6),
    seed: int = 0,
    dtype: torch.dtype = torch.float32,
) -> SineData:
    """Draw waves for training, validation and test.

    train, valid, test: numbers of waves. steps: T, the length of x and of y. band: lowest and
    highest frequency in radians per step; 0.1 to 0.6 means periods of 63 to 10 steps.
    Every part has its own generator on the CPU, so more training waves leave the test as it is.

    Raises TypeError or ValueError for a count or `steps` that is no integer above 0 and for a
    band outside 0 < low < high <= pi. Taught in chapter 9.
    """
    for name, count in {"train": train, "valid": valid, "test": test, "steps": steps}.items():
        positive_integer(name, count)
    seed_number("seed", seed)
    numbers = isinstance(band, tuple | list) and all(isinstance(end, int | float) for end in band)
    if not (numbers and len(band) == 2 and 0 < band[0] < band[1] <= math.pi):
        raise ValueError(f"band must satisfy 0 < low < high <= pi radians per step, got {band}")

    generator = torch.Generator().manual_seed(seed)
    seeds = torch.randint(2**31, (3,), generator=generator).tolist()
    counts, slices = (train, valid, test), (TRAIN, VALID, TEST)
    parts = zip(counts, slices, seeds, strict=True)
    return SineData(*(_draw(*part, steps=steps, band=band, dtype=dtype) for part in parts))


def persistence(x: Tensor) -> Tensor:
    """The laziest forecast: the next value is the last one. (N, T, 1) to (N, T, 1).

    Taught in chapter 9.
    """
    return x


def exact_recurrence(x: Tensor, frequency: Tensor | float) -> Tensor:
    """Predict a sine of known frequency w without error: x' = 2 cos(w) x - x_prev.

    x (N, T, 1) with T >= 2, frequency (N,) or a number in radians per step. The first sample has
    no predecessor, so the result (N, T - 1, 1) predicts `y[:, 1:]`.

    Source: the addition theorem, sin(a + w) + sin(a - w) = 2 cos(w) sin(a).
    Taught in chapter 9.
    """
    if x.dim() != 3 or x.shape[1] < 2:
        raise ValueError(f"x must have shape (N, T, 1) with T at least 2, got {tuple(x.shape)}")
    frequency = torch.as_tensor(frequency, dtype=torch.float64)
    slope = (2 * torch.cos(frequency)).to(x.dtype).reshape(-1, 1, 1)
    return slope * x[:, 1:] - x[:, :-1]


def _draw(
    count: int,
    slices: Sequence[int],
    seed: int,
    *,
    steps: int,
    band: tuple[float, float],
    dtype: torch.dtype,
) -> Waves:
    """Draw the waves of one part, with frequencies from its slices of the band only."""
    generator = torch.Generator().manual_seed(seed)
    inside, phase = torch.rand(2, count, dtype=torch.float64, generator=generator)
    chosen = torch.tensor(slices)[torch.randint(len(slices), (count,), generator=generator)]
    low, high = band
    frequency = low + (high - low) * (chosen + inside) / SLICES
    phase = 2 * math.pi * phase
    wave = sine(frequency, phase, steps + 1).to(dtype)
    return Waves(wave[:, :-1], wave[:, 1:], frequency, phase)
