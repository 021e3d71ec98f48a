"""The teaching guide names only what is there: places, exercises, presets, checks; plans add up."""

import json
import re
from itertools import pairwise
from pathlib import Path

import pytest

from gru_course import widgets
from gru_course.widgets.base import GRUWidget
from gru_press.book.ledger.claims import find

ROOT = Path(__file__).parents[3]
CHAPTERS = sorted((ROOT / "chapters").glob("[01]*.ipynb"))
GUIDE = (ROOT / "chapters" / "teaching_guide.md").read_text("utf-8")
PLACES = [words.strip("`>").split("<")[-1] for words in re.findall(r"\{place\}(`[^`]+`)", GUIDE)]


def table_after(heading):
    """The rows of the first table after a heading, as lists of cells."""
    lines = GUIDE.split(heading, 1)[1].splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith("| ---"))
    rows = []
    for line in lines[start + 1 :]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("| ").split(" | ")])
    return rows


@pytest.mark.parametrize("place", sorted(set(PLACES)))
def test_every_place_is_there(place):
    assert find(place, ROOT).page == place.split("#")[0]


def test_every_exercise_is_there():
    cells = [cell for path in CHAPTERS for cell in json.loads(path.read_text("utf-8"))["cells"]]
    known = set(re.findall(r"\*\*(\d+\.\d+) ", "\n".join("".join(c["source"]) for c in cells)))
    lines = re.findall(r"[Ee]xercises?:?[^|\n]*", GUIDE)
    lines += [row[3] for row in table_after("## Plan 3")]
    said = {number for line in lines for number in re.findall(r"\b1?\d\.\d\b", line)}
    assert len(said) > 15
    assert said <= known


def test_every_preset_is_there():
    classes = [getattr(widgets, name) for name in widgets.__all__]
    known = {
        name
        for one in classes
        if issubclass(one, GRUWidget)
        for name in getattr(one, "presets", {})
    }
    lists = re.findall(r"presets? ((?:\*[^*]+\*(?:, then |, and | and |, )?)+)", GUIDE)
    said = {name for names in lists for name in re.findall(r"\*([^*]+)\*", names)}
    assert len(said) > 15
    assert said <= known


@pytest.mark.parametrize(
    ("heading", "minutes"), [("## Plan 1", 90), ("**First lesson", 90), ("**Second lesson", 90)]
)
def test_the_minutes_of_a_plan_add_up(heading, minutes):
    spans = [[int(n) for n in row[0].split("–")] for row in table_after(heading)]
    assert spans[0][0] == 0
    assert spans[-1][1] == minutes
    assert all(before[1] == after[0] for before, after in pairwise(spans))


def test_every_misconception_has_what_breaks_it_and_a_question():
    rows = table_after("## Misconceptions")
    assert len(rows) > 12
    for said, true, breaks, ask in rows:
        assert said.startswith('"')
        assert true.endswith(".")
        assert "{place}" in breaks or "exercise" in breaks or "preset" in breaks
        assert ask.strip("`{place}").startswith('"')


def test_the_weights_of_the_rubric_give_the_marks_that_are_named():
    rows = table_after("### Rubric")
    weights = [int(re.search(r"\(×(\d)\)", row[0]).group(1)) for row in rows]
    assert {len(row) for row in rows} == {5}
    assert f"add up to {sum(weights)}, so full marks are {3 * sum(weights)}" in GUIDE
    assert f"*sound* throughout is {2 * sum(weights)}" in GUIDE
