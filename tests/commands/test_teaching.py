"""Copies, handouts and figures: the words that the package gets."""

import sys
from pathlib import Path

import pytest


@pytest.mark.parametrize(
    ("given", "handed_on"),
    [
        (["handout"], "handout {root} {root}/_build/html {root}/_build/handout"),
        (
            ["handout", "02", "03", "--solutions", "--output", "pdf"],
            "solutions {root} {root}/_build/html {here}/pdf 02 03",
        ),
        (["figures", "svg"], "figures {root} {root}/_build/html {here}/svg"),
        (["figures", "svg", "02"], "figures {root} {root}/_build/html {here}/svg 02"),
    ],
)
def test_handouts_and_figures_are_made_of_the_built_book(ready, monkeypatch, given, handed_on):
    done = []
    for name in ("02_two.ipynb", "03_three.md"):
        (ready.places.ROOT / "chapters" / name).touch()
    monkeypatch.setattr(ready.browsers, "get_chromium", lambda: done.append("browser"))
    monkeypatch.setattr(ready.book, "build", lambda: done.append("book"))
    monkeypatch.setattr(sys, "argv", ["course.py", *given])
    assert ready.course.main() is None
    assert done == ["browser", "book"]
    assert len(ready.ran("-e .[handout]")) == 1
    words = handed_on.format(root=ready.places.ROOT, here=Path.cwd())
    assert ready.commands[-1].endswith(f"-m gru_press.handout {words}")


@pytest.mark.parametrize("given", [["handout", "99"], ["figures", "svg", "99"]])
def test_an_unknown_chapter_is_refused_before_anything_is_made(ready, monkeypatch, given):
    monkeypatch.setattr(sys, "argv", ["course.py", *given])
    with pytest.raises(ready.steps.Failure, match=r"No chapter starts with 99\."):
        ready.course.main()
    assert ready.ran("gru_press.handout") == []


def test_a_handout_that_was_not_made_is_a_failure(ready, monkeypatch):
    monkeypatch.setattr(ready.browsers, "get_chromium", lambda: None)
    monkeypatch.setattr(ready.book, "build", lambda: None)
    ready.outcomes["gru_press.handout"] = False
    monkeypatch.setattr(sys, "argv", ["course.py", "handout"])
    with pytest.raises(ready.steps.Failure, match="The handout could not be made"):
        ready.course.main()
