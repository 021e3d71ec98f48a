"""Write the chapters for a class: `python -m gru_press.class_copies WHAT CHAPTERS FOLDER`.

WHAT is student (without solutions and answers), solutions (open ones) or nbgrader (the source of an
assignment). CHAPTERS is the folder of the chapters, FOLDER a new one for the copies.
"""

import os
import shutil
import sys
from collections.abc import Callable, Sized
from functools import partial
from pathlib import Path

from gru_press.class_copies.copies import write_solutions, write_student_copies

WRITERS: dict[str, Callable[[Path, Path], Sized]] = {
    "student": write_student_copies,
    "solutions": write_solutions,
    "nbgrader": partial(write_solutions, nbgrader=True),
}


def main(what: str, chapters: Path, folder: Path) -> str | None:
    """Write the copies and say so; return what went wrong, for Python to print and exit with 1."""
    try:
        written = WRITERS[what](chapters, folder)
    except shutil.Error as error:  # of many files, each for the same reason
        return f"{error.args[0][0][2]}."
    except OSError as error:
        return f"{error}."
    try:
        print(f"{len(written)} files and what they read are in {folder}.", flush=True)
    except OSError:  # nobody listens, but all is written
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    return None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])))
