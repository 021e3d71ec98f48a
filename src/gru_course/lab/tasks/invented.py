"""Tasks of made-up sequences: waves, and what nothing but memory solves."""

from collections.abc import Callable
from functools import partial

import torch

from gru_course.data import memory, sine
from gru_course.losses import categorical_nll, masked_mse
from gru_course.training.config import TrainingConfig

SEQUENCES = 512  # in validation and in test
BATCHES = 20  # of fresh sequences, in an epoch


def waves(
    *,
    steps: int = 25,
    train: int = 256,
    test: int = 64,
    band: tuple[float, float] = (0.1, 0.6),
    seed: int = 0,
) -> dict:
    """Predict the next sample of a sine wave of unknown frequency."""
    drawn = sine.sine_waves(train, test, test, steps=steps, band=band, seed=seed)
    x, y = drawn.test.x, drawn.test.y
    exact = sine.exact_recurrence(x, drawn.test.frequency)
    return {
        "input_size": 1,
        "output_size": 1,
        "train": (drawn.train.x, drawn.train.y),
        "valid": (drawn.valid.x, drawn.valid.y),
        "test": (x, y),
        "loss": masked_mse,
        "unit": "squared error",
        "baselines": {
            "persistence": masked_mse(sine.persistence(x), y).item(),
            "exact recurrence": masked_mse(exact, y[:, 1:]).item(),
        },
        "config": TrainingConfig(epochs=40),
    }


def adding(*, steps: int = 100, batches: int = BATCHES, sequences: int = SEQUENCES) -> dict:
    """Add the two marked numbers of a sequence."""
    parts = _made(partial(memory.adding, steps=steps), batches, sequences)
    _, y, mask = next(parts["test"](sequences))
    return {
        **parts,
        "input_size": 2,
        "output_size": 1,
        "loss": masked_mse,
        "unit": "squared error",
        "baselines": {"always answering 1": masked_mse(torch.ones_like(y), y, mask).item()},
    }


def recall(
    *, steps: int = 100, symbols: int = 8, batches: int = BATCHES, sequences: int = SEQUENCES
) -> dict:
    """Say at the end which symbol came first."""
    return {
        **_made(partial(memory.recall, steps=steps, symbols=symbols), batches, sequences),
        "input_size": symbols + 1,
        "output_size": symbols,
        "loss": categorical_nll,
        "unit": "nats per answer",
        "baselines": {"guessing": memory.recall_baseline(symbols)},
    }


def copy(
    *,
    delay: int = 50,
    symbols: int = 8,
    length: int = 10,
    batches: int = BATCHES,
    sequences: int = SEQUENCES,
) -> dict:
    """Repeat a word after a pause."""
    make = partial(memory.copy_memory, delay=delay, symbols=symbols, length=length)
    return {
        **_made(make, batches, sequences),
        "input_size": symbols + 1,
        "output_size": symbols,
        "loss": categorical_nll,
        "unit": "nats per answer",
        "baselines": {"guessing": memory.copy_baseline(symbols)},
    }


def counting(
    *,
    longest: int = 20,
    shortest: int = 1,
    batches: int = BATCHES,
    sequences: int = SEQUENCES,
) -> dict:
    """Say when as many b's have come as a's; in the test up to three times as many as in training.

    Training and validation have one sequence for each n from shortest to longest, which a table
    could hold. So in the test n lies beyond: only a model that counts gets there.
    """
    make = partial(memory.counting, longest=longest, shortest=shortest)
    beyond = partial(memory.counting, longest=3 * longest, shortest=longest + 1)
    test = memory.fixed(beyond, sequences, seed=1)
    _, y, mask = next(test(sequences))
    last = (y[mask] == memory.END).double().mean()  # the share of b's that are the last
    return {
        **_made(make, batches, sequences),
        "test": test,
        "input_size": 2,
        "output_size": 3,
        "loss": categorical_nll,
        "unit": "nats per answer",
        "baselines": {"how often a b is the last": _entropy(last)},
    }


def _entropy(share: torch.Tensor) -> float:
    """Nats of knowing only how often the one of two answers is right."""
    return torch.special.entr(torch.stack([share, 1 - share])).sum().item()


def _made(make: Callable, batches: int, sequences: int) -> dict:
    """The three parts of a task whose sequences are made up: the training ones never end."""
    return {
        "train": memory.endless(make, batches),
        "valid": memory.fixed(make, sequences, seed=0),
        "test": memory.fixed(make, sequences, seed=1),
        "config": TrainingConfig(epochs=25),
    }
