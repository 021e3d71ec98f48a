"""The widget's training in torch: the same waves, first weights and updates as in the browser."""

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor, nn

from gru_course.widgets.shared.seeded import mulberry32

BAND = (0.1, 0.6)  # radians a step
TENTHS = {"train": (0, 2, 4, 5, 7, 9), "test": (3, 8)}  # of the band: no part shares a frequency
UNSEEN = 16  # waves, or a little more, on which the loss is measured
EVERY = 10  # updates from one measurement to the next
OPTIMISERS = {"Adam": torch.optim.Adam, "SGD": torch.optim.SGD}


class Settings(NamedTuple):
    """What decides a training, number for number."""

    hidden_size: int
    steps: int
    batch_size: int
    optimizer: str
    learning_rate: float
    seed: int


class Training(NamedTuple):
    """losses: of each update, before it. unseen: after 0, 10, 20, ... updates. And, of the first
    batch before any update, predictions (T * B, time first) and gradients (all, as torch lists
    the parameters)."""

    losses: list[float]
    unseen: list[float]
    predictions: list[float]
    gradients: list[float]


def first_model(hidden_size: int, numbers: Iterator[float]) -> tuple[nn.GRU, nn.Linear]:
    """A GRU with a linear head, float64, uniform from -1/sqrt(H) to 1/sqrt(H) as torch starts."""
    gru = nn.GRU(1, hidden_size, dtype=torch.float64)
    head = nn.Linear(hidden_size, 1, dtype=torch.float64)
    for parameter in (*gru.parameters(), *head.parameters()):
        drawn = [(2 * next(numbers) - 1) / hidden_size**0.5 for _ in range(parameter.numel())]
        parameter.data = torch.tensor(drawn, dtype=torch.float64).view_as(parameter)
    return gru, head


def waves(count: int, steps: int, part: str, numbers: Iterator[float]) -> tuple[Tensor, Tensor]:
    """Sine waves x and, one step later, y: (T, B, 1) each."""
    low, high = BAND
    tenths = TENTHS[part]

    def frequency() -> float:
        tenth = tenths[int(len(tenths) * next(numbers))]
        return low + (high - low) * (tenth + next(numbers)) / 10

    frequencies = np.array([frequency() for _ in range(count)])
    phases = np.array([2 * np.pi * next(numbers) for _ in range(count)])
    sines = np.sin(frequencies * np.arange(steps + 1)[:, None] + phases)
    x, y = sines[:-1], sines[1:]
    return torch.from_numpy(x)[..., None], torch.from_numpy(y)[..., None]


@cache
def train(settings: Settings, updates: int) -> Training:
    """Train from the first weights, a fresh batch of waves for each update."""
    size = settings.batch_size, settings.steps
    numbers = mulberry32(settings.seed)
    gru, head = first_model(settings.hidden_size, numbers)
    parameters = [*gru.parameters(), *head.parameters()]
    unseen = [waves(*size, "test", numbers) for _ in range(-(-UNSEEN // settings.batch_size))]
    optimiser = OPTIMISERS[settings.optimizer](parameters, lr=settings.learning_rate)
    found = Training([], [], [], [])

    def predict(x: Tensor) -> Tensor:
        return head(gru(x)[0])

    def measure() -> float:
        with torch.no_grad():
            losses = [(predict(x) - y).square().mean().item() for x, y in unseen]
        return sum(losses) / len(losses)

    for update in range(updates):
        if update % EVERY == 0:
            found.unseen.append(measure())
        x, y = waves(*size, "train", numbers)
        predicted = predict(x)
        loss = (predicted - y).square().mean()
        optimiser.zero_grad()
        loss.backward()
        if update == 0:
            found.predictions.extend(predicted.flatten().tolist())
            for parameter in parameters:
                assert parameter.grad is not None
                found.gradients.extend(parameter.grad.flatten().tolist())
        optimiser.step()
        found.losses.append(loss.item())
    found.unseen.append(measure())
    return found
