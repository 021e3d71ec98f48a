"""The pictures of pages where their links are shared, and the icons."""

import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from PIL import Image, ImageFont

from gru_course.palette import CANDIDATE, STATE, UPDATE
from gru_press.book.pages import cards, course_picture

INKS = [tuple(bytes.fromhex(ink.light[1:])) for ink in (STATE, CANDIDATE, UPDATE)]
LONG = "A second memory, and what it is for, and for whom: on how many lines the words will stand"


def near(image, place, colour):
    return all(abs(a - b) < 12 for a, b in zip(image.getpixel(place), colour, strict=True))


def test_a_card_has_the_size_that_is_asked_for_and_the_colours_of_the_course(tmp_path):
    cards.write_card(tmp_path / "card.png", "The reset gate: what it lets through", "The course")
    card = Image.open(tmp_path / "card.png").convert("RGB")
    assert card.size == (1200, 630)
    assert near(card, (300, 440), INKS[0]) and near(card, (1100, 440), INKS[1])
    assert near(card, (808, 440), INKS[2])


@pytest.mark.parametrize("title", ["Glossary", LONG])
def test_a_card_keeps_its_words_inside_and_off_the_picture(tmp_path, title):
    cards.write_card(tmp_path / "card.png", title, "The course")
    card = Image.open(tmp_path / "card.png").convert("L").point(lambda light: 255 * (light < 128))
    left, top, right, bottom = card.crop((0, 0, 1200, 385)).getbbox()
    assert left >= cards.MARGIN - 5 and right <= 1200 - cards.MARGIN
    assert top > 40 and bottom < 380


def test_two_titles_make_two_cards(tmp_path):
    for name in ("one.png", "two.png"):
        cards.write_card(tmp_path / name, f"Chapter {name}", "The course")
    assert (tmp_path / "one.png").read_bytes() != (tmp_path / "two.png").read_bytes()


def test_words_break_where_they_no_longer_fit():
    assert cards.wrapped("a bb ccc", lambda words: len(words) <= 4) == ["a bb", "ccc"]
    assert cards.wrapped("incomprehensible", lambda words: False) == ["incomprehensible"]
    assert cards.wrapped("", len) == []


def test_the_fonts_have_the_letters_of_titles():
    for font in (cards.BOLD, cards.REGULAR):
        face = ImageFont.truetype(font, 40)
        missing = face.getmask("￿").getbbox()
        assert [
            letter for letter in "aZ09.,:;?!’“”–()" if face.getmask(letter).getbbox() == missing
        ] == []


@pytest.mark.parametrize(("name", "size"), course_picture.ICONS.items())
def test_an_icon_shows_what_the_drawing_shows(tmp_path, name, size):
    course_picture.write_icons(tmp_path)
    icon = Image.open(tmp_path / name).convert("RGB")
    assert icon.size == (size, size)
    unit = size / course_picture.SIZE
    for (x, y), colour in zip([(7, 10), (25, 10), (18, 10)], INKS, strict=True):
        assert near(icon, (round(x * unit), round(y * unit)), colour)
    assert near(icon, (1, 1), (255, 255, 255))


def test_the_drawing_is_well_formed():
    assert ElementTree.fromstring(course_picture.svg()).get("viewBox") == "0 0 32 32"


def test_the_icons_that_are_named_are_written(tmp_path):
    course_picture.write_icons(tmp_path)
    named = {part.split('"')[0] for part in course_picture.links("").split('href="')[1:]}
    assert named == {path.name for path in Path(tmp_path).iterdir()}
