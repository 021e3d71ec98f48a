"""The exercises in the chapters: each has its check, its solution passes, wrong answers fail."""

import importlib
import json
import pkgutil
import re
from pathlib import Path

import pytest

from gru_course import exercises

ROOT = Path(__file__).parents[2]
CHAPTERS = sorted((ROOT / "chapters").glob("*.ipynb"))


def tagged(chapter: Path, tag: str) -> list[dict]:
    cells = json.loads(chapter.read_text("utf-8"))["cells"]
    return [cell for cell in cells if tag in cell["metadata"].get("tags", [])]


def call(cell: dict) -> str:
    """The check's name in the last line of a cell."""
    found = re.fullmatch(r"(check_\w+)\(.+\)", "".join(cell["source"]).splitlines()[-1])
    return found.group(1) if found else ""


def said(cell: dict) -> str:
    """What the check said when the chapter was run."""
    return "".join(cell["outputs"][-1]["data"]["text/plain"])


def checks() -> dict[str, object]:
    modules = [
        importlib.import_module(f"{exercises.__name__}.{found.name}")
        for found in pkgutil.iter_modules(exercises.__path__)
    ]
    found = (item for module in modules for item in vars(module).items())
    return {name: check for name, check in found if hasattr(check, "exercise")}


EXERCISES = [(chapter, cell) for chapter in CHAPTERS for cell in tagged(chapter, "exercise")]


@pytest.mark.parametrize(("chapter", "cell"), EXERCISES, ids=[cell["id"] for _, cell in EXERCISES])
def test_an_exercise_waits_for_its_answer_and_its_solution_passes(chapter, cell):
    name = call(cell)
    number = checks()[name].exercise
    assert said(cell) == f"{number} NOT YET: put your answer in the place of the dots."
    solutions = [each for each in tagged(chapter, "solution") if call(each) == name]
    (solution,) = solutions
    assert said(solution).startswith(f"{number} RIGHT: ")
    text = (ROOT / "chapters" / chapter.name).read_text("utf-8")
    assert f"**{number} Code.**" in text


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)
def test_solutions_are_folded_in_the_page_and_in_jupyterlab(chapter):
    code = (cell for cell in tagged(chapter, "solution") if cell["cell_type"] == "code")
    for cell in code:
        assert "hide-cell" in cell["metadata"]["tags"]
        assert cell["metadata"]["jupyter"] == {"source_hidden": True}
        assert set(cell["metadata"]["mystnb"]) == {"code_prompt_hide", "code_prompt_show"}


def test_every_check_is_used_once():
    used = [call(cell) for _, cell in EXERCISES]
    assert sorted(used) == sorted(checks())


def test_every_check_rejects_at_least_three_wrong_answers():
    """Each test module of a chapter lists its wrong answers as WRONG = [(check, answer, words)]."""
    tried = {name: set() for name in checks()}
    for path in Path(__file__).parent.glob("test_*.py"):
        source = importlib.util.spec_from_file_location(path.stem, path)
        if "\nWRONG = [" in path.read_text("utf-8"):
            module = importlib.util.module_from_spec(source)
            source.loader.exec_module(module)
            for check, answer, words in module.WRONG:
                tried[check.__name__].add((answer if callable(answer) else repr(answer), words))
    assert {name for name, answers in tried.items() if len({a for a, _ in answers}) < 3} == set()
