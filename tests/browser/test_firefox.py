"""The widgets in the system's Firefox: Chromium's numbers, and a storm that does no harm."""

import time

import pytest

from gru_press.book.pages.head import standalone_page
from tests.browser.engines import PATIENCE, almost, compare
from tests.browser.family import NO_NUMBER, SPECIMENS
from tests.browser.firefox import Firefox, find_firefox
from tests.browser.test_storms import SEED, STORM, refused

pytestmark = pytest.mark.xdist_group("firefox")  # it starts once, for one worker

EVENTS = 500
MOUNTED = "document.querySelector('.gru-mounted .gru > *') !== null"
PLACE = "document.querySelector('.gru')"
NUMBERS = """(place) => [...place.querySelectorAll("[data-value]")].map(
  ({ dataset }) => [dataset.name, Number(dataset.value)])"""
SAID = """(place) => [place.innerText, ...[...place.querySelectorAll("*")].flatMap(
  (it) => it.getAttributeNames().map((name) => it.getAttribute(name)))]"""
PRESETS = """(place) => [...place.querySelectorAll(".gru-footer > button")].map(
  (button) => button.textContent)"""
PRESS = """(place, text) => {
  [...place.querySelectorAll("button")].find((it) => it.textContent === text).click();
  return new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
}"""


@pytest.fixture(scope="module")
def firefox(tmp_path_factory):
    """A running Firefox, or a skip that says why there is none."""
    program = find_firefox()
    if program is None:
        pytest.skip("there is no Firefox: install firefox-esr, or let GRU_FIREFOX name one")
    browser = Firefox(program, tmp_path_factory.mktemp("firefox"))
    yield browser
    browser.close()


@pytest.fixture
def in_firefox(firefox, shelf):
    """A function that shows a widget in Firefox, and tells about every error from then on."""
    folder, url, assets = shelf

    def show(widget) -> Firefox:
        (folder / "firefox.html").write_text(standalone_page([widget], assets), encoding="utf-8")
        firefox.open(f"{url}firefox.html?{id(widget)}")
        firefox.evaluate("""void (window.errors = [], addEventListener("error",
          ({ message }) => errors.push(message)))""")
        firefox.wait_for(MOUNTED)
        return firefox

    return show


def test_the_numbers_of_all_widgets_are_those_of_chromium(firefox, shelf, open_page, subtests):
    compare(firefox, shelf, open_page, subtests)


@pytest.mark.nightly
@pytest.mark.parametrize("name", SPECIMENS)
def test_the_numbers_of_every_preset_are_those_of_chromium(in_firefox, render_widget, name):
    widget = SPECIMENS[name]()
    page = in_firefox(widget)
    other = render_widget(widget).locator(".gru")
    presets = other.evaluate(PRESETS)

    def numbers():
        return page.evaluate(f"({NUMBERS})({PLACE})")

    assert page.evaluate(f"({PRESETS})({PLACE})") == presets
    for text in [None, *presets]:
        if text:
            page.evaluate(f"({PRESS})({PLACE}, {text!r})")
            other.evaluate(PRESS, text)
        end = time.monotonic() + PATIENCE
        while (found := numbers()) != (expected := almost(other.evaluate(NUMBERS))):
            assert time.monotonic() < end, (text, found, expected)
            time.sleep(0.05)  # some numbers come from a worker
    assert page.evaluate("errors") == []


@pytest.mark.nightly
@pytest.mark.parametrize("name", SPECIMENS)
def test_a_widget_outlasts_a_storm(in_firefox, name):
    page = in_firefox(SPECIMENS[name]())
    page.evaluate(f"(() => {{ {STORM} }})()")
    page.evaluate(f"void (window.storm = beginStorm({PLACE}, {SEED}))")
    told = page.evaluate(f"storm.run({EVENTS})")
    story = f"GRU_STORM_SEED={SEED}: {', '.join(told['recent'])}"
    assert told["errors"] == [], story
    assert refused(told["lines"]) == [], story
    said = page.evaluate(f"({SAID})({PLACE})")
    assert [text for text in said if NO_NUMBER.search(text)] == [], story


def test_the_page_says_where_firefox_is_missing(monkeypatch):
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("GRU_FIREFOX", raising=False)
    assert find_firefox() is None
    monkeypatch.setenv("GRU_FIREFOX", "/some/firefox")
    assert find_firefox() == "/some/firefox"
