"""What is done to the finished book: the policy of every page, and reading offline.

`finish_pages` goes last over every page, since only then its text is known whole.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from gru_press.book.assets import BOOK, Assets
from gru_press.book.pages.widget_places import FIGURE_PLACE
from gru_press.book.policy import guarded
from gru_press.book.theme.handlers import without_handlers
from gru_press.book.vendor import plotly_styles

WORKER = "service-worker.js"  # at the root, for a worker sees only what lies below it
ASSETS = "_static/gru/"
NO_PAGES = ("_static", "_sources")
NOTICE = (BOOK / "site" / "notice.html").read_text(encoding="utf-8")
NOT_KEPT = (
    "This page needs the network",
    "This browser keeps no copy of it, so it opens when there is a network again.",
)


def finish_pages(folder: Path) -> None:
    """Give every page of the book in `folder` its policy.

    A page that an earlier build has finished stays as it is.
    """
    for path in sorted(_pages(folder)):
        text = path.read_text(encoding="utf-8")
        styles = plotly_styles() if FIGURE_PLACE in text else ()
        finished = guarded(without_handlers(text), styles=styles)
        if finished != text:
            path.write_text(finished, encoding="utf-8", newline="\n")


def _pages(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*.html"):
        if path.relative_to(folder).parts[0] not in NO_PAGES:
            yield path


def drop_templates(folder: Path) -> None:
    """Remove the theme's templates from what is published: they are no pages."""
    for path in (folder / "_static").glob("*webpack-macros.html"):
        path.unlink()


def notice(title: str, sentence: str) -> str:
    """A page of one sentence that needs no other file, with its policy."""
    return guarded(NOTICE.format(title=title, sentence=sentence))


def write_worker(folder: Path, assets: Assets, pages: Mapping[str, Iterable[str]]) -> None:
    """Write the service worker of the finished book: another book, another worker.

    pages: for the address of a page below `folder`, published names of what its widgets load.
    """
    text = (BOOK / "site" / "service_worker.js").read_text(encoding="utf-8")
    scripts = {ASSETS + name: files for name, files in assets.partners.items()}
    partners = {
        name: [ASSETS + file for file in files] for name, files in {**scripts, **pages}.items()
    }
    values = {
        '"{build}"': json.dumps(fingerprint(folder)),
        "{partners}": json.dumps(partners),
        "{notice}": json.dumps(notice(*NOT_KEPT)),
    }
    for place, value in values.items():
        text = text.replace(place, value)
    (folder / WORKER).write_text(text, encoding="utf-8", newline="\n")


def fingerprint(folder: Path) -> str:
    """One hash of the names and contents of the book's files, hidden ones and the worker aside."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and not name.startswith(".") and name != WORKER:
            digest.update(f"{name}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()[:16]
