"""`gru-course train`: one cell on one task."""

import math
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gru_course.lab.cli.keeping import keeping
from gru_course.lab.cli.options import (
    CELL_NAMES,
    device_option,
    file_option,
    folder_option,
    json_option,
)
from gru_course.lab.cli.reporting import chosen_device, hand_over, say
from gru_course.lab.cli.settings import given, settings_options, task_arguments, task_of

if TYPE_CHECKING:
    from gru_course.lab.tasks import Task
    from gru_course.lab.trial import Outcome
    from gru_course.models import SequenceModel
    from gru_course.training.config import History, TrainingConfig


@click.command(
    epilog="Example:  gru-course train adding --cell gru --max-lag 100 --save adding.safetensors"
)
@task_arguments
@click.option(
    "--cell",
    type=click.Choice(CELL_NAMES),
    default="gru",
    show_default=True,
    help="Of the recurrent layer.",
)
@settings_options()
@click.option("--seed", type=int, default=0, show_default=True, help="Decides all that is random.")
@folder_option("--checkpoint-dir", "Keep every epoch here")
@file_option("--save", "Also write the best epoch's weights to FILE, as safetensors.")
@device_option
@json_option
@click.pass_context
def train(
    ctx: click.Context,
    /,
    task: str,
    options: tuple[str, ...],
    cell: str,
    seed: int,
    folder: Path | None,
    save: Path | None,
    device: str | None,
    json: Path | None,
    **settings: Any,
) -> None:
    """Train one cell on one task.

    Every epoch is printed, then the test loss of the best one beside the baselines. TASK is sine,
    chorales, tunes, vowels, speech, adding, recall, copy or counting. Sizes and settings that are
    not given are the task's own.
    """
    from gru_course.lab.fitting import build_model, count_parameters, measured
    from gru_course.lab.one_at_a_time import THREADS, alone
    from gru_course.lab.trial import trial_of

    if save is not None and json is not None and save.absolute() == json.absolute():
        raise click.BadParameter(f"--save and --json must differ, got {save} for both")
    task = task_of(task, options)
    trial = trial_of(task, cell=cell, seed=seed, **given(settings))
    device = chosen_device(device)
    model = build_model(trial, task)
    size = f"{trial.hidden_size} units, {count_parameters(model)} parameters"
    say(f"{task!r}, {cell} of {size}, on {device}")
    with keeping(ctx, folder) as kept:
        with alone(None):  # as every trial; of its folder the training itself takes care
            history = _train(model, task, trial.config, device, kept)
            outcome = measured(trial, task, model, history)
        click.echo(_report(task, outcome))
        if save is not None:
            _save(model, save)
            say(f"weights written to {save}")
        hand_over(ctx, json, {"threads": THREADS, "outcome": outcome.to_dict()})


def _train(
    model: "SequenceModel", task: "Task", config: "TrainingConfig", device: str, kept: Path
) -> "History":
    """Train with a bar on a terminal, and in a log with a line after every tenth of the epochs.

    A run that goes on from its checkpoint is the same as one that never stopped, so in a log it is
    stopped for every line.
    """
    from gru_course.lab.fitting import fit

    bar = sys.stderr.isatty()
    for epochs in [config.epochs] if bar else _stops(config.epochs, kept):
        history = fit(model, task, replace(config, epochs=epochs), kept, device, progress=bar)
        if not bar:
            loss = history.valid_loss[-1]
            say(f"{task.name} {len(history)}/{config.epochs}  validation {loss:.4g}")
        if len(history) < epochs:  # out of patience
            break
    return history


def _stops(epochs: int, kept: Path) -> list[int]:
    """Every tenth of the epochs that are still to come, the last one always."""
    from gru_course.training.resume.checkpoints import read_newest

    checkpoint = read_newest(kept)
    done = 0 if checkpoint is None else len(checkpoint.about["history"]["valid_loss"])
    tenths = {math.ceil(epochs * part / 10) for part in range(1, 10)}
    return [*sorted(stop for stop in tenths if done < stop < epochs), epochs]


def _report(task: "Task", outcome: "Outcome") -> str:
    """Every epoch, the best one marked, then the test loss beside the baselines."""
    from gru_course.lab.tables import number, table

    history = outcome.history
    epochs = zip(history.train_loss, history.valid_loss, history.gradient_norm, strict=True)
    lines = [
        [f"{epoch}", *map(number, values), "best" if epoch == history.best_epoch else ""]
        for epoch, values in enumerate(epochs, start=1)
    ]
    test = [f"test loss of the best epoch: {number(outcome.test_loss)} {task.unit}"]
    beside = [f"baseline, {name}: {number(loss)}" for name, loss in task.baselines.items()]
    header = ["epoch", "training", "validation", "gradient norm", ""]
    return "\n".join([table(header, lines), "", *test, *beside])


def _save(model: "SequenceModel", path: Path) -> None:
    """All or nothing; the metadata say which model the weights fit."""
    import json

    import safetensors.torch

    from gru_course.files import write_atomically

    weights = {name: tensor.cpu().contiguous() for name, tensor in model.state_dict().items()}
    settings = {"settings": json.dumps(model.settings)}
    write_atomically(path, safetensors.torch.save(weights, metadata=settings))
