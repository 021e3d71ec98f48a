"""A trial's model: built, trained, measured."""

import math
import shutil
import warnings
from pathlib import Path
from typing import Any

import torch

from gru_course.lab.one_at_a_time import alone
from gru_course.lab.recipe import Recipe
from gru_course.lab.task_fingerprint import check_finite
from gru_course.lab.tasks import Task
from gru_course.lab.trial import Outcome, Trial
from gru_course.layers.initialisation import initialise_update_bias
from gru_course.models import SequenceModel
from gru_course.results import installed_versions
from gru_course.training import evaluate, train
from gru_course.training.config import History, TrainingConfig
from gru_course.training.resume.checkpoints import CheckpointError, CheckpointFolderError


def run_trial(
    trial: Trial,
    task: Task | Recipe,
    checkpoint_dir: Path | None = None,
    device: str | None = None,
) -> Outcome:
    """Train and measure one model, on one thread and alone in its process.

    task: a recipe in a process that has not the data. checkpoint_dir: where an interrupted run of
    this trial is found and goes on; a damaged checkpoint is thrown away with a RuntimeWarning, and
    while another process is at work there, none are used.
    A loss or gradient that is no longer finite makes a failure, not an error.
    Raises CheckpointFolderError when the folder cannot be read or written, as on a full disk; the
    checkpoints in it stay. Raises RecipeError when the recipe's data are not to be had here, and
    ValueError when data are not finite.
    """
    with alone(checkpoint_dir) as folder:
        task = task.make() if isinstance(task, Recipe) else task
        try:
            return _train_and_measure(trial, task, folder, device)
        except CheckpointFolderError:
            raise  # what lies in the folder may be good, and a new start would be refused, too
        except CheckpointError as error:
            warnings.warn(f"{error}; this trial starts anew", RuntimeWarning, stacklevel=2)
            if folder is not None:
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


def fit(
    model: SequenceModel,
    task: Task,
    config: TrainingConfig,
    checkpoint_dir: Path | None,
    device: str | None,
    progress: bool = False,
) -> History:
    """Train the model on the task; see `training.train` for all but the task.

    Raises ValueError, not FloatingPointError, when it is the data that are not finite.
    """
    try:
        return train(
            model,
            task.train,
            task.valid,
            config,
            loss=task.loss,
            device=device,
            checkpoint_dir=checkpoint_dir,
            progress=progress,
        )
    except FloatingPointError:
        check_finite(task)
        raise


def measured(trial: Trial, task: Task, model: SequenceModel, history: History) -> Outcome:
    """What a trial came to whose model has been trained and has the weights of its best epoch.

    Raises FloatingPointError for a test loss that is not finite, ValueError when it is the data
    that are not.
    """
    test_loss = evaluate(model, task.test, loss=task.loss)
    if not math.isfinite(test_loss):
        check_finite(task)
        raise FloatingPointError(f"the test loss of the best epoch is {test_loss}")
    return Outcome(
        trial=trial,
        parameters=count_parameters(model),
        test_loss=test_loss,
        history=history,
        probed={} if task.probe is None else task.probe(model),
        **_origin(model),
    )


def _train_and_measure(
    trial: Trial, task: Task, checkpoint_dir: Path | None, device: str | None
) -> Outcome:
    model = build_model(trial, task)
    try:
        history = fit(model, task, trial.config, checkpoint_dir, device)
        return measured(trial, task, model, history)
    except FloatingPointError as error:
        reason = str(error).split(", last good checkpoint")[0]  # its folder will be gone
        size = count_parameters(model)
        return Outcome(trial=trial, parameters=size, failure=reason, **_origin(model))


def _origin(model: SequenceModel) -> dict[str, Any]:
    """Where and with what a model was trained."""
    device = next(model.parameters()).device.type
    return {"device": device, "versions": installed_versions()}
