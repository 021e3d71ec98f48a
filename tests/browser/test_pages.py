"""Every page of the built book: whole, light and calm, open to everyone, and true to its policy.

Each page is opened three times: on a wide screen, on a phone, and without JavaScript. The order of
a visit matters: what needs an untouched page comes first, and what a use leaves behind last.
That no page asks another host or reports an error is watched in all of these tests.
"""

import pytest
from playwright.sync_api import expect

from benchmarks.page.loads import kilobytes, twice
from gru_course import widgets
from gru_press.book.theme.bundle import STYLES, texts
from tests.browser.axe import findings, told
from tests.browser.contrast import pale_words
from tests.browser.driving import wait_until
from tests.browser.missed import missed, open_what_opens
from tests.browser.pages import MADE, NARROW, PAGES, each
from tests.browser.reading import read_to_the_end, wait_for_start
from tests.browser.refused import KEPT, WATCH, kept, use
from tests.browser.shifts import COUNT_SHIFTS, shifts
from tests.browser.sizes import faults_of_size, too_wide
from tests.browser.tabbing import UNREACHABLE, tab_through
from tests.browser.weighing import loaded
from tests.browser.widget_states import give_presets, move_all, unfold

WIDGETS = tuple(f"{name}(" for name in widgets.__all__)
USED = ".gru-widget, .gru-progress"  # what changes while a page is used
NEEDY = ".theme-switch-button, .search-button__button, [data-gru-does]"


@pytest.fixture(scope="session")
def whole_theme(book_folder):
    """All rules that the theme brings."""
    return "\n".join(texts(book_folder / "_static", STYLES))


def set_theme(page, scheme: str):
    """Change the system's theme, which the page follows."""
    page.emulate_media(color_scheme=scheme)
    expect(page.locator("html")).to_have_attribute("data-theme", scheme)


def see_whole(page):
    """Widgets, figures and heading are there."""
    expect(page.locator("h1:visible")).to_have_count(1)
    expect(page.locator(".gru-widget:not(.gru-mounted)")).to_have_count(0)
    expect(page.locator(".gru-said")).to_have_count(0)  # the host's apologies
    expect(page.locator(".gru-plotly:not(.gru-drawn)")).to_have_count(0)
    for figure in page.locator(".gru-plotly").all():
        expect(figure.locator(".main-svg").first).to_be_visible()
    said = page.locator(".text_plain").all_inner_texts()
    assert [text for text in said if text.startswith(WIDGETS)] == []  # named but not shown


def reach_what_scrolls(page):
    """In a narrow window, all that can be scrolled sideways takes the focus."""
    size = page.viewport_size
    page.set_viewport_size({"width": 375, "height": 900})
    wait_until(page, f"({UNREACHABLE})().length === 0", seconds=20)
    page.set_viewport_size(size)


def see_light(loads):
    """Few bytes, few files, none twice; the limits stand a little above what is measured."""
    rest = kilobytes(loads) - kilobytes(loads, "mathematics", "figures")
    assert rest - kilobytes(loads, "page") <= 100  # theme and widgets
    assert rest <= 180  # the longest chapter's text and state are 70
    assert kilobytes(loads, "others") == 0
    assert 0 < kilobytes(loads, "theme") <= 65
    assert twice(loads) == []
    assert len(loads) <= 45


@each(*PAGES, *MADE, "404")
def test_a_page_on_a_wide_screen(open_page, book_url, book_folder, whole_theme, subtests, name):
    page = open_page(f"{book_url}{name}.html", before=WATCH + COUNT_SHIFTS)
    wait_for_start(page)
    if name in PAGES:  # the search brings its index
        with subtests.test("it is light"):
            see_light(loaded(page, book_folder))
    with subtests.test("nothing moves while it starts"):
        assert shifts(page) == []
    read_to_the_end(page)
    with subtests.test("it is whole"):
        see_whole(page)
    unfold(page)
    with subtests.test("Tab leads through all of it"):
        way = tab_through(page)
        assert "main-content" in way.stops[0]["what"]  # the way past the contents
        assert [way.without(it) for it in ("shown", "inside", "follows")] == [[], [], []]
        assert way.passed == []
        assert way.ends
        reach_what_scrolls(page)
    with subtests.test("it keeps nobody out"):
        assert told(findings(page)) == "[]"
        assert pale_words(page) == []
    move_all(page)
    set_theme(page, "dark")
    with subtests.test("it keeps nobody out when it was moved, in the dark"):
        assert told(findings(page, colours_alone=True)) == "[]"
        assert pale_words(page) == []
    give_presets(page)
    set_theme(page, "light")
    with subtests.test("it keeps nobody out when presets were given"):
        assert told(findings(page, USED)) == "[]"
        assert pale_words(page) == []
    with subtests.test("it obeys its policy while it is used"):
        assert page.locator("meta[http-equiv=Content-Security-Policy]").count() == 1
        use(page)
        assert page.evaluate("refusals") == []
    with subtests.test("it keeps what is listed, and sets no cookie"):
        assert kept(page) <= KEPT
        assert page.evaluate("document.cookie") == ""
        assert page.context.cookies() == []
    unfold(page)
    with subtests.test("when it was used, nothing is cut off or hard to hit"):
        assert faults_of_size(page) == {}
    with subtests.test("no rule of the theme is missed"):
        open_what_opens(page)
        assert missed(page, whole_theme) == []


@each(*PAGES, *MADE, landing=NARROW)
def test_a_page_on_a_phone(open_page, book_url, subtests, name):
    page = open_page(f"{book_url}{name}.html", width=375, dark=True, before=COUNT_SHIFTS)
    wait_for_start(page)
    with subtests.test("nothing moves while it starts"):
        assert shifts(page) == []
    read_to_the_end(page)
    with subtests.test("it is whole"):
        see_whole(page)
    for scheme in ("dark", "light"):
        set_theme(page, scheme)
        with subtests.test("it fits", theme=scheme):
            assert too_wide(page) == []
            assert page.evaluate("scrollTo(100, scrollY), scrollX") == 0
    unfold(page)
    with subtests.test("the keyboard reaches what can be scrolled"):
        reach_what_scrolls(page)
    with subtests.test("nothing is cut off or hard to hit"):
        assert faults_of_size(page) == {}


@each(*PAGES, *MADE, landing=NARROW)
def test_a_page_without_javascript(open_page, book_url, subtests, name):
    page = open_page(f"{book_url}{name}.html", java_script=False)
    with subtests.test("formulas are shown"):
        formulas = page.locator(".math:not(details *) mjx-math")  # of what is not folded
        hidden = formulas.evaluate_all("all => all.filter((one) => !one.checkVisibility())")
        assert hidden == []
    with subtests.test("widgets are pictures with words"):
        for widget in page.locator(".gru-widget[data-module]").all():
            expect(widget.locator(".gru-picture > .gru")).to_be_visible()
            expect(widget.locator("figcaption")).not_to_be_empty()
    with subtests.test("buttons that need it are not shown"):
        assert page.locator(NEEDY).count() >= 4
        expect(page.locator(NEEDY).locator("visible=true")).to_have_count(0)
