"""The figures that the chapter on speed cites: where they come from, and one made again."""

import json
from pathlib import Path

import pytest
import torch

from gru_course.benchmark import footprint, speed
from gru_course.benchmark.figures import Figure

STORED = Path(__file__).parents[2] / "chapters" / "results" / "bench.json"


@pytest.fixture
def document() -> dict:
    return json.loads(STORED.read_text("utf-8"))


def test_the_file_says_where_its_figures_come_from(document):
    assert document["command"].startswith("gru-course bench")
    assert document["device"] == "cpu" and document["threads"] == 1
    assert document["rounds"] >= 9
    assert document["versions"]["torch"]
    assert {"date", "load_before", "load_after"} <= set(document)


def test_all_that_has_a_goal_was_measured(document):
    stored = {(f["case"], f["what"]): Figure(**f) for f in document["figures"]}
    for shape, goals in speed.TRAINING_GOALS.items():
        for what, goal in goals.items():
            assert stored[speed.case(shape), what].goal == goal


def test_the_memory_of_a_training_step_is_what_was_stored(document):
    """The one figure that is the same on every machine: bytes, not seconds."""
    (again,) = footprint.peak(speed.SHAPES[1], torch.device("cpu"))
    stored = next(
        figure
        for figure in document["figures"]
        if (figure["section"], figure["case"]) == (again.section, again.case)
    )
    assert again.value == pytest.approx(stored["value"], rel=0.01)
