"""A Chromium that shows the built book, without a server and without reaching another host."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from playwright.sync_api import BrowserType, Error, Page, Route, sync_playwright

# The one without windows comes first: it takes two thirds of the others' time.
ON_PATH = ("chromium-headless-shell", "chromium", "chromium-browser")
ON_PATH += ("google-chrome", "google-chrome-stable", "msedge")
QUIET = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
QUIET += ["--disable-component-update", "--disable-sync"]
ADDRESS = "http://book.invalid/"  # no host has this name: the folder answers for it
PATIENCE = 300_000  # milliseconds for a step: the whole book is one long page


def find_browser(chromium: BrowserType) -> dict:
    """Launch options of the first Chromium that starts: $GRU_BROWSER, Playwright's, PATH, channel.

    Raises RuntimeError when none does.
    """
    if os.environ.get("GRU_BROWSER"):
        places: list[dict[str, Any]] = [{"executable_path": os.environ["GRU_BROWSER"]}]
    else:
        places = [{}] if Path(chromium.executable_path).exists() else []
        places += [{"executable_path": path} for name in ON_PATH if (path := shutil.which(name))]
        places += [{"channel": "chrome"}, {"channel": "msedge"}]
    for place in places:
        try:
            chromium.launch(args=QUIET, timeout=30_000, **place).close()
        except Error:
            continue
        return place
    raise RuntimeError(
        f"no Chromium could be started from {places}: "
        "run `playwright install chromium` or set GRU_BROWSER to one"
    )


@contextmanager
def showing(text: str, folder: Path, *, width: int) -> Iterator[Page]:
    """Show a page as print does, in the light theme; `text` is its HTML, `folder` holds the rest.

    width: of the page in CSS pixels. Yields Playwright's page, once it is loaded. Raises
    RuntimeError when no Chromium starts.
    """

    def answer(route: Route) -> None:
        address = route.request.url
        file = folder / unquote(urlsplit(address).path).lstrip("/")
        if address == ADDRESS:
            route.fulfill(body=text, content_type="text/html; charset=utf-8")
        elif address.startswith(ADDRESS) and file.is_file():
            route.fulfill(path=file)
        else:
            route.abort()

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(args=QUIET, **find_browser(playwright.chromium))
        try:
            page = browser.new_page(
                viewport={"width": width, "height": 1000},
                device_scale_factor=2,
                color_scheme="light",
                reduced_motion="reduce",
            )
            page.set_default_timeout(PATIENCE)
            page.route("**/*", answer)
            page.emulate_media(media="print")
            page.goto(ADDRESS)
            yield page
        finally:
            browser.close()
