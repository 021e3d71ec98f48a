"""A task for other processes, which read its data themselves and know whether it is the same."""

import json
import os
import platform
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from gru_course.lab.task_fingerprint import data_of
from gru_course.lab.tasks import Task, file_options, make_task

DATA = ("train", "valid", "test")  # fields of a task that may be large


class RecipeError(RuntimeError):
    """A process that cannot make the task that it was sent, or would make another one."""


@dataclass(frozen=True)
class Recipe:
    """A task that came from `make_task`, without its data.

    options: those of the task, files by their whole paths: other processes are at work in other
    folders. data: what `data_of` says of them. others: the task's fields that are no data.
    """

    name: str
    options: dict
    data: dict[str, str]
    others: dict[str, Any]

    @classmethod
    def of(cls, task: Task) -> "Recipe":
        """The recipe of a task that has options."""
        options = dict(task.options or {})
        for name in file_options(task.name):
            if options.get(name) is not None:
                options[name] = str(Path(options[name]).absolute())
        names = [part.name for part in fields(Task) if part.name not in DATA]
        others = {name: getattr(task, name) for name in names}
        return cls(task.name, options, data_of(task), others)

    def make(self) -> Task:
        """The task, its data read here or kept from the last call.

        Raises RecipeError, which names this process and the options, when they cannot be read or
        are not those that the recipe was written for.
        """
        made = _made(self.name, json.dumps(self.options), json.dumps(self.data))
        return replace(made, **self.others)


@lru_cache(maxsize=2)  # by what the data are, for a file of that name may hold others tomorrow
def _made(name: str, options: str, data: str) -> Task:
    here = f"process {os.getpid()} on {platform.node()}"
    what = f"the task {name} with options {options}"
    try:
        task = make_task(name, **json.loads(options))
    except Exception as error:  # whatever is wrong with a file
        raise RecipeError(f"{here} cannot make {what}: {error}") from error
    wanted = json.loads(data)
    other = [part for part, found in data_of(task).items() if found != wanted[part]]
    if other:
        raise RecipeError(
            f"{here} would train on other data than were asked for: {what} has other "
            f"{', '.join(other)} there; give both the same, or send the data themselves with "
            "dataclasses.replace(task, options=None)"
        )
    return task
