"""Chapters as the source of an nbgrader assignment: its students' version and its grading follow.

nbgrader (https://nbgrader.readthedocs.io) reads its own metadata of a cell, schema version 3, and
takes out what stands between "### BEGIN SOLUTION" and "### END SOLUTION".
"""

import re

from gru_press.class_copies.cells import (
    ANSWER,
    check_call,
    is_tagged,
    numbered,
    source,
    with_source,
)

CONFIG = '''"""nbgrader's settings for the course: the stubs stay, only solutions are taken out."""

c = get_config()
c.CourseDirectory.course_id = "gru"
c.ClearSolutions.code_stub = {"python": "# your lines take the place of the dots above"}
c.ClearSolutions.text_stub = "Your answer:"
'''
TITLE = re.compile(r"\*\*([\dA-Z]+\.\d+) ")  # of an exercise: **2.1 Explain.**


def for_nbgrader(notebook: dict) -> dict:
    """The chapter with each coding exercise checked for one point, each text graded by hand."""
    solutions = {check_call(c): c for c in notebook["cells"] if is_tagged(c, "solution")}
    cells, asked = [], ""
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            texts, asked = _texts(cell, asked)
            cells += texts
        elif is_tagged(cell, "exercise"):
            cells += _graded(cell, solutions[check_call(cell)])
        elif not is_tagged(cell, "solution"):
            cells.append(cell)
    return {**notebook, "cells": numbered(cells)}


def _graded(exercise: dict, solution: dict) -> list[dict]:
    """The answer's cell, stub and solution in one, and the cell that gives the point."""
    call = check_call(exercise)
    stub = source(exercise).removesuffix(call).rstrip()
    solved = source(solution).rstrip().removesuffix(call).rstrip()
    answer = f"{stub}\n\n\n### BEGIN SOLUTION\n{solved}\n### END SOLUTION"
    name = call.partition("(")[0]
    return [
        _code(
            f"{exercise['id']}", answer, _metadata(name.replace("check", "answer"), answers=True)
        ),
        _code(
            f"{solution['id']}",
            f"verdict = {call}\nassert verdict, verdict",
            _metadata(name, points=1),
        ),
    ]


def _texts(cell: dict, asked: str) -> tuple[list[dict], str]:
    """A text, with every folded answer made a cell of its own that is graded by hand.

    asked: the number of the exercise that was asked last; the new one is returned too.
    """
    if is_tagged(cell, "solution"):
        return [], asked
    parts, end, text = [], 0, source(cell)
    for place, found in enumerate(ANSWER.finditer(text), start=1):
        question = text[end : found.start()].strip("\n")
        asked = _last_asked(question, asked)
        name = f"{cell['id']}-{place}"
        if question:
            parts.append(with_source({**cell, "id": f"{name}q"}, question))
        metadata = _metadata(f"explain_{asked.replace('.', '_')}", points=1, answers=True)
        parts.append(with_source({**cell, "id": name, "metadata": metadata}, found.group(1)))
        end = found.end()
    rest = text[end:].strip("\n")
    asked = _last_asked(rest, asked)
    return [*parts, with_source(cell, rest)] if rest else parts, asked


def _last_asked(text: str, before: str) -> str:
    return [before, *TITLE.findall(text)][-1]


def _code(name: str, text: str, metadata: dict) -> dict:
    cell = {"cell_type": "code", "id": name, "metadata": metadata, "outputs": []}
    return with_source({**cell, "execution_count": None}, text)


def _metadata(name: str, *, points: int | None = None, answers: bool = False) -> dict:
    graded = {"points": points} if points else {}
    return {
        "nbgrader": {
            "grade": points is not None,
            "grade_id": name,
            "locked": not answers,
            "schema_version": 3,
            "solution": answers,
            "task": False,
            **graded,
        }
    }
