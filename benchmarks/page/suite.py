"""All that is measured, in the order of the table."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.page import comparison, default_book, lighthouse, pages, weights, widgets
from benchmarks.page.browser import Reader, Shelf, serving
from benchmarks.page.figures import Figure
from benchmarks.page.html_manager import write_html_manager
from gru_press.book.assets import collect

TOGETHER = ("Prediction", "WholeCell", "UpdateGate")  # what one chapter holds
NAMED_ONLY = ("lighthouse", "default-book")  # minutes each, and the first comes from the network


def cases(book: Path) -> list[str]:
    """The names of all that can be measured alone."""
    chapters = [Path(name).name for name in pages.names(book)]
    return [*widgets.examples(), "all", "heatmap", "hosts", *chapters, *NAMED_ONLY]


def measure_all(book: Path, reader: Reader, only: str, rounds: int) -> Iterator[Figure]:
    """Measure the cases whose names start with `only`; each figure comes as soon as it is known.

    Without `only`, all but NAMED_ONLY. Raises ValueError when no name does, and when there is no
    book; RuntimeError when Lighthouse or the default book cannot be had.
    """
    if not (book / "index.html").exists():
        raise ValueError(f"There is no book in {book}: build it with `python course.py build`")
    wanted = {name for name in cases(book) if name.startswith(only)}
    if not wanted:
        raise ValueError(f"No name starts with {only}; the names are {', '.join(cases(book))}")
    wanted -= set() if only else set(NAMED_ONLY)
    yield from _widgets(wanted, reader, rounds)
    with serving(book) as url:
        for page in pages.names(book):
            if Path(page).name in wanted:
                yield from weights.weights_of(page, url, reader)
                yield pages.long_task(page, url, reader, rounds)
        if "lighthouse" in wanted:
            lighthouse.install()
            for page in pages.names(book):
                yield from lighthouse.scores_of(page, url, reader.program)
        if "default-book" in wanted:
            with serving(default_book.build()) as theirs:
                for page in comparison.COMPARED:
                    yield from comparison.beside(url, theirs, page, reader, rounds)


def _widgets(wanted: set[str], reader: Reader, rounds: int) -> Iterator[Figure]:
    assets, examples = collect(), widgets.examples()
    yield from (f for f in widgets.bytes_of(examples, assets) if f.case in wanted)
    with tempfile.TemporaryDirectory() as name, serving(Path(name)) as url:
        folder = Path(name)
        assets.write(folder / "gru")
        write_html_manager(folder)
        shelf = Shelf(folder, url)
        for case, widget in examples.items():
            if case in wanted:
                yield from widgets.times_of(case, widget, assets, shelf, reader, rounds)
        if "heatmap" in wanted:
            yield widgets.heat_of(assets, shelf, reader)
            yield from widgets.survey_of(assets, shelf, reader)
        if "TrainHere" in wanted:
            yield from widgets.training_of(assets, shelf, reader, rounds)
        if "hosts" in wanted:
            chosen = [examples[each] for each in TOGETHER]
            yield from pages.first_widget("hosts", chosen, assets, shelf, reader, rounds)
