"""One training run, described by plain data, and what came of it."""

import json
import math
import shutil
import warnings
from collections.abc import Collection
from dataclasses import asdict, dataclass, field, fields
from functools import lru_cache
from pathlib import Path

import torch

from gru_course.checkpoints import CheckpointError, CheckpointFolderError
from gru_course.experiments.solitude import alone
from gru_course.files import checksum
from gru_course.initialisation import initialise_update_bias
from gru_course.models import CELLS, SequenceModel
from gru_course.runs import History, TrainingConfig
from gru_course.tasks import Task, make_task
from gru_course.training import evaluate, train
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

    def __post_init__(self):
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


def trial_of(task: Task, **settings) -> Trial:
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
    all epochs. failure: None, or one sentence; then there is neither history nor test loss.
    """

    trial: Trial
    parameters: int
    test_loss: float | None = None
    history: History = field(default_factory=History)
    failure: str | None = None

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


def run_trial(
    trial: Trial,
    task: Task | None = None,
    checkpoint_dir: Path | None = None,
    device: str | None = None,
) -> Outcome:
    """Train and measure one model, on one thread and alone in its process.

    task: None when the trial's name and options say how to make it. checkpoint_dir: where an
    interrupted run of this trial is found and goes on; a damaged checkpoint is thrown away with a
    RuntimeWarning, and while another process is at work there, none are used.
    A loss or gradient that is no longer finite makes a failure, not an error. Raises
    CheckpointFolderError when the folder cannot be read or written, as on a full disk; the
    checkpoints in it stay.
    """
    with alone(checkpoint_dir) as folder:
        task = _named_task(trial.task, json.dumps(trial.options)) if task is None else task
        try:
            return _train_and_measure(trial, task, folder, device)
        except CheckpointFolderError:
            raise  # what lies in the folder may be good, and a new start would be refused, too
        except CheckpointError as error:
            warnings.warn(f"{error}; this trial starts anew", RuntimeWarning, stacklevel=2)
            shutil.rmtree(folder)
            return _train_and_measure(trial, task, folder, device)


def build_model(trial: Trial, task: Task) -> SequenceModel:
    """The model with which a trial begins; torch's global random state is left as it was."""
    with torch.random.fork_rng([]):
        torch.manual_seed(trial.seed)
        model = SequenceModel(
            task.input_size,
            trial.hidden_size,
            task.output_size,
            cell=trial.cell,
            num_layers=trial.num_layers,
            dropout=trial.dropout,
        )
        if trial.max_lag is not None:
            initialise_update_bias(model.recurrent, trial.max_lag)
    if task.output_bias is not None:
        model.set_output_bias(task.output_bias)
    return model


def count_parameters(model: SequenceModel) -> int:
    """All numbers that training may change."""
    return sum(parameter.numel() for parameter in model.parameters())


def measured(trial: Trial, task: Task, model: SequenceModel, history: History) -> Outcome:
    """What a trial came to whose model has been trained and has the weights of its best epoch."""
    return Outcome(
        trial=trial,
        parameters=count_parameters(model),
        test_loss=evaluate(model, task.test, loss=task.loss),
        history=history,
    )


def _train_and_measure(
    trial: Trial, task: Task, checkpoint_dir: Path | None, device: str | None
) -> Outcome:
    model = build_model(trial, task)
    try:
        history = train(
            model,
            task.train,
            task.valid,
            trial.config,
            loss=task.loss,
            device=device,
            checkpoint_dir=checkpoint_dir,
            progress=False,
        )
    except FloatingPointError as error:
        reason = str(error).split(", last good checkpoint")[0]  # its folder will be gone
        return Outcome(trial=trial, parameters=count_parameters(model), failure=reason)
    return measured(trial, task, model, history)


@lru_cache(maxsize=2)
def _named_task(name: str, options: str) -> Task:
    return make_task(name, **json.loads(options))
