"""The figures that the chapter on speed cites: where they come from, and one made again."""

import json
from datetime import date
from pathlib import Path

import pytest
import torch

from gru_course.lab.bench import footprint, speed
from gru_course.lab.bench.measured import Figure
from gru_course.lab.bench.suite import measure_all

STORED = Path(__file__).parents[3] / "chapters" / "results" / "bench.json"


@pytest.fixture
def document() -> dict:
    return json.loads(STORED.read_text("utf-8"))


def test_the_file_says_where_its_figures_come_from(document):
    assert document["command"].startswith("gru-course bench")
    assert document["device"] == "cpu" and document["threads"] == 1
    assert document["rounds"] >= 9
    assert document["versions"]["torch"]
    assert {"date", "load_before", "load_after"} <= set(document)


def test_the_chapter_says_which_run_it_shows(document):
    day = date.fromisoformat(document["date"])
    torch_version = document["versions"]["torch"].split("+")[0]
    chapter = (STORED.parents[1] / "10_making_it_fast.ipynb").read_text("utf-8")
    assert f"torch {torch_version}, on one thread of a CPU, on {day.day} {day:%B %Y}" in chapter


def test_every_figure_of_today_is_stored_with_its_goal(document, monkeypatch):
    """What is measured is listed without measuring: every time is a second, every peak a byte."""

    def interleaved(functions, rounds):
        return {name: [1.0] for name in functions}

    monkeypatch.setattr("gru_course.lab.bench.suite.interleaved", interleaved)
    monkeypatch.setattr(footprint, "peak_bytes", lambda work, device: 1)
    monkeypatch.setattr(footprint, "training_step", lambda layer, x: lambda: None)
    today = [(f.section, f.case, f.what, f.goal) for f in measure_all(torch.device("cpu"))]
    stored = [Figure(**figure) for figure in document["figures"]]
    assert [(f.section, f.case, f.what, f.goal) for f in stored] == today


def test_the_memory_of_a_training_step_is_what_was_stored(document):
    """The one figure that is the same on every machine: bytes, not seconds."""
    (again,) = footprint.peak(speed.SHAPES[1], torch.device("cpu"))
    stored = next(
        figure
        for figure in document["figures"]
        if (figure["section"], figure["what"]) == (again.section, again.what)
        and figure["case"] == again.case
    )
    assert again.value == pytest.approx(stored["value"], rel=0.01)
