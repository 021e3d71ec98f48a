"""All widgets on one page in Chromium and in another engine: the same numbers in both."""

import time

import pytest

from gru_press.book.pages.head import standalone_page
from tests.browser.driving import wait_until
from tests.browser.family import SPECIMENS

PATIENCE = 60  # seconds for a start, an answer, or a number that comes from a worker
# A widget starts when it comes near, so each is gone to. True when all have started.
ALL_STARTED = f"""(() => {{
  const places = [...document.querySelectorAll(".gru-widget")];
  const waiting = places.filter((place) => !place.matches(".gru-mounted"));
  waiting[0]?.scrollIntoView();
  return places.length === {len(SPECIMENS)} && waiting.length === 0;
}})()"""
NUMBERS = """[...document.querySelectorAll(".gru")].map((place) =>
  [...place.querySelectorAll("[data-value]")].map(
    ({ dataset }) => [dataset.name, Number(dataset.value)]))"""
# The second preset: the first is often the state in which a widget opens.
PRESS = """(() => {
  const presets = [...document.querySelectorAll(".gru")].map((place) =>
    [...place.querySelectorAll(".gru-footer > button")].slice(0, 2).at(-1));
  presets.forEach((button) => button?.click());
  return presets.map((button) => button?.textContent ?? null);
})()"""
LISTEN = """void (window.errors = [],
  addEventListener("error", ({ message }) => errors.push(message)))"""


def almost(numbers: list[list]) -> list[list]:
    """Names and numbers to compare with: two browsers' exp and tanh may differ in a last digit."""
    return [[name, pytest.approx(value, rel=1e-9, abs=1e-12)] for name, value in numbers]


def compare(engine, shelf, open_page, subtests) -> None:
    """Open one page with all widgets in both engines.

    The numbers of every widget agree where it opens, and again after a preset.
    """
    folder, url, assets = shelf
    widgets = [make() for make in SPECIMENS.values()]
    (folder / "engines.html").write_text(standalone_page(widgets, assets), encoding="utf-8")
    chromium = open_page(f"{url}engines.html")
    engine.open(f"{url}engines.html")
    engine.evaluate(LISTEN)
    engine.wait_for(ALL_STARTED)
    wait_until(chromium, ALL_STARTED, seconds=PATIENCE)
    for state in ("as it opens", "after a preset"):
        if state != "as it opens":
            pressed = chromium.evaluate(PRESS)
            assert engine.evaluate(PRESS) == pressed
            assert sum(map(bool, pressed)) > 10
        end = time.monotonic() + PATIENCE
        while (found := engine.evaluate(NUMBERS)) != (
            expected := list(map(almost, chromium.evaluate(NUMBERS)))
        ) and time.monotonic() < end:
            time.sleep(0.05)
        assert sum(map(len, found)) > 100
        for name, ours, theirs in zip(SPECIMENS, found, expected, strict=True):
            with subtests.test(f"{name} {state}"):
                assert ours == theirs
    assert engine.evaluate("errors") == []
