"""Decks as pages, in one folder that works wherever it is copied to."""

import json
import re
from pathlib import Path

import mistune
from nbconvert import HTMLExporter
from nbformat.v4 import new_notebook
from traitlets.config import Config

from gru_course.book.assets import Assets, collect
from gru_course.book.page import looks
from gru_course.book.state import lighten
from gru_course.book.vendor import MATHJAX, MATHJAX_SETTINGS
from gru_course.book.views import FIGURE, STATE, VIEW, plotly_figure, script, widget_view

from .code import FOLDER, HERE, deck_code
from .decks import Deck, views
from .index import index_page
from .models import needed
from .shared import SHEETS, write_shared
from .speech import spoken, without_marks

BASE = f"{FOLDER}/"
NO_FORMULAS = "gru-widget|gru-plotly|gru-output|gru-source|notes"
ROOM_ACROSS, ROOM_DOWN = 1152, 560  # pixels for code and for what it prints
LONGEST = 20  # lines of a source that a slide shows unfolded
ADVANCE, LEADING = 0.61, 1.3  # of a letter of fixed width, as shares of its size
PRIORITY = [VIEW, FIGURE, "text/html", "image/svg+xml", "text/markdown", "text/plain"]


def write_decks(decks: list[Deck], folder: Path) -> None:
    """Write the pages of the decks, the page that lists them, and all that they load."""
    assets = collect()
    write_shared(assets, folder / FOLDER)
    exporter = deck_exporter()
    for deck in decks:
        page = deck_page(deck, assets, exporter)
        (folder / f"{deck.name}.html").write_text(page, encoding="utf-8", newline="\n")
    (folder / "index.html").write_text(index_page(decks, assets), encoding="utf-8", newline="\n")


def deck_exporter() -> HTMLExporter:
    """nbconvert with the template of the decks."""
    exporter = HTMLExporter(
        template_name="deck",
        extra_template_basedirs=[str(HERE / "templates")],
        exclude_anchor_links=True,
        config=Config({"NbConvertBase": {"display_data_priority": PRIORITY}}),
    )
    exporter.register_filter("widget_view", widget_view)
    exporter.register_filter("plotly_figure", plotly_figure)
    exporter.register_filter("spoken", spoken)
    exporter.register_filter("without_marks", without_marks)
    exporter.register_filter("line", line)
    exporter.register_filter("label", label)
    exporter.register_filter("type_size", type_size)
    return exporter


def line(heading: str) -> str:
    """A heading's Markdown as HTML, its formulas left to MathJax; "1. One" is no list."""
    return str(mistune.html(f"# {heading}")).removeprefix("<h1>").removesuffix("</h1>\n")


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


def formula_settings() -> dict:
    """The book's settings of MathJax, for text as nbconvert leaves it."""
    settings = MATHJAX_SETTINGS
    return {
        **settings,
        "tex": {**settings["tex"], "inlineMath": [["$", "$"]]},
        "options": {**settings["options"], "ignoreHtmlClass": NO_FORMULAS},
        "chtml": {"matchFontHeight": False},  # a slide that is not seen has no type size
    }


def deck_page(deck: Deck, assets: Assets, exporter: HTMLExporter) -> str:
    """The page of one deck, with the state of its widgets once and their code in it."""
    shown = [model for slide in deck.slides for model, _ in views(slide)]
    state, entries = lighten(needed(deck.state, shown), assets)
    page = assets.names["page.css"]
    resources = {
        "deck": deck,
        "base": BASE,
        "sheets": SHEETS,
        "looks": f'<link rel="stylesheet" href="{BASE}{page}">' + looks(assets, entries, BASE),
        "mathjax": json.dumps(formula_settings()),
        "mathjax_file": MATHJAX,
        "figure": FIGURE,
        "longest": LONGEST,
        "state": script(STATE, state),
        "code": deck_code(entries, assets),
    }
    notebook = new_notebook(metadata={"widgets": {STATE: deck.state}})
    text, _ = exporter.from_notebook_node(notebook, resources=resources)
    return text
