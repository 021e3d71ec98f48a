"""Checkouts of three ages: as cloned, set up, and with a finished book."""

import pytest

from tests.commands.checkout import Checkout, book_of, modules_of


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    monkeypatch.delenv("GRU_BROWSER", raising=False)
    with modules_of(tmp_path):
        yield Checkout(tmp_path, monkeypatch)


@pytest.fixture
def ready(checkout):
    """A checkout whose environment is installed, and whose commands are forgotten."""
    checkout.torch = "2.13.0+cpu"
    checkout.environment.set_up()
    checkout.commands.clear()
    return checkout


@pytest.fixture
def built(ready):
    """A checkout with a finished book and a chapter that changed since."""
    ready.outcomes["jupyter book build"] = book_of(ready, "first")
    ready.book.build()
    ready.commands.clear()
    (ready.places.ROOT / "chapters" / "one.ipynb").write_text('{"cells": []}')
    return ready
