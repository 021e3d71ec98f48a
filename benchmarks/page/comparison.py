"""Our pages beside those of the default book: what they load, and when they are ready."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from statistics import median

from benchmarks.page.browser import LIVE, Reader
from benchmarks.page.default_book import stand_in
from benchmarks.page.figures import Figure
from benchmarks.page.loads import Load, Loads, kilobytes
from benchmarks.page.weights import open_whole

COMPARED = ("03_update_gate", "06_the_cell", "11_lstm_side_by_side", "12_music_and_speech")


@dataclass(frozen=True)
class Opening:
    """One opening of a page by a browser that kept nothing; times in ms since it was asked for."""

    loads: list[Load]
    ready: float
    widgets: int
    first_widget: float | None
    blocked: float
    missing: list[str]


def open_once(reader: Reader, url: str, name: str) -> Opening:
    """Open a page of a book that is served at `url`, and look at what came of it."""
    with reader.tab() as page:
        missing = stand_in(page, url)
        loads = Loads(page)
        open_whole(page, f"{url}chapters/{name}.html")
        page.wait_for_function("costs.ready !== null")
        ready, first, blocked = page.evaluate("[costs.ready, costs.firstWidget, costs.blocked]")
        widgets = page.locator(f"{LIVE}:first-child").count()
        return Opening(loads.take(), ready, widgets, first, blocked, missing)


def beside(ours: str, theirs: str, name: str, reader: Reader, rounds: int) -> Iterator[Figure]:
    """The figures of one chapter in both books, which are opened in turn: so what slows the machine
    down for a while slows both.

    ours, theirs: the addresses at which the books are served.
    """
    books = {"ours": ours, "default": theirs}
    seen: dict[str, list[Opening]] = {book: [] for book in books}
    for _ in range(rounds):
        for book, url in books.items():
            seen[book].append(open_once(reader, url, name))
    figure = partial(Figure, section="beside the default book", case=name)
    for what, unit, measure in MEASURES:
        values = {book: _median(measure, opened) for book, opened in seen.items()}
        for book, value in values.items():
            note = _notes(seen[book][0]) if measure is _weight else ""
            if value is not None:
                yield figure(what=f"{what}, {book}", value=value, unit=unit, note=note)
        mine, other = values["ours"], values["default"]
        if mine is not None and other:
            ratio = mine / other
            yield figure(what=f"{what}, ours / default", value=ratio, unit="ratio", goal=1)


def _median(measure: Callable[[Opening], float | None], opened: list[Opening]) -> float | None:
    values = [value for one in opened if (value := measure(one)) is not None]
    return median(values) if values else None


def _weight(opening: Opening) -> float:
    return kilobytes(opening.loads)


def _notes(opening: Opening) -> str:
    hosts = {load.url.split("/")[2] for load in opening.loads}
    said = f"{len(hosts)} hosts, {opening.widgets} live widgets"
    return f"{said}, without {len(opening.missing)} files" if opening.missing else said


MEASURES = (
    ("weight", "KB", _weight),
    ("answers", "files", lambda opening: len(opening.loads)),
    ("ready", "ms", lambda opening: opening.ready),
    ("first live widget", "ms", lambda opening: opening.first_widget),
    ("blocking time", "ms", lambda opening: opening.blocked),
)
