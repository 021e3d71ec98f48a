"""Links of the book lead inside the handout, or nowhere; ids of two pages never meet."""

import pytest
from bs4 import BeautifulSoup

from gru_press.handout.joined_links import anchor, join, resolved

PRESENT = ("index", "chapters/02_reset_gate", "chapters/03_update_gate")
HERE = "chapters/03_update_gate"


def joined(text: str) -> BeautifulSoup:
    tree = BeautifulSoup(text, "html.parser")
    join(tree, HERE, PRESENT)
    return tree


@pytest.mark.parametrize(
    ("href", "leads_to"),
    [
        ("#two-books", "#chapters-03_update_gate--two-books"),
        ("02_reset_gate.html", "#chapters-02_reset_gate"),
        ("02_reset_gate.html#why", "#chapters-02_reset_gate--why"),
        ("../index.html", "#index"),
        ("https://example.org/a.html", "https://example.org/a.html"),
    ],
)
def test_a_link_leads_to_the_place_in_the_document(href, leads_to):
    assert joined(f'<a href="{href}">words</a>').a["href"] == leads_to


@pytest.mark.parametrize(
    "link",
    [
        '<a href="09_training.html">words</a>',
        '<a href="09_training.html#loss">words</a>',
        '<a href="../_static/weights.json">words</a>',
        '<a href="data:audio/midi;base64,AA" download="tune.mid">words</a>',
        "<a>words</a>",
    ],
)
def test_a_link_to_what_is_not_there_becomes_its_words(link):
    tree = joined(link)
    assert tree.a is None
    assert tree.get_text() == "words"


def test_ids_and_what_refers_to_them_belong_to_the_page():
    tree = joined('<h2 id="why">Why</h2><p id="a"></p><figure aria-labelledby="a why"></figure>')
    assert tree.h2["id"] == anchor(HERE, "why")
    assert tree.figure["aria-labelledby"] == f"{anchor(HERE, 'a')} {anchor(HERE, 'why')}"


def test_drawings_keep_their_own_ids():
    drawing = '<svg id="notes"><symbol id="clef"></symbol><use href="#clef"></use></svg>'
    assert str(joined(drawing)) == drawing


def test_pictures_are_found_from_the_folder_of_the_book():
    assert joined('<img src="../_images/a.png"/>').img["src"] == "_images/a.png"
    assert resolved("index", "_static/a.css") == "_static/a.css"
    assert resolved(HERE, "data:image/png;base64,AA") == "data:image/png;base64,AA"
