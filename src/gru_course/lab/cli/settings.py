"""The settings of a run as options, and the tasks that runs are made on."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import click

from gru_course.lab.cli.options import Decorator, device_option, folder_option, json_option

if TYPE_CHECKING:
    from gru_course.lab.tasks import Task


# By the setting's name in `experiments.trial.Trial`: its type and what it means.
SETTINGS = {
    "hidden_size": (int, "Units of the cell."),
    "num_layers": (int, "Layers, one upon the other."),
    "dropout": (float, "Between layers, from 0 to 1."),
    "max_lag": (int, "Let gates begin with memories of up to so many steps."),
    "epochs": (int, "Passes over the training data, at most."),
    "batch_size": (int, "Sequences in a batch."),
    "optimizer": (str, "adam, or rmsprop with a momentum of 0.9."),
    "learning_rate": (float, "The optimiser's."),
    "weight_noise": (float, "Deviation of the noise on the weights at training."),
    "clip_norm": (float, "Longest gradient let through."),
    "window": (int, "Time steps that a gradient reaches back at most."),
    "patience": (int, "Epochs without a better validation loss to stop after."),
}


def stacked(*decorators: Decorator) -> Decorator:
    """One decorator instead of several, the first of them uppermost."""

    def decorate(command: Callable) -> Callable:
        for each in reversed(decorators):
            command = each(command)
        return command

    return decorate


task_arguments = stacked(
    click.argument("task"),
    click.option(
        "--option",
        "options",
        metavar="NAME=VALUE",
        multiple=True,
        help="An option of the task, such as steps=200; may be given again.",
    ),
)

# Of a command that makes many runs: where they are kept, where they are made.
runs_options = stacked(
    folder_option(),
    click.option(
        "--jobs",
        type=click.IntRange(min=1),
        default=1,
        show_default=True,
        help="Processes to train in.",
    ),
    click.option(
        "--scheduler",
        metavar="ADDRESS",
        help="Train on the workers of a Dask scheduler, such as tcp://127.0.0.1:8786.",
    ),
    device_option,
    json_option,
    click.pass_context,
)


def settings_options(*names: str) -> Decorator:
    """Options for these settings, all by default; what is not given comes from the task."""
    return stacked(*map(_setting_option, names or SETTINGS))


def _setting_option(name: str) -> Decorator:
    kind, meaning = SETTINGS[name]
    return click.option("--" + name.replace("_", "-"), type=kind, help=meaning)


def given(settings: dict) -> dict:
    """The settings that were given on the command line."""
    return {name: value for name, value in settings.items() if value is not None}


def task_of(name: str, options: tuple[str, ...]) -> "Task":
    """The task of that name, with options written as NAME=VALUE.

    What is to name a file is taken as it stands, as 007 or none; other values say what they are.
    """
    from gru_course.lab.tasks import file_options, make_task

    files = file_options(name)
    words = once_each("--option", map(assignment, options))
    return make_task(
        name, **{key: each if key in files else value(each) for key, each in words.items()}
    )


def once_each(option: str, assignments: Iterable[tuple[str, Any]]) -> dict:
    """Assignments as a dict. Raises ValueError for a name that was given twice."""
    found = {}
    for name, value in assignments:
        if name in found:
            raise ValueError(f"{option} must name {name} once, got it twice")
        found[name] = value
    return found


def assignment(text: str) -> tuple[str, str]:
    """NAME=VALUE as a name, its hyphens made underscores, and the words of the value."""
    name, equals, words = text.partition("=")
    if not (name and equals and words):
        raise click.UsageError(f"an assignment must be like NAME=VALUE, got {text!r}")
    return name.replace("-", "_"), words


def value(words: str) -> Any:
    """None for "none", a number or a list of numbers where the words are one, else the words."""
    if words.lower() == "none":
        return None
    several = [value(word) for word in words.split(",")] if "," in words else []
    if several and not any(isinstance(each, str | None) for each in several):
        return several
    for kind in (int, float):
        try:
            return kind(words)
        except ValueError:
            continue
    return words
