"""Write the chapters for a class: for students without solutions, for lecturers with them open."""

import json
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from gru_press.class_copies.cells import ANSWER, is_tagged, numbered, source, with_source
from gru_press.class_copies.nbgrader import CONFIG, for_nbgrader

PART = ".part"  # where copies are until all are written
LEFT_OUT = shutil.ignore_patterns(
    *("*.ipynb", ".*", "__pycache__", "ruff.toml", "claims.*"),
    "teaching_guide.md",  # for lecturers: it holds answers, and what the assignment is graded by
)


def without_solutions(notebook: dict) -> dict:
    """The chapter for students: no solution, no answer; exercises, hints and checks stay."""
    kept = [cell for cell in notebook["cells"] if not is_tagged(cell, "solution")]
    cells = [
        with_source(cell, ANSWER.sub("", source(cell))) if cell["cell_type"] == "markdown" else cell
        for cell in kept
    ]
    return {**notebook, "cells": numbered(cells)}


def with_open_solutions(notebook: dict) -> dict:
    """The chapter for lecturers: solutions and answers are there and unfolded."""
    return {**notebook, "cells": [_opened(cell) for cell in notebook["cells"]]}


def _opened(cell: dict) -> dict:
    if cell["cell_type"] == "markdown":
        return with_source(cell, ANSWER.sub(r"\n\n*Answer.* \1", source(cell)))
    if is_tagged(cell, "solution"):
        kept = {key: value for key, value in cell["metadata"].items() if key != "jupyter"}
        return {**cell, "metadata": kept}
    return cell


def write_student_copies(chapters: Path, target: Path) -> list[Path]:
    """Write all chapters without solutions into a new or empty folder, with the files they read.

    Raises FileExistsError when `target` holds anything, FileNotFoundError without chapters.
    """
    return _write(chapters, target, without_solutions)


def write_solutions(chapters: Path, target: Path, *, nbgrader: bool = False) -> list[Path]:
    """Write all chapters with open solutions into a new or empty folder.

    nbgrader: write the source of an nbgrader assignment instead, in `target`/source/gru, with its
    configuration; nbgrader makes the students' version of it.
    Raises FileExistsError when `target` holds anything, FileNotFoundError without chapters.
    """
    if not nbgrader:
        return _write(chapters, target, with_open_solutions)
    besides = {"nbgrader_config.py": CONFIG}
    return _write(chapters, target, for_nbgrader, inside="source/gru", besides=besides)


def _write(
    chapters: Path,
    target: Path,
    change: Callable[[dict], dict],
    inside: str = ".",
    besides: Mapping[str, str] = MappingProxyType({}),
) -> list[Path]:
    """Write the changed chapters into `target`/`inside`, and `besides`; all or nothing."""
    notebooks = sorted(chapters.glob("*.ipynb"))
    if not notebooks:
        raise FileNotFoundError(f"chapters must be a folder with notebooks, got {chapters}")
    part = target / PART
    if target.exists() and (not target.is_dir() or set(target.iterdir()) - {part}):
        raise FileExistsError(f"the folder for the copies must be new or empty, got {target}")
    shutil.rmtree(part, ignore_errors=True)  # of a command that was stopped
    try:
        shutil.copytree(chapters, part / inside, ignore=LEFT_OUT)
        for path in notebooks:
            changed = change(json.loads(path.read_text("utf-8")))
            text = json.dumps(changed, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
            (part / inside / path.name).write_text(text, "utf-8", newline="\n")
        for name, text in besides.items():
            (part / name).write_text(text, "utf-8")
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    for child in part.iterdir():
        child.rename(target / child.name)
    part.rmdir()
    return [*(target / name for name in besides), *(target / inside / p.name for p in notebooks)]
