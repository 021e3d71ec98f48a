"""Pages of decks: nbconvert's cells, the widgets' state once, all code inside, type that fits."""

import json
import re

import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from gru_course.widgets import UpdateGate
from gru_press.book.assets import collect
from gru_press.book.pages.widget_places import STATE, VIEW
from gru_press.slides.deck_script import deck_code
from gru_press.slides.decks import Deck, chapter_deck
from gru_press.slides.export import deck_exporter, deck_page, label, type_size
from gru_press.slides.index import index_page
from gru_press.slides.slide_markdown import SlideText
from gru_press.slides.speaker_notes import in_a_line
from gru_press.slides.vendor import copy_reveal

ASSETS = collect()
TEXT = SlideText()


def notebook():
    widget = UpdateGate()
    data, metadata = widget._repr_mimebundle_()
    shown = new_output(
        "execute_result", {**data, "text/plain": "UpdateGate(z=0.5)"}, metadata=metadata
    )
    printed = new_output("stream", name="stdout", text="tensor([1 < 2])\n")
    values = {name: value for name, value in widget.get_state().items() if name != "layout"}
    state = {
        widget.model_id: {
            "model_name": "AnyModel",
            "model_module": "anywidget",
            "state": json.loads(json.dumps(values, default=str)),
        }
    }
    return new_notebook(
        metadata={"widgets": {STATE: {"state": state, "version_major": 2, "version_minor": 0}}},
        cells=[
            new_markdown_cell("# The `gate` $z_t$\n\n$$z_t$$\n\nSaid of $z_t$."),
            new_code_cell("def double(x):\n    return 2 * x", outputs=[printed]),
            new_code_cell("UpdateGate()", outputs=[shown], metadata={"tags": ["remove-input"]}),
        ],
    )


def formula(display=False):
    """z_t as nbconvert writes it: it sorts the attributes."""
    return str(BeautifulSoup(TEXT.typesetter.set_formula("z_t", display=display), "html.parser"))


@pytest.fixture(scope="module")
def page():
    return deck_page(chapter_deck(notebook(), "03_gate"), ASSETS, deck_exporter(TEXT))


def test_a_slide_shows_heading_equation_code_output_and_widget(page):
    assert f"<h1>The <code>gate</code> {formula()}</h1>" in page
    assert "<title>The gate zt</title>" in page
    assert formula(display=True) in page
    assert "<summary>Code: double</summary>" in page
    assert "tensor([1 &lt; 2])" in page
    assert page.count('class="gru-widget" data-module="update_gate"') == 1
    assert "UpdateGate(z=0.5)" not in page
    assert "UpdateGate()" not in page  # its input is removed, as in the book
    assert '<aside class="notes"><p>Said of <i>z<sub>t</sub></i>.</p>\n</aside>' in page


def test_the_state_stands_in_the_page_once_and_without_code(page):
    (state,) = re.findall(rf'<script type="{re.escape(STATE)}">(.*?)</script>', page)
    (record,) = json.loads(state)["state"].values()
    assert record["state"]["_published"] == ASSETS.names["update_gate.js"]
    assert "_esm" not in record["state"]
    assert VIEW in page


def test_a_page_names_no_other_host_and_loads_no_module(page):
    loaded = re.findall(r'<(?:script|link)[^>]* (?:src|href)="([^"]+)"', page)
    assert len(loaded) >= 7
    assert all(address.startswith("assets/") for address in loaded)
    assert 'type="module" src' not in page
    assert "modulepreload" not in page


def test_the_code_of_a_deck_holds_what_its_widgets_need_and_no_more():
    code = deck_code({"update_gate.js"}, ASSETS)
    assert not re.search(r"^[ \t]*import\b|\bimport\(`", code, re.MULTILINE)
    assert ASSETS.names["update_gate.js"] in code
    assert "module_train_here" not in code
    assert "</script" not in code
    assert len(code) < len(deck_code({"update_gate.js", "train_here.js"}, ASSETS))


def test_type_is_as_large_as_the_longest_line_and_the_number_of_lines_allow():
    assert type_size("short", 32) == "--gru-type:32.0px"
    assert type_size("x" * 80, 32) == "--gru-type:23.1px"
    assert type_size("x\n" * 36, 32) == "--gru-type:12.0px"
    assert type_size("x\n" * 36, 32, 2) == "--gru-type:6.0px"
    assert type_size("", 32) == "--gru-type:32.0px"


def test_a_heading_with_a_number_is_no_list_where_it_is_said():
    assert in_a_line("8. The $a$") == "8. The <i>a</i>"


def test_folded_code_is_named_by_what_it_defines():
    assert label("x = 1\ndef step(x):\n    pass") == "Code: step"
    assert label("print(1)") == "Code"


def test_the_list_of_decks_leads_to_each_with_its_length():
    deck = chapter_deck(notebook(), "03_gate")
    deck.slides[0].seconds = 120
    page = index_page([deck, Deck("04", "Two < three", deck.slides[:0], {})], ASSETS)
    assert '<a href="03_gate.html">The <code>gate</code> <i>z<sub>t</sub></i></a>' in page
    assert "(1 slides, 2 minutes)" in page
    assert '<a href="04.html">Two &lt; three</a> (0 slides)' in page


def test_reveal_comes_with_its_licence(tmp_path):
    copy_reveal(tmp_path)
    names = sorted(path.name for path in (tmp_path / "reveal").iterdir())
    assert names == ["LICENSE", "notes.js", "reveal.css", "reveal.js"]
    assert "5.2." in (tmp_path / "reveal" / "reveal.js").read_text(encoding="utf-8")[:100]
