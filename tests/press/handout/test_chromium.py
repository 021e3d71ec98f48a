"""A Chromium is looked for where one may be, and a named one is the only one that is tried."""

from types import SimpleNamespace

import pytest
from playwright.sync_api import Error

from gru_press.handout.chromium import find_browser


class Chromium:
    """Playwright's launcher, on a machine where only the browser `works` starts."""

    executable_path = "/no/such/chromium"

    def __init__(self, works: dict):
        self.works = works
        self.tried = []

    def launch(self, *, args, timeout, **place):
        self.tried.append(place)
        if place != self.works:
            raise Error("does not start")
        return SimpleNamespace(close=lambda: None)


@pytest.fixture(autouse=True)
def programs(monkeypatch):
    """No browser is named, and two are on the path."""
    monkeypatch.delenv("GRU_BROWSER", raising=False)
    there = {"chromium-browser": "/bin/a", "google-chrome": "/bin/b"}
    monkeypatch.setattr("gru_press.handout.chromium.shutil.which", there.get)


def test_the_first_on_the_path_that_starts_is_taken():
    chromium = Chromium(works={"executable_path": "/bin/b"})
    assert find_browser(chromium) == {"executable_path": "/bin/b"}
    assert chromium.tried == [{"executable_path": "/bin/a"}, {"executable_path": "/bin/b"}]


def test_an_installed_chrome_comes_last():
    chromium = Chromium(works={"channel": "msedge"})
    assert find_browser(chromium) == {"channel": "msedge"}
    assert len(chromium.tried) == 4


def test_a_named_browser_has_no_substitute(monkeypatch):
    monkeypatch.setenv("GRU_BROWSER", "/bin/named")
    chromium = Chromium(works={"executable_path": "/bin/a"})
    with pytest.raises(RuntimeError, match=r"no Chromium could be started from .*/bin/named"):
        find_browser(chromium)
    assert chromium.tried == [{"executable_path": "/bin/named"}]
