"""A browser is found, got, or missed aloud."""

import os
import shutil

import pytest

from tests.commands.checkout import saying


def browser_after(checkout, monkeypatch, getting):
    """No Chromium is there until a command with these words has run."""
    monkeypatch.setattr(
        checkout.browsers, "answer", lambda program: "yes" if checkout.ran(getting) else None
    )


def test_a_browser_that_is_there_is_enough(ready):
    ready.outcomes[ready.browsers.FIND_BROWSER] = "found"
    ready.browsers.get_chromium()
    assert ready.commands == []


def test_playwright_gets_a_browser_first(ready, monkeypatch):
    browser_after(ready, monkeypatch, "playwright install chromium")
    ready.browsers.get_chromium()
    assert len(ready.commands) == 1


def test_root_gets_a_browser_from_apt_next(ready, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(os, "geteuid", lambda: 0, raising=False)
    browser_after(ready, monkeypatch, "apt-get install")
    ready.browsers.get_chromium()
    assert [command.split()[1] for command in ready.commands[1:]] == ["update", "install"]


def test_no_browser_at_all_is_a_failure_and_never_a_skip(ready, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    ready.outcomes["playwright"] = saying("Error: getaddrinfo ENOTFOUND")
    browser_after(ready, monkeypatch, "nothing")
    with pytest.raises(ready.steps.Failure, match="No Chromium was found or could be got"):
        ready.browsers.get_chromium()


def test_a_browser_that_was_named_and_does_not_start_is_a_failure(ready, monkeypatch):
    monkeypatch.setenv("GRU_BROWSER", "/no/such/browser")
    browser_after(ready, monkeypatch, "nothing")
    with pytest.raises(ready.steps.Failure, match="GRU_BROWSER names /no/such/browser"):
        ready.browsers.get_chromium()


def test_a_firefox_is_got_where_that_is_easy_and_missed_without_a_failure(ready, monkeypatch):
    there = {"apt-get": "/usr/bin/apt-get"}
    monkeypatch.delenv("GRU_FIREFOX", raising=False)
    monkeypatch.setattr(shutil, "which", there.get)
    monkeypatch.setattr(os, "geteuid", lambda: 0, raising=False)
    ready.outcomes["apt-get install"] = False
    ready.browsers.get_firefox()
    assert [command.split()[1] for command in ready.commands] == ["update", "install"]
    there["firefox"] = "/usr/bin/firefox"
    ready.browsers.get_firefox()
    assert len(ready.commands) == 2
    there.clear()
    ready.browsers.get_firefox()
    assert len(ready.commands) == 2


def test_a_webkit_is_got_where_that_is_easy_and_missed_without_a_failure(ready, monkeypatch):
    there = {"apt-get": "/usr/bin/apt-get", "Xvfb": "/usr/bin/Xvfb"}
    monkeypatch.setattr(shutil, "which", there.get)
    monkeypatch.setattr(os, "geteuid", lambda: 0, raising=False)
    ready.outcomes["apt-get install"] = False
    ready.browsers.get_webkit()
    assert [command.split()[1] for command in ready.commands] == ["update", "install"]
    there["WebKitWebDriver"] = "/usr/bin/WebKitWebDriver"
    ready.browsers.get_webkit()
    assert len(ready.commands) == 2
    there.clear()
    ready.browsers.get_webkit()
    assert len(ready.commands) == 2
