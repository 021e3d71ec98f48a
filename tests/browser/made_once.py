"""What is costly, and made once for all workers of a run: the first that asks makes it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock

ROOT = Path(__file__).parents[2]
PATH = "gru/"  # where the host of the small book serves it
BASE = f"https://example.org/{PATH}"  # where it believes to be


@pytest.fixture(scope="session")
def once(tmp_path_factory, worker_id):
    """A function that returns the folder of this name, made by `make(folder)` where it is not yet.

    A folder that could not be made whole is made anew by the next that asks.
    """
    common = tmp_path_factory.getbasetemp()
    if worker_id != "master":  # one of several: theirs lie side by side
        common = common.parent

    def once(name: str, make: Callable[[Path], object]) -> Path:
        whole, part = common / name, common / f"{name}.part"
        with FileLock(common / f"{name}.lock"):
            if not whole.exists():
                shutil.rmtree(part, ignore_errors=True)
                part.mkdir()
                make(part)
                part.rename(whole)
        return whole

    return once


def build_small_book(folder: Path) -> None:
    """Build the small book as it is published, with the settings and the extension of the large."""
    source = folder / "book"
    shutil.copytree(Path(__file__).with_name("small_book"), source)
    shutil.copyfile(ROOT / "references.bib", source / "references.bib")
    config = (ROOT / "_config.yml").read_text("utf-8")
    address = 'url: "https://github.com/owner/course"'
    (source / "_config.yml").write_text(config.replace('url: ""', address), "utf-8")
    build = [sys.executable, "-m", "jupyter", "book", "build", "-W", "-n", "--keep-going", source]
    environment = os.environ | {"GRU_COURSE_BASE_URL": BASE.rstrip("/")}
    done = subprocess.run(build, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0, done.stdout + done.stderr
    (source / "_build" / "html").rename(folder / PATH)


@pytest.fixture(scope="session")
def small_book(once) -> Path:
    """The folder of a host: in `book` the sources of a small book, in `gru` its pages."""
    return once("small_book", build_small_book)


@pytest.fixture(scope="session")
def small_book_url(serve, small_book):
    """The address of the small book."""
    return serve(small_book) + PATH


@pytest.fixture(scope="session")
def decks(once) -> Path:
    """A copy of the built slides, away from the course: $GRU_SLIDES, else _build/slides."""
    built = Path(os.environ.get("GRU_SLIDES", ROOT / "_build" / "slides"))
    if not (built / "index.html").exists():
        pytest.fail(f"there are no slides in {built}: make them with `python course.py slides`")
    return once("stick", lambda folder: shutil.copytree(built, folder / "slides")) / "slides"


@pytest.fixture
def show_deck(browser, guard, decks):
    """A function that opens a deck by its file, as from a stick, and waits until it runs."""
    contexts = []

    def show_deck(deck: str, query: str = "", dark: bool = False):
        scheme = "dark" if dark else "light"
        size = {"width": 1280, "height": 720}
        context = browser.new_context(viewport=size, color_scheme=scheme)
        contexts.append(context)
        guard.watch(context, "file:///")
        page = context.new_page()
        page.goto((decks / f"{deck}.html").as_uri() + query)
        page.locator("html[data-deck=ready]").wait_for(state="attached")
        return page

    yield show_deck
    for context in contexts:
        context.close()
