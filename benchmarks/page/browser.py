"""A Chromium over pages of this machine, with the clock as fine as browsers allow."""

import functools
import http.server
import itertools
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from gru_course.handout.chromium import QUIET, find_browser

COSTS = Path(__file__).with_name("costs.js")
# Pages that share nothing with others get a clock of 5 microseconds; all others one of 100.
APART = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
}


class Handler(http.server.SimpleHTTPRequestHandler):
    """Serve files apart from other origins."""

    def end_headers(self):
        """Add what sets the page apart."""
        for name, value in APART.items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, *args):
        """Print nothing for each request."""


class Server(http.server.ThreadingHTTPServer):
    """A server that does not mind pages which are left before they are whole."""

    def handle_error(self, request, client_address):
        """Print nothing."""


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve a folder on 127.0.0.1; yields its address, which ends in "/"."""
    server = Server(("127.0.0.1", 0), functools.partial(Handler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


class Reader:
    """A reader whose browser has kept nothing: every page is opened for the first time.

    version, program: of the browser, and where it lies.
    """

    def __init__(self, browser, program: str = ""):
        self.version = browser.version
        self.program = program
        self._browser = browser

    @contextmanager
    def tab(self, *, width: int = 1280, height: int = 900) -> Iterator[Page]:
        """An empty page, whose documents will hold `costs`; it is closed afterwards."""
        context = self._browser.new_context(viewport={"width": width, "height": height})
        page = context.new_page()
        page.add_init_script(path=COSTS)
        try:
            yield page
        finally:
            context.close()

    @contextmanager
    def opening(self, url: str, *, height: int = 900) -> Iterator[Page]:
        """A page, loaded, that holds `costs`; it is closed afterwards."""
        with self.tab(height=height) as page:
            page.goto(url)
            yield page


@contextmanager
def reading() -> Iterator[Reader]:
    """A reader with the Chromium that the tests use. Raises RuntimeError when there is none."""
    with sync_playwright() as playwright:
        place = find_browser(playwright.chromium)
        browser = playwright.chromium.launch(args=QUIET, **place)
        try:
            yield Reader(browser, place.get("executable_path", playwright.chromium.executable_path))
        finally:
            browser.close()


class Shelf:
    """A served folder of pages that each hold some widgets, as slides do."""

    def __init__(self, folder: Path, url: str):
        self.folder = folder
        self.url = url
        self._numbers = itertools.count()

    def put(self, text: str) -> str:
        """Write a page, and return its address."""
        name = f"page{next(self._numbers)}.html"
        (self.folder / name).write_text(text, encoding="utf-8")
        return self.url + name
