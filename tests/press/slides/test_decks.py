"""The slides of chapters and of the lecture, in order, with their notes, times and widgets."""

import nbformat
import pytest

from gru_press.book.pages.widget_places import STATE, VIEW
from gru_press.slides.decks import Slide, chapter_deck, lecture_deck, views
from gru_press.slides.needed_widgets import needed


def text(source, name, **slideshow):
    cell = {"cell_type": "markdown", "id": name, "metadata": {}, "source": source}
    return cell | {"metadata": {"slideshow": slideshow}} if slideshow else cell


def code(source, name, module=None, **slideshow):
    cell = text(source, name, **slideshow) | {"cell_type": "code", "outputs": []}
    if module:
        data = {VIEW: {"model_id": f"model of {name}"}}
        cell["outputs"] = [{"data": data, "metadata": {VIEW: {"module": module}}}]
    return cell


def chapter(*cells, state=None):
    widgets = {"widgets": {STATE: {"state": state}}} if state else {}
    return {"cells": list(cells), "metadata": widgets}


CHAPTER = chapter(
    text("# The gate\n\nIt opens. It closes.", "a", slide_type="slide", show="lead"),
    code("import torch", "b", slide_type="skip"),
    text("## Predict first", "c", slide_type="slide"),
    code("Prediction()", "d", "prediction"),
    text("Move it.", "e", slide_type="subslide"),
    code("UpdateGate()", "f", "update_gate"),
    text("So much for that.\n\n## The equation\n\n$$x$$\n\nSaid.\n\n### Below\n\n$$y$$", "g"),
    code("print(1)", "h", slide_type="fragment"),
    text("A word to the speaker.", "i", slide_type="notes"),
    state={"model of f": {"model_name": "AnyModel", "state": {}}},
)


def test_cells_and_headings_make_slides():
    deck = chapter_deck(CHAPTER, "03_gate")
    assert (deck.name, deck.title) == ("03_gate", "The gate")
    assert [(s.name, s.title, s.level, s.below) for s in deck.slides] == [
        ("a", "The gate", 1, False),
        ("c", "Predict first", 2, False),
        ("e", "Predict first", 0, True),
        ("g", "The equation", 2, False),
        ("g-2", "Below", 3, True),
    ]
    assert [[cell["id"] for cell in s.cells] for s in deck.slides] == [
        ["a"], ["d"], ["f"], ["g"], ["g", "h"],
    ]  # fmt: skip
    assert [len(column) for column in deck.columns] == [1, 2, 2]


def test_every_word_is_shown_or_said_on_its_slide():
    notes = [slide.notes for slide in chapter_deck(CHAPTER, "x").slides]
    assert notes == [
        ["It opens. It closes."],
        [],
        ["Move it.", "So much for that."],
        ["Said."],
        ["A word to the speaker."],
    ]


def test_only_a_slide_with_a_prediction_asks():
    deck = chapter_deck(CHAPTER, "x")
    assert [slide.name for slide in deck.slides if slide.asks] == ["c"]
    assert views(deck.slides[2])[0][0] == "model of f"


def test_a_slide_with_nothing_to_see_is_refused():
    empty = chapter(text("# A", "a"), text("Only said.", "b", slide_type="slide"))
    with pytest.raises(ValueError, match="slide b of x must show something, got notes only"):
        chapter_deck(empty, "x")


PLAN = """\
title = "Two parts"
[[part]]
chapter = "03_gate"
minutes = 2
slides = ["g", "c"]
[[part]]
chapter = "03_gate"
minutes = 1
slides = ["e"]
"""


def test_a_lecture_is_made_of_slides_of_the_chapters_with_their_time(tmp_path):
    plan = tmp_path / "lecture.toml"
    plan.write_text(PLAN)
    deck = lecture_deck(plan, {"03_gate": chapter_deck(CHAPTER, "03_gate")})
    assert (deck.name, deck.title) == ("lecture", "Two parts")
    assert [(s.name, s.below, s.seconds) for s in deck.slides] == [
        ("cover", False, None),
        ("g", False, 60),
        ("c", True, 60),
        ("e", False, 60),
    ]
    assert deck.slides[0].cells[0]["source"] == "- The gate\n- The gate"
    assert list(deck.state["state"]) == ["model of f"]
    plan.write_text(PLAN.replace('"e"', '"e", "nowhere"'))
    with pytest.raises(ValueError, match="03_gate must have the slides nowhere"):
        lecture_deck(plan, {"03_gate": chapter_deck(CHAPTER, "03_gate")})


def test_a_deck_takes_the_models_that_it_shows_and_those_that_they_need():
    def model(name="AnyModel", **state):
        return {"model_name": name, "state": state}

    state = {
        "shown": model(layout="IPY_MODEL_1a"),
        "1a": model(),
        "other": model(),
        "link": model("LinkModel", source=["IPY_MODEL_1a", "x"], target=["IPY_MODEL_1a", "y"]),
        "dead": model("LinkModel", source=["IPY_MODEL_1a", "x"], target=["IPY_MODEL_9", "y"]),
    }
    assert set(needed({"state": state}, ["shown"])["state"]) == {"shown", "1a", "link"}


def test_every_chapter_makes_slides_and_the_lecture_takes_ninety_minutes(pytestconfig):
    folder = pytestconfig.rootpath / "chapters"
    decks = {
        path.stem: chapter_deck(nbformat.read(path, 4), path.stem)
        for path in sorted(folder.glob("*.ipynb"))
    }
    for deck in decks.values():
        names = [slide.name for slide in deck.slides]
        assert len(names) == len(set(names))
        assert 7 <= len(names) <= 40, deck.name
        assert isinstance(deck.slides[0], Slide)
        assert deck.slides[0].level == 1
    lecture = lecture_deck(folder / "lecture.toml", decks)
    minutes = sum(slide.seconds or 0 for slide in lecture.slides) / 60
    assert 89 < minutes <= 90
