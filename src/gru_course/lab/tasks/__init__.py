"""What a model can be set to learn.

A task is made by its name and options of plain data, so that another process or machine can make
the same one: `make_task("adding", steps=200)`.
"""

import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

from gru_course.lab.tasks import invented, recorded
from gru_course.lab.tasks.task import Task
from gru_course.validation import choice

__all__ = ["TASKS", "Task", "file_options", "make_task"]

TASKS: dict[str, Callable[..., dict]] = {
    "sine": invented.waves,
    "chorales": recorded.chorales,
    "adding": invented.adding,
    "recall": invented.recall,
    "copy": invented.copy,
    "counting": invented.counting,
    "tunes": recorded.tunes,
    "vowels": recorded.vowels,
    "speech": recorded.speech,
}


def make_task(name: str, **options: Any) -> Task:
    """The task of that name, one of `TASKS`.

    options: what the function in `TASKS` takes; all have defaults. Two equal calls give
    equal tasks, whatever the machine.
    Raises ValueError for another name or option, and what the data raise for a bad value.
    """
    choice("task", name, tuple(TASKS))
    maker = TASKS[name]
    for option in options:
        choice(f"an option of the task {name}", option, tuple(inspect.signature(maker).parameters))
    for option in file_options(name):
        if options.get(option) is not None:
            options[option] = str(options[option])
    return Task(name=name, options=options, **maker(**options))


def file_options(name: str) -> tuple[str, ...]:
    """The options of a task that name a file or a folder: those declared to take a Path.

    Raises ValueError for a task that is none.
    """
    declared = inspect.signature(TASKS[choice("task", name, tuple(TASKS))]).parameters
    return tuple(option for option in declared if Path in get_args(declared[option].annotation))
