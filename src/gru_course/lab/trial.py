"""One training run, described by plain data, and what came of it."""

import json
import math
from collections.abc import Collection
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from gru_course.files import checksum
from gru_course.lab.tasks import Task
from gru_course.models import CELLS
from gru_course.training.config import History, TrainingConfig
from gru_course.validation import choice, positive_integer, probability

CHRONO_CELLS = ("gru", "lstm", "mingru")


@dataclass(frozen=True, kw_only=True)
class Trial(TrainingConfig):
    """All that decides a run: two equal trials end with equal losses on one kind of device.

    task, options: see `tasks.make_task`. max_lag: of the chrono initialisation, None for torch's;
    always None for the RNN, which has no gates. The others are the arguments of `SequenceModel` and
    `TrainingConfig`; seed also decides the initial weights.

    Raises TypeError or ValueError for a value of another kind or outside its range.
    """

    task: str
    options: dict | None = None
    cell: str = "gru"
    hidden_size: int = 32
    num_layers: int = 1
    dropout: float = 0.0
    max_lag: int | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        choice("cell", self.cell, tuple(CELLS))
        positive_integer("hidden_size", self.hidden_size)
        positive_integer("num_layers", self.num_layers)
        lag = self.max_lag
        if lag is not None and positive_integer("max_lag", lag) < 2:
            raise ValueError(f"max_lag must be at least 2 steps, got {lag}")
        plain = {
            "options": json.loads(json.dumps(self.options)),
            "max_lag": lag if self.cell in CHRONO_CELLS else None,
            "dropout": probability("dropout", self.dropout),
            "learning_rate": float(self.learning_rate),
            "weight_noise": float(self.weight_noise),
        }
        for name, value in plain.items():  # equal trials have equal keys
            object.__setattr__(self, name, value)

    @property
    def config(self) -> TrainingConfig:
        """The part that `train` is told."""
        names = [part.name for part in fields(TrainingConfig)]
        return TrainingConfig(**{name: getattr(self, name) for name in names})

    def without(self, names: Collection[str]) -> dict:
        """The trial as plain data without these settings, its task first."""
        plain = {"task": self.task, "options": self.options} | asdict(self)
        return {name: value for name, value in plain.items() if name not in names}

    @property
    def key(self) -> str:
        """A name for files: the same for equal trials only, on every machine."""
        return checksum(asdict(self))[:16]


SETTINGS = tuple(part.name for part in fields(Trial) if part.name not in ("task", "options"))


def trial_of(task: Task, **settings: Any) -> Trial:
    """A trial on this task; what is not set is the task's own choice.

    Raises ValueError for a setting that no trial has.
    """
    for name in settings:
        choice("a setting", name, SETTINGS)
    defaults = {"hidden_size": task.hidden_size, **asdict(task.config)}
    return Trial(task=task.name, options=task.options, **defaults | settings)


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a trial ended with: losses, or the reason why it failed.

    parameters: of the model. test_loss: with the weights of the best validation epoch. history: of
    all epochs. probed: what the task's probe found with the same weights as the test. failure:
    None, or one sentence; then there is no history, no test loss, and nothing probed. device,
    versions (by package): with which it came about; None and nothing where that was not written
    down.
    """

    trial: Trial
    parameters: int
    test_loss: float | None = None
    history: History = field(default_factory=History)
    probed: dict[str, float] = field(default_factory=dict)
    failure: str | None = None
    device: str | None = None
    versions: dict[str, str] = field(default_factory=dict)

    @property
    def valid_loss(self) -> float:
        """The lowest validation loss; infinite for a trial that failed."""
        return min(self.history.valid_loss, default=math.inf)

    @property
    def seconds(self) -> float:
        """Processor time of all epochs."""
        return math.fsum(self.history.seconds)

    def to_dict(self) -> dict:
        """The same as plain data."""
        return asdict(self)

    @classmethod
    def from_dict(cls, plain: dict) -> "Outcome":
        """What `to_dict` was made from. Raises KeyError, TypeError or ValueError for other data."""
        trial, history = Trial(**plain["trial"]), History(**plain["history"])
        return cls(**plain | {"trial": trial, "history": history})
