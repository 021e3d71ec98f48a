"""A Chromium over pages of this machine, with the clock as fine as browsers allow."""

import itertools
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from commands.serving import Server
from gru_press.handout.chromium import QUIET, find_browser

LIVE = ".gru:not(.gru-picture > *) > *"  # parts of a widget that has started, not of its picture
COSTS = Path(__file__).with_name("costs.js")


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve a folder on this machine; yields its address, which ends in "/".

    Its pages share nothing with others, so their clock is one of 5 microseconds, not of 100.
    """
    server = Server(0, folder)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.address
    finally:
        server.shutdown()
        server.server_close()


class Reader:
    """A reader whose browser has kept nothing: every page is opened for the first time.

    version, program: of the browser, and where it lies.
    """

    def __init__(self, browser: Browser, program: str = "") -> None:
        self.version = browser.version
        self.program = program
        self._browser = browser

    @contextmanager
    def tab(self, *, width: int = 1280, height: int = 900) -> Iterator[Page]:
        """An empty page, whose documents will hold `costs`; it is closed afterwards."""
        context = self._browser.new_context(
            viewport={"width": width, "height": height},
            service_workers="block",
            bypass_csp=True,  # an expression that is waited for is evaluated inside the page
        )
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
