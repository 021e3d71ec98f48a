"""What a page of the book weighs on the first visit and after another page, and how calm it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from playwright.sync_api import Page

from benchmarks.page.browser import Reader
from benchmarks.page.figures import Figure
from benchmarks.page.loads import Load, Loads, kilobytes, twice

SETTLED = 1000  # milliseconds after the last answer
LOOK_AFTER = 300  # milliseconds that a reader looks before the next thing
PARTS = ("page", "theme", "ours", "mathematics", "figures")


@dataclass(frozen=True)
class Visit:
    """A page, opened by a reader whose browser kept nothing, and then the page after it.

    first, second: what each loaded, without what the browser had kept. shift: the layout shift of
    the first, blocked: its total blocking time in ms, both by web.dev's measure.
    """

    first: list[Load]
    second: list[Load]
    shift: float
    blocked: float
    wait: float  # the longest wait for an answer to the reader's hand, in ms; 0 if it did nothing


def visit(reader: Reader, address: str, *, width: int = 1280, use: bool = False) -> Visit:
    """Open a page as a reader does; with `use`, also move what can be moved."""
    with reader.tab(width=width) as page:
        loads = Loads(page)
        open_whole(page, address)
        first = loads.take()
        shift, blocked = page.evaluate("[costs.shift, costs.blocked]")
        wait = longest_wait(page) if use else 0.0
        following = page.locator(".right-next, .navbar-brand").last.evaluate("link => link.href")
        loads.take()
        open_whole(page, following)
        second = loads.take()
    return Visit(first, second, shift, blocked, wait)


def open_whole(page: Page, address: str) -> None:
    """Open a page, and wait until it asks for nothing more."""
    page.goto(address)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(SETTLED)


def longest_wait(page: Page) -> float:
    """Use a page as a reader does, and return the longest wait until it showed an answer, in ms."""
    page.locator(".theme-switch-button:visible").first.click()
    page.wait_for_timeout(LOOK_AFTER)
    page.keyboard.press("Control+k")
    page.keyboard.type("gate", delay=50)
    page.keyboard.press("Escape")
    page.wait_for_timeout(LOOK_AFTER)
    fold = page.locator("main summary:visible")
    if fold.count():
        fold.first.click()
        page.wait_for_timeout(LOOK_AFTER)
    slider = page.locator(".gru input[type=range]:visible:enabled")
    if slider.count():
        slider.first.focus()
        for _ in range(10):
            page.keyboard.press("ArrowRight", delay=30)
    page.wait_for_timeout(LOOK_AFTER)
    return page.evaluate("costs.longestWait")


def weights_of(name: str, url: str, reader: Reader) -> Iterator[Figure]:
    """All figures of a page's weight and calm, each beside its goal."""
    seen = visit(reader, f"{url}{name}.html", use=True)
    phone = visit(reader, f"{url}{name}.html", width=375)
    figure = partial(Figure, section="weight", case=Path(name).name)
    rest = kilobytes(seen.first) - kilobytes(seen.first, "mathematics", "figures")
    parts = ", ".join(f"{part} {kilobytes(seen.first, part):.1f}" for part in PARTS)
    yield figure(what="first visit", value=rest, unit="KB", goal=350, note=parts)
    value = kilobytes(seen.first, "mathematics")
    yield figure(what="its mathematics", value=value, unit="KB", goal=300)
    yield figure(what="answers on the first visit", value=len(seen.first), unit="files")
    yield figure(what="loaded twice", value=len(twice(seen.first)), unit="files", goal=0)
    second = kilobytes(seen.second) - kilobytes(seen.second, "mathematics", "figures")
    yield figure(what="the page after it", value=second, unit="KB", goal=60)
    yield figure(what="layout shift", value=seen.shift, unit="shift", goal=0)
    yield figure(what="layout shift on a phone", value=phone.shift, unit="shift", goal=0)
    yield figure(what="total blocking time", value=seen.blocked, unit="ms", goal=0)
    if seen.wait:
        yield figure(what="longest wait for an answer", value=seen.wait, unit="ms", goal=50)
