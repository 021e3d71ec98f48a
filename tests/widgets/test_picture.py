"""Still pictures: values land where the axes say, in the inks of the palette, as sound SVG."""

import re
from xml.etree import ElementTree

import pytest

from gru_course.palette import CANDIDATE, RESET
from gru_course.widgets.shared.picture import HEIGHT, WIDTH, Picture, decimal

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def picture():
    return Picture(x=(0, 10), y=(-1, 1), x_label="time step t", y_label="state h")


def parsed(picture: Picture):
    return ElementTree.fromstring(picture.svg("A title."))


def test_equal_steps_in_a_value_are_equal_steps_in_the_drawing(picture):
    assert picture.across(5) - picture.across(0) == picture.across(10) - picture.across(5)
    assert picture.up(0) - picture.up(1) == picture.up(-1) - picture.up(0)
    assert 0 < picture.across(0) < picture.across(10) < WIDTH
    assert 0 < picture.up(1) < picture.up(-1) < HEIGHT  # larger values are higher up


def test_a_line_goes_through_its_points_in_its_ink(picture):
    picture.line("reset", [(0, -1), (10, 1)])
    path = parsed(picture).find(f"{SVG}path")
    assert re.findall(r"[\d.]+", path.get("d")) == [
        f"{picture.across(0)}",
        f"{picture.up(-1)}",
        f"{picture.across(10)}",
        f"{picture.up(1)}",
    ]
    assert path.get("stroke") == "var(--gru-reset)"
    assert path.get("stroke-dasharray") == RESET.dash


def test_a_solid_line_has_no_pattern(picture):
    picture.line("state", [(0, 0), (10, 0)])
    assert parsed(picture).find(f"{SVG}path").get("stroke-dasharray") is None


def test_a_dot_stands_at_its_values(picture):
    picture.dot("candidate", 2.5, -0.5, "n")
    dot = parsed(picture).find(f"{SVG}circle")
    assert float(dot.get("cx")) == picture.across(2.5)
    assert float(dot.get("cy")) == picture.up(-0.5)
    assert dot.get("fill") == "var(--gru-candidate)"
    assert CANDIDATE.light not in picture.svg("A title.")  # the theme decides, not the drawing


@pytest.mark.parametrize(
    "side, right, below",
    [("right", 1, 0), ("left", 0, 0), ("below-right", 1, 1), ("below-left", 0, 1)],
)
def test_a_note_stands_on_the_side_asked_for(picture, side, right, below):
    picture.note(5, 0, "here", side)
    note = parsed(picture).findall(f"{SVG}text")[-1]
    assert (float(note.get("x")) > picture.across(5)) == right
    assert (float(note.get("y")) > picture.up(0)) == below
    assert note.get("text-anchor") == ("start" if right else "end")


def test_ticks_show_their_values_with_a_true_minus(picture):
    picture.ticks(x=(0, 5), y=(-1, 0.5))
    texts = [text.text for text in parsed(picture).findall(f"{SVG}text")]
    assert texts == ["time step t", "state h", "0", "5", "−1", "0.5"]


def test_text_cannot_become_an_element():
    picture = Picture(x=(0, 1), y=(0, 1), x_label='<script>"', y_label="a & b")
    picture.dot("state", 0, 0, "<b>")
    root = ElementTree.fromstring(picture.svg('"><script>'))
    assert root.get("aria-label") == '"><script>'
    assert {element.tag for element in root.iter()} == {
        f"{SVG}{tag}" for tag in ("svg", "text", "circle")
    }


@pytest.mark.parametrize("value, text", [(-0.4, "−0.40"), (0.8, "0.80"), (-0.001, "0.00")])
def test_decimals_are_written_for_people(value, text):
    assert decimal(value) == text
