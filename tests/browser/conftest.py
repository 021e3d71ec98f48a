"""A real Chromium over local pages: no other host is reached and no error passes unseen."""

import itertools
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from playwright.sync_api import expect

from commands.serving import Server
from gru_course.book.assets import collect
from gru_course.book.page import standalone_page
from gru_course.handout.chromium import QUIET, find_browser

ROOT = Path(__file__).parents[2]

expect.set_options(timeout=20_000)  # milliseconds; on a busy machine what is right may come late


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args, playwright):
    return {**browser_type_launch_args, "args": QUIET, **find_browser(playwright.chromium)}


@pytest.fixture(scope="session")
def serve():
    """A function that serves a folder on 127.0.0.1 and returns its address, ending in "/"."""
    servers = []

    def start(folder: Path) -> str:
        server = Server(0, folder)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return server.address

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="session")
def book_folder() -> Path:
    """Where the built book is: the folder $GRU_BOOK, else _build/html."""
    folder = Path(os.environ.get("GRU_BOOK", ROOT / "_build" / "html"))
    if not (folder / "index.html").exists():
        pytest.fail(f"there is no book in {folder}: build it with `python course.py build`")
    return folder


@pytest.fixture(scope="session")
def book_url(serve, book_folder):
    """The address of the built book."""
    return serve(book_folder)


@pytest.fixture(scope="session")
def small_book(tmp_path_factory) -> Path:
    """A small book, built in its folder with the settings and the extension of the large."""
    source = tmp_path_factory.mktemp("small") / "book"
    shutil.copytree(Path(__file__).with_name("small_book"), source)
    for name in ("_config.yml", "references.bib"):
        shutil.copyfile(ROOT / name, source / name)
    build = [sys.executable, "-m", "jupyter", "book", "build", "-W", "-n", "--keep-going", source]
    done = subprocess.run(build, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return source


@pytest.fixture(scope="session")
def small_book_url(serve, small_book):
    """The address of the small book."""
    return serve(small_book / "_build" / "html")


class Guard:
    """What a page must not do: reach another host, or report an error."""

    def __init__(self):
        self.outside: list[str] = []
        self.errors: list[str] = []

    def watch(self, page, host: str):
        def route(route):
            if route.request.url.startswith((host, "data:", "blob:")):
                route.continue_()
            else:
                self.outside.append(route.request.url)
                route.abort()

        page.context.route("**/*", route)
        page.on("pageerror", lambda error: self.errors.append(f"{page.url}: {error}"))
        page.on("console", self._console)

    def _console(self, message):
        if message.type == "error":
            self.errors.append(f"{message.location.get('url')}: {message.text}")

    def take_errors(self) -> list[str]:
        """Errors so far, for a test that expects them."""
        errors, self.errors = self.errors, []
        return errors


@pytest.fixture
def guard():
    guard = Guard()
    yield guard
    assert guard.outside == [], "a page asked another host"
    assert guard.errors == [], "a page reported errors"


@pytest.fixture
def open_page(browser, guard):
    """A function that opens an address in a fresh, guarded browser context.

    dark: the system's theme. java_script: False shows what a reader without it sees.
    before: a script that runs in the page before its own.
    """
    contexts = []

    def open_page(url, *, width=1280, height=900, dark=False, java_script=True, before=""):
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            java_script_enabled=java_script,
            reduced_motion="reduce",
            service_workers="block",  # what they ask for would pass the guard unseen
        )
        contexts.append(context)
        context.add_init_script(before)
        page = context.new_page()
        guard.watch(page, "/".join(url.split("/")[:3]) + "/")
        response = page.goto(url)
        assert response.ok, f"{url} answers {response.status}"
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def shelf(serve, tmp_path_factory):
    """A served folder that holds the book's assets: (folder, address, assets)."""
    folder = tmp_path_factory.mktemp("widgets")
    assets = collect()
    assets.write(folder / "gru")
    return folder, serve(folder), assets


@pytest.fixture
def render_widget(shelf, open_page):
    """A function that shows Python widgets in a page, as the book does, and opens it.

    `render_widget(a, b, width=375, dark=True)` returns the page with both mounted.
    """
    folder, url, assets = shelf
    numbers = itertools.count()

    def render_widget(*widgets, height=4000, **options):
        name = f"page{next(numbers)}.html"
        (folder / name).write_text(standalone_page(widgets, assets), encoding="utf-8")
        page = open_page(url + name, height=height, **options)
        if options.get("java_script", True):
            page.locator(".gru-mounted").nth(len(widgets) - 1).wait_for()
        return page

    return render_widget


@pytest.fixture(scope="session")
def decks(tmp_path_factory):
    """A copy of the built slides, away from the course: $GRU_SLIDES, else _build/slides."""
    built = Path(os.environ.get("GRU_SLIDES", ROOT / "_build" / "slides"))
    if not (built / "index.html").exists():
        pytest.fail(f"there are no slides in {built}: make them with `python course.py slides`")
    return Path(shutil.copytree(built, tmp_path_factory.mktemp("stick") / "slides"))


@pytest.fixture
def show_deck(browser, guard, decks):
    """A function that opens a deck by its file, as from a stick, and waits until it runs."""
    contexts = []

    def show_deck(deck: str, query: str = "", dark: bool = False):
        scheme = "dark" if dark else "light"
        size = {"width": 1280, "height": 720}
        context = browser.new_context(viewport=size, color_scheme=scheme)
        contexts.append(context)
        page = context.new_page()
        guard.watch(page, "file:///")
        page.goto((decks / f"{deck}.html").as_uri() + query)
        page.locator("html[data-deck=ready]").wait_for(state="attached")
        return page

    yield show_deck
    for context in contexts:
        context.close()
