"""A real Chromium over local pages: no other host is reached and no error passes unseen."""

import itertools
import os
import threading
from pathlib import Path

import pytest
from playwright.sync_api import expect

from commands.serving import Server
from gru_press.book.assets import collect
from gru_press.book.pages.head import standalone_page
from gru_press.handout.chromium import QUIET, find_browser
from tests.browser import made_once
from tests.browser.driving import ALL_ARE_NEAR
from tests.browser.guarding import Guard

ROOT = Path(__file__).parents[2]

HERE_ALONE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"

expect.set_options(timeout=20_000)  # milliseconds; on a busy machine what is right may come late


def pytest_configure(config):
    config.pluginmanager.register(made_once)


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
        if "small_book" in item.fixturenames and not item.get_closest_marker("xdist_group"):
            # One worker makes it, and the other has tests meanwhile.
            item.add_marker(pytest.mark.xdist_group("small book"))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args, playwright):
    return {
        **browser_type_launch_args,
        "args": [*QUIET, HERE_ALONE],
        **find_browser(playwright.chromium),
    }


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


@pytest.fixture
def guard():
    """What watches the pages of a test, and fails when one did what none may."""
    guard = Guard()
    yield guard
    guard.check()


@pytest.fixture
def open_page(browser, guard):
    """A function that opens an address in a guarded page of its own.

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
        guard.watch(context, "/".join(url.split("/")[:3]) + "/")
        page = context.new_page()
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

    `render_widget(a, b, width=375, dark=True)` returns the page with both mounted, since what is
    far below is taken for near; with near=False each widget starts when a reader comes near it.
    """
    folder, url, assets = shelf
    numbers = itertools.count()

    def render_widget(*widgets, near=True, before="", **options):
        name = f"page{next(numbers)}.html"
        (folder / name).write_text(standalone_page(widgets, assets), encoding="utf-8")
        page = open_page(url + name, before=(ALL_ARE_NEAR if near else "") + before, **options)
        if near and options.get("java_script", True):
            page.locator(".gru-mounted").nth(len(widgets) - 1).wait_for()
        return page

    return render_widget
