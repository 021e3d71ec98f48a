"""What pages cost while they load: the longest task, and the wait for the first live widget."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from statistics import median

from benchmarks.page.browser import Reader, Shelf
from benchmarks.page.figures import Figure
from benchmarks.page.html_manager import html_manager_page
from gru_course.widgets.base import GRUWidget
from gru_press.book.assets import Assets
from gru_press.book.pages.head import standalone_page

SETTLED = 1500  # milliseconds after loading, in which late scripts come


def names(book: Path) -> list[str]:
    """The pages of the book that are read, such as "chapters/03_update_gate"."""
    found = [*book.glob("index.html"), *book.glob("chapters/*.html")]
    return sorted(path.relative_to(book).with_suffix("").as_posix() for path in found)


def long_task(name: str, url: str, reader: Reader, rounds: int) -> Figure:
    """The longest task while a page of the book is loaded, and the script that took longest."""
    longest: list[float] = []
    scripts: dict[str, float] = {}
    for _ in range(rounds):
        with reader.opening(f"{url}{name}.html") as page:
            page.wait_for_timeout(SETTLED)
            tasks = page.evaluate("costs.longTasks.map(({ duration }) => duration)")
            longest.append(max(tasks, default=0))
            for duration, file in page.evaluate("costs.longScripts"):
                scripts[file] = max(duration, scripts.get(file, 0))
    file = max(scripts, key=scripts.__getitem__, default="")
    return Figure(
        section="longest task on load",
        case=Path(name).name,
        what="none is reported below 50",
        value=median(longest),
        unit="ms",
        goal=50,
        note=file and f"longest script: {file}, {scripts[file]:.0f} ms",
    )


def first_widget(
    name: str, widgets: list[GRUWidget], assets: Assets, shelf: Shelf, reader: Reader, rounds: int
) -> Iterator[Figure]:
    """How long the first of a page's widgets takes to live, by our host and by the html-manager.

    Both get a page that holds the widgets and nothing else, in turn, so that whatever slows the
    machine down for a while slows both.
    """
    pages = {
        "our host": shelf.put(standalone_page(widgets, assets)),
        "html-manager": shelf.put(html_manager_page(widgets)),
    }
    waits: dict[str, list[float]] = {host: [] for host in pages}
    for _ in range(rounds):
        for host, url in pages.items():
            with reader.opening(url) as page:
                page.wait_for_function("costs.firstWidget !== null")
                waits[host].append(page.evaluate("costs.firstWidget"))
    figure = partial(Figure, section="first live widget", case=name)
    for host, times in waits.items():
        yield figure(what=host, value=median(times), unit="ms")
    ratio = median(ours / theirs for ours, theirs in zip(*waits.values(), strict=True))
    yield figure(what="our host / html-manager", value=ratio, unit="ratio", goal=0.5)
