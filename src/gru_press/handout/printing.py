"""Print pages of the book as one PDF: A4, tagged, with an outline, page numbers and links."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from gru_press.handout.built_book import Book
from gru_press.handout.chromium import showing
from gru_press.handout.document import document
from gru_press.handout.pdf_outline import starts, write_outline

WIDTH = 642  # CSS pixels between the margins of an A4 sheet: 170 mm
PAPER: dict[str, Any] = {
    "prefer_css_page_size": True,
    "print_background": True,
    "tagged": True,
    "outline": True,
}
NUMBER = """(starts) => document.querySelectorAll(".gru-contents output").forEach(
    (place, line) => { place.textContent = starts[line]; })"""
UNDRAWN = ".gru-plotly:not(.gru-drawn), mjx-merror, .math:not(:has(mjx-container))"
DRAW = Path(__file__).with_name("handout.js").read_text("utf-8")


def print_pages(
    book: Book, names: tuple[str, ...], target: Path, *, solutions: bool = False
) -> None:
    """Print the pages `names` into the file `target`. solutions: whether answers stay, opened.

    Raises RuntimeError when no Chromium starts, or when a figure or an equation was not drawn.
    """
    with showing(document(book, names, solutions=solutions), book.folder, width=WIDTH) as page:
        draw(page)
        target.parent.mkdir(parents=True, exist_ok=True)
        page.pdf(path=target, **PAPER)
        if len(names) > 1:  # only what is printed knows the numbers for the table of contents
            page.evaluate(NUMBER, starts(target)[1:])  # the contents' own sheet comes first
            page.pdf(path=target, **PAPER)
        headings = page.locator("h1, h2, h3, h4").all_inner_texts()
    write_outline(target, [" ".join(heading.split()) for heading in headings], book.authors)


def draw(page: Page) -> None:
    """Let the page finish its figures and equations. Raises RuntimeError when it could not."""
    page.evaluate(DRAW)
    failed = page.locator(UNDRAWN).count()
    if failed:
        raise RuntimeError(f"every figure and equation must be drawn, got {failed} that are not")
