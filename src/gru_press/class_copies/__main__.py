"""The commands behind `course.py student` and `course.py solutions`."""

import os
import shutil
from collections.abc import Callable, Sized
from pathlib import Path
from typing import Any

import click

from gru_press.class_copies.copies import write_solutions, write_student_copies

CHAPTERS = Path(__file__).parents[3] / "chapters"


@click.group()
def main() -> None:
    """Write the chapters for a class."""


@main.command()
@click.argument("folder", type=click.Path(path_type=Path))
def student(folder: Path) -> None:
    """Without solutions and answers, into a new folder."""
    _told(write_student_copies, folder)


@main.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--nbgrader", is_flag=True, help="As the source of an nbgrader assignment.")
def solutions(folder: Path, nbgrader: bool) -> None:
    """With open solutions, into a new folder."""
    _told(write_solutions, folder, nbgrader=nbgrader)


def _told(write: Callable[..., Sized], folder: Path, **options: Any) -> None:
    try:
        written = write(CHAPTERS, folder, **options)
    except shutil.Error as error:  # of many files, each for the same reason
        raise click.ClickException(f"{error.args[0][0][2]}.") from error
    except OSError as error:
        raise click.ClickException(f"{error}.") from error
    try:
        click.echo(f"{len(written)} files and what they read are in {folder}.")
    except OSError:  # nobody listens, but all is written
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


if __name__ == "__main__":
    main(prog_name="course.py")
