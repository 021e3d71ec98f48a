"""`gru-course train`: one cell on one task."""

import sys
from pathlib import Path

import click

from gru_course.cli.keeping import keeping
from gru_course.cli.options import (
    device_option,
    file_option,
    folder_option,
    json_option,
)
from gru_course.cli.reporting import chosen_device, hand_over, say
from gru_course.cli.settings import given, settings_options, task_argument, task_of, task_option


@click.command(
    epilog="Example:  gru-course train adding --cell gru --max-lag 100 --save adding.safetensors"
)
@task_argument
@task_option
@click.option("--cell", default="gru", show_default=True, help="gru, lstm, rnn or mingru.")
@settings_options()
@click.option("--seed", type=int, default=0, show_default=True, help="Decides all that is random.")
@folder_option("--checkpoint-dir", "Keep every epoch here")
@file_option("--save", "Also write the best epoch's weights to FILE, as safetensors.")
@device_option
@json_option
@click.pass_context
def train(ctx, task, options, cell, seed, folder, save, device, json, **settings):
    """Train one cell on TASK; print every epoch, and the test loss beside the baselines.

    TASK is sine, chorales, adding, recall, copy, counting or another one of gru_course.tasks. Sizes
    and settings that are not given are the task's own.
    """
    from gru_course.experiments.trial import Outcome, build_model, trial_of
    from gru_course.training import evaluate
    from gru_course.training import train as train_model

    task = task_of(task, options)
    trial = trial_of(task, cell=cell, seed=seed, **given(settings))
    device = chosen_device(device)
    model = build_model(trial, task)
    parameters = sum(parameter.numel() for parameter in model.parameters())
    say(f"{task!r}, {cell} of {trial.hidden_size} units, {parameters} parameters, on {device}")
    with keeping(ctx, folder) as kept:
        history = train_model(
            model,
            task.train,
            task.valid,
            trial.config,
            loss=task.loss,
            device=device,
            checkpoint_dir=kept,
            progress=sys.stderr.isatty(),
        )
    test_loss = evaluate(model, task.test, loss=task.loss)
    outcome = Outcome(trial=trial, parameters=parameters, test_loss=test_loss, history=history)
    click.echo(_report(task, outcome))
    if save is not None:
        _save(model, save)
        say(f"weights written to {save}")
    hand_over(ctx, json, {"outcome": outcome.to_dict()}, device)


def _report(task, outcome) -> str:
    """Every epoch, the best one marked, then the test loss beside the baselines."""
    from gru_course.experiments.tables import number, table

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


def _save(model, path: Path) -> None:
    """All or nothing; the metadata say which model the weights fit."""
    import json
    import os

    import safetensors.torch

    temporary = path.with_name(path.name + ".tmp")
    weights = {name: tensor.cpu().contiguous() for name, tensor in model.state_dict().items()}
    try:
        settings = {"settings": json.dumps(model.settings)}
        safetensors.torch.save_file(weights, temporary, metadata=settings)
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)
