"""The browsers that print and test the pages: found, or got where that is easy."""

import os
import shutil
from pathlib import Path

from commands.places import PYTHON
from commands.steps import Failure, answer, failure, run, step

FIND_BROWSER = """
from gru_press.handout.chromium import find_browser
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(find_browser(playwright.chromium))
"""


def get_chromium() -> None:
    """See to it that a Chromium is found; the package knows the places where it may be."""
    if answer(FIND_BROWSER):
        return
    if "GRU_BROWSER" in os.environ:
        raise Failure(f"GRU_BROWSER names {os.environ['GRU_BROWSER']}, which does not start.")
    with step("Getting a Chromium", "browser") as log:
        run(PYTHON, "-m", "playwright", "install", "chromium", "--only-shell", log=log)
        # The one without windows is quicker, but not every Debian has it.
        names = ["chromium-headless-shell", "chromium"] if apt_is_ours() else []
        while names and not answer(FIND_BROWSER):
            get_packages(names.pop(0), log=log)
        if not answer(FIND_BROWSER):
            raise failure("No Chromium was found or could be got; GRU_BROWSER may name one", log)


def get_firefox() -> None:
    """Get a Firefox where that is easy; without one its tests say that they are skipped."""
    known = "GRU_FIREFOX" in os.environ or shutil.which("firefox-esr") or shutil.which("firefox")
    if not known and apt_is_ours():
        with step("Getting a Firefox for the browser tests", "firefox") as log:
            get_packages("firefox-esr", log=log)


def get_webkit() -> None:
    """Get Safari's engine where that is easy; without it its tests say that they are skipped."""
    known = shutil.which("WebKitWebDriver") and shutil.which("Xvfb")
    if not known and apt_is_ours():
        with step("Getting a WebKit for the browser tests", "webkit") as log:
            get_packages("webkit2gtk-driver", "xvfb", log=log)


def apt_is_ours() -> bool:
    """Whether Debian's packages can be got without asking for a password."""
    return shutil.which("apt-get") is not None and os.geteuid() == 0


def get_packages(*names: str, log: Path) -> None:
    """Get Debian's packages, if they can be got; the log says why not."""
    run("apt-get", "update", log=log)
    run("apt-get", "install", "-y", *names, log=log, DEBIAN_FRONTEND="noninteractive")
