"""Decks as pages, in one folder that works wherever it is copied to."""

import re
from pathlib import Path

from nbconvert import HTMLExporter
from nbformat.v4 import new_notebook
from traitlets.config import Config

from gru_press.book.assets import Assets, collect
from gru_press.book.pages.head import FORMULAS, looks
from gru_press.book.pages.widget_places import (
    FIGURE,
    STATE,
    VIEW,
    plotly_figure,
    script,
    widget_view,
)
from gru_press.book.pages.widget_state import without_code
from gru_press.book.policy import guarded
from gru_press.slides.deck_assets import SHEETS, write_shared
from gru_press.slides.deck_script import FOLDER, HERE, deck_code
from gru_press.slides.decks import Deck, views
from gru_press.slides.index import index_page
from gru_press.slides.needed_widgets import needed
from gru_press.slides.slide_markdown import SlideText
from gru_press.slides.speaker_notes import spoken, without_marks
from gru_press.slides.vendor import speaker_script

BASE = f"{FOLDER}/"
ROOM_ACROSS, ROOM_DOWN = 1152, 560  # pixels for code and for what it prints
LONGEST = 20  # lines of a source that a slide shows unfolded
ADVANCE, LEADING = 0.61, 1.3  # of a letter of fixed width, as shares of its size
PRIORITY = [VIEW, FIGURE, "text/html", "image/svg+xml", "text/markdown", "text/plain"]


def write_decks(decks: list[Deck], folder: Path) -> None:
    """Write the pages of the decks, the page that lists them, and all that they load."""
    assets, text = collect(), SlideText()
    exporter = deck_exporter(text)
    pages = {deck.name: deck_page(deck, assets, exporter) for deck in decks}
    write_shared(assets, text.typesetter, folder / FOLDER)
    for name, page in pages.items():
        (folder / f"{name}.html").write_text(page, encoding="utf-8", newline="\n")
    (folder / "index.html").write_text(index_page(decks, assets), encoding="utf-8", newline="\n")


def deck_exporter(text: SlideText) -> HTMLExporter:
    """nbconvert with the template of the decks. text: what turns Markdown into HTML."""
    exporter = HTMLExporter(
        template_name="deck",
        extra_template_basedirs=[str(HERE / "templates")],
        config=Config({"NbConvertBase": {"display_data_priority": PRIORITY}}),
    )
    exporter.register_filter("widget_view", widget_view)
    exporter.register_filter("plotly_figure", plotly_figure)
    exporter.register_filter("spoken", spoken)
    exporter.register_filter("without_marks", without_marks)
    exporter.register_filter("markdown2html", text.block)
    exporter.register_filter("line", text.line)
    exporter.register_filter("label", label)
    exporter.register_filter("type_size", type_size)
    return exporter


def label(code: str) -> str:
    """What stands for folded code: the first thing that it defines, if it defines one."""
    defined = re.search(r"^(?:def|class) (\w+)", code, re.MULTILINE)
    return f"Code: {defined[1]}" if defined else "Code"


def type_size(text: str, largest: int, parts: int = 1) -> str:
    """The type in which a text of fixed width fits a slide, in pixels: as large as it can be.

    parts: how many outputs share the slide.
    """
    lines = text.rstrip("\n").split("\n")
    across = ROOM_ACROSS / (ADVANCE * max(map(len, lines), default=1) + 1)
    down = ROOM_DOWN / parts / (LEADING * len(lines))
    return f"--gru-type:{min(largest, across, down):.1f}px"


def deck_page(deck: Deck, assets: Assets, exporter: HTMLExporter) -> str:
    """The page of one deck, with the state of its widgets once and their code in it."""
    shown = [model for slide in deck.slides for model, _ in views(slide)]
    state, entries = without_code(needed(deck.state, shown), assets)
    page = assets.names["page.css"]
    resources = {
        "deck": deck,
        "base": BASE,
        "sheets": (*SHEETS, FORMULAS),
        "looks": f'<link rel="stylesheet" href="{BASE}{page}">' + looks(assets, entries, BASE),
        "figure": FIGURE,
        "longest": LONGEST,
        "models": deck.state,
        "state": script(STATE, state),
        "code": deck_code(entries, assets),
    }
    notebook = new_notebook(metadata={"widgets": {STATE: deck.state}})
    text, _ = exporter.from_notebook_node(notebook, resources=resources)
    return guarded(text, free_styles=True, speaker=speaker_script())
