"""Every figure as SVG and PNG, with its caption and licence, for slides of one's own."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path

from playwright.sync_api import Page

from gru_press.handout.built_book import LICENCE, LICENCE_ADDRESS, Book
from gru_press.handout.chromium import showing
from gru_press.handout.document import document
from gru_press.handout.joined_links import anchor
from gru_press.handout.printing import WIDTH, draw

FIND = Path(__file__).with_name("figures.js").read_text("utf-8")
LONGEST = 48  # characters of a caption in a file's name
LIST = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Figures of {title}</title>
<style>
body {{ margin: 2rem auto; max-width: 60rem; font: 1rem/1.5 sans-serif; }}
img {{ width: 20rem; border: 1px solid #ccc; }}
td {{ padding: .75rem; vertical-align: top; border-top: 1px solid #ccc; }}
</style>
</head>
<body>
<h1>Figures of {title}</h1>
<p>By the {authors}, under <a href="{address}">{licence}</a>: name the authors and the licence where
you show them.</p>
<table>
{rows}
</table>
</body>
</html>
"""
ROW = """<tr>
<td><img src="{file}.svg" alt="{alt}" loading="lazy"></td>
<td><strong>{caption}</strong><br>{words}From {chapter}. {authors}, {licence}.<br>
<a href="{file}.svg">{file}.svg</a> · <a href="{file}.png">{file}.png</a></td>
</tr>"""


@dataclass(frozen=True)
class Figure:
    """One figure. file: its name without ending. alt: it in words. svg: the drawing, complete."""

    file: str
    chapter: str
    caption: str
    alt: str
    svg: str


def write_figures(book: Book, names: tuple[str, ...], folder: Path) -> list[Figure]:
    """Write the figures of the pages `names` into a folder: SVG, PNG (twice as large), index.html.

    Raises RuntimeError when no Chromium starts, or when a figure was not drawn.
    """
    with showing(document(book, names), book.folder, width=WIDTH) as page:
        draw(page)
        figures = list(_named(page.evaluate(FIND), names, book))
        folder.mkdir(parents=True, exist_ok=True)
        for figure in figures:
            (folder / f"{figure.file}.svg").write_text(figure.svg, "utf-8", newline="\n")
            _photograph(page, figure.svg, folder / f"{figure.file}.png")
    (folder / "index.html").write_text(_list(book, figures), "utf-8", newline="\n")
    return figures


def _named(found: list[list[str]], names: tuple[str, ...], book: Book) -> Iterator[Figure]:
    """Files are named by chapter, place in it, and what they show."""
    places = dict.fromkeys(names, 0)
    ids = {anchor(name): name for name in names}
    for section, kind, caption, alt, svg in found:
        name = ids[section]
        places[name] += 1
        shown = _slug(caption) if kind == "figure" else kind.replace("_", "-")
        chapter = name.rpartition("/")[2]
        words = escape(f"{alt} {book.title}, {book.authors}, {LICENCE}, {LICENCE_ADDRESS}")
        told = f"<title>{escape(caption)}</title><desc>{words}</desc>"
        head, tag, drawing = re.split(r"(<svg\b[^>]*>)", svg, maxsplit=1)
        svg = f"{head}{tag}{told}{drawing}"
        yield Figure(f"{chapter}-{places[name]:02}-{shown}", chapter, caption or alt, alt, svg)


def _slug(caption: str) -> str:
    """A caption as part of a file's name, cut at a word."""
    words = re.sub(r"[^a-z0-9]+", "-", caption.lower()).strip("-")
    return words if len(words) <= LONGEST else words[:LONGEST].rpartition("-")[0]


def _photograph(page: Page, svg: str, target: Path) -> None:
    page.set_content(f'<body style="margin: 0; background: #fff">{svg}</body>')
    page.locator("svg").first.screenshot(path=target, animations="disabled")


def _list(book: Book, figures: list[Figure]) -> str:
    about = {"authors": escape(book.authors), "licence": LICENCE}
    rows = [
        ROW.format(
            file=f.file,
            chapter=f.chapter,
            caption=escape(f.caption),
            alt=escape(f.alt),
            words=f"{escape(f.alt)}<br>" if f.alt != f.caption else "",
            **about,
        )
        for f in figures
    ]
    title = escape(book.title)
    return LIST.format(title=title, address=LICENCE_ADDRESS, rows="\n".join(rows), **about)
