"""What all decks load, put beside them once: looks, reveal.js, fonts, plotly.js."""

from pathlib import Path

from pygments.formatters import HtmlFormatter

from gru_press.book.assets import Assets
from gru_press.book.mathematics.typesetter import Typesetter
from gru_press.book.pages.head import FORMULAS
from gru_press.book.theme.minify import small
from gru_press.book.vendor import copy_fonts, copy_plotly
from gru_press.slides.deck_script import HERE
from gru_press.slides.vendor import copy_reveal

SHEETS = ("code.css", "deck.css", "widgets.css")
CODE = ".gru-slides .highlight"
LIGHT, DARK = "a11y-high-contrast-light", "a11y-high-contrast-dark"  # the book's


def write_shared(assets: Assets, typesetter: Typesetter, folder: Path) -> None:
    """Write the stylesheets of the widgets and of the decks, and copy the libraries of others.

    typesetter: has set the formulas of the decks.
    """
    folder.mkdir(parents=True)
    texts = {name: text for name, text in assets.contents.items() if not name.endswith(".js")}
    for sheet in SHEETS:
        text = code_colours() if sheet == "code.css" else (HERE / sheet).read_text("utf-8")
        texts[sheet] = small(sheet, text)
    texts[FORMULAS] = small(FORMULAS, typesetter.stylesheet())
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    copy_reveal(folder)
    copy_fonts(folder, typesetter.fonts())
    copy_plotly(folder)


def code_colours() -> str:
    """The colours of code, in the light and in the dark."""
    light = HtmlFormatter(style=LIGHT).get_style_defs(CODE)
    return light + HtmlFormatter(style=DARK).get_style_defs(f'html[data-theme="dark"] {CODE}')
