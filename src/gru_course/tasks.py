"""What a model can be set to learn: data in three parts, a loss, and the baselines to beat.

A task is made by its name and options of plain data, so that another process or machine can make
the same one: `make_task("adding", steps=200)`. Its test part is for reporting; every choice is
made on the validation part.
"""

import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from torch import Tensor

from gru_course.batching import Data
from gru_course.data import chorales, mat, memory, sine
from gru_course.losses import bernoulli_nll, categorical_nll, masked_mse
from gru_course.runs import TrainingConfig
from gru_course.validation import choice

SEQUENCES = 512  # of made-up data, in validation and in test
BATCHES = 20  # of fresh data, in an epoch


@dataclass(frozen=True, kw_only=True, eq=False)
class Task:
    """Something to learn, and how well one does without memory.

    train, valid, test: see `batching`. loss: as `training.train` takes it, and unit its unit.
    output_bias (O,): from which the head starts, or None. baselines: by name, the loss on the test
    part of what has learnt nothing. hidden_size, config: a small run that makes sense.
    options: what `make_task` made it with; None for a task that was put together by hand, which
    other processes receive as it is.
    """

    name: str
    input_size: int
    output_size: int
    train: Data
    valid: Data
    test: Data
    loss: Callable[..., Tensor]
    unit: str
    baselines: dict[str, float] = field(default_factory=dict)
    output_bias: Tensor | None = None
    hidden_size: int = 32
    config: TrainingConfig = field(default_factory=TrainingConfig)
    options: dict | None = None

    def __repr__(self) -> str:
        sizes = f"{self.input_size} -> {self.output_size}"
        beside = "".join(f", {name} {loss:.4g}" for name, loss in self.baselines.items())
        return f"Task({self.name!r}, {sizes}, {self.unit}{beside})"


def make_task(name: str, **options) -> Task:
    """The task of that name, one of `TASKS`.

    options: what the task's maker in this module takes; all have defaults. Two equal calls give
    equal tasks, whatever the machine.
    Raises ValueError for another name or option, and what the data raise for a bad value.
    """
    choice("task", name, tuple(TASKS))
    maker = TASKS[name]
    for option in options:
        choice(f"an option of the task {name}", option, tuple(inspect.signature(maker).parameters))
    return Task(name=name, options=options, **maker(**options))


def _sine(
    *, steps: int = 25, train: int = 256, test: int = 64, band=(0.1, 0.6), seed: int = 0
) -> dict:
    """Predict the next sample of a sine wave of unknown frequency."""
    waves = sine.sine_waves(train, test, test, steps=steps, band=tuple(band), seed=seed)
    x, y = waves.test.x, waves.test.y
    exact = sine.exact_recurrence(x, waves.test.frequency)
    return {
        "input_size": 1,
        "output_size": 1,
        "train": (waves.train.x, waves.train.y),
        "valid": (waves.valid.x, waves.valid.y),
        "test": (x, y),
        "loss": masked_mse,
        "unit": "squared error",
        "baselines": {
            "persistence": masked_mse(sine.persistence(x), y).item(),
            "exact recurrence": masked_mse(exact, y[:, 1:]).item(),
        },
        "config": TrainingConfig(epochs=40),
    }


def _chorales(*, data: str | None = None, cache_dir: str | None = None) -> dict:
    """Predict which of 88 keys sound next in Bach's chorales, or in the pieces of a .mat file."""
    rolls = chorales.load_chorales(cache_dir) if data is None else mat.load_mat(data)
    frequency = chorales.frequency_baseline(rolls.train, rolls.test)
    return {
        "input_size": chorales.KEYS,
        "output_size": chorales.KEYS,
        "train": partial(chorales.batches, rolls.train),
        "valid": partial(chorales.batches, rolls.valid),
        "test": partial(chorales.batches, rolls.test),
        "loss": bernoulli_nll,
        "unit": "nats per time step",
        "baselines": {"how often each key sounds": frequency},
        "output_bias": chorales.key_log_odds(rolls.train),
        "hidden_size": 46,
        "config": TrainingConfig(epochs=60, batch_size=8, patience=10),
    }


def _adding(*, steps: int = 100, batches: int = BATCHES, sequences: int = SEQUENCES) -> dict:
    """Add the two marked numbers of a sequence."""
    return {
        **_made(partial(memory.adding, steps=steps), batches, sequences),
        "input_size": 2,
        "output_size": 1,
        "loss": masked_mse,
        "unit": "squared error",
        "baselines": {"always answering 1": memory.adding_baseline()},
    }


def _recall(
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


def _copy(
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


def _counting(
    *,
    longest: int = 20,
    shortest: int = 1,
    batches: int = BATCHES,
    sequences: int = SEQUENCES,
) -> dict:
    """Say when as many b's have come as a's."""
    make = partial(memory.counting, longest=longest, shortest=shortest)
    return {
        **_made(make, batches, sequences),
        "input_size": 2,
        "output_size": 3,
        "loss": categorical_nll,
        "unit": "nats per answer",
        "baselines": {"how often a b is the last": memory.counting_baseline(longest, shortest)},
    }


def _made(make: Callable, batches: int, sequences: int) -> dict:
    """The three parts of a task whose sequences are made up: the training ones never end."""
    return {
        "train": memory.endless(make, batches),
        "valid": memory.fixed(make, sequences, seed=0),
        "test": memory.fixed(make, sequences, seed=1),
        "config": TrainingConfig(epochs=25),
    }


TASKS = {
    "sine": _sine,
    "chorales": _chorales,
    "adding": _adding,
    "recall": _recall,
    "copy": _copy,
    "counting": _counting,
}
