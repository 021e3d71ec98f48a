"""The keyboard alone operates everything; that it reaches everything is tested in test_pages.py."""

import itertools

from playwright.sync_api import expect

from tests.browser.driving import wait_for_theme, wait_until
from tests.browser.family import SPECIMENS
from tests.browser.reading import read_to_the_end

CHAPTER = "chapters/03_update_gate.html"
FOCUSED = "document.activeElement"


def the_first_link_leads_to_the_content(chapter):
    chapter.evaluate("scrollTo(0, 0)")
    chapter.keyboard.press("Tab")
    skip = chapter.get_by_role("link", name="Skip to main content")
    expect(skip).to_be_focused()
    assert skip.bounding_box()["y"] >= 0
    chapter.keyboard.press("Enter")
    chapter.keyboard.press("Tab")
    assert chapter.evaluate(f"{FOCUSED}.closest('main') !== null")


def what_is_folded_opens_and_closes(chapter):
    folded_things = (chapter.locator(".cell summary").first, chapter.get_by_text("Hint 1"))
    for key, summary in itertools.product(["Enter", "Space"], folded_things):
        summary.focus()
        folded = summary.locator("xpath=ancestor::details[1]")
        chapter.keyboard.press(key)
        expect(folded).to_have_attribute("open", "")
        chapter.keyboard.press(key)
        expect(folded).not_to_have_attribute("open", "")


def a_folded_cell_is_called_by_what_it_does(chapter):
    summary = chapter.locator(".cell summary").first
    assert summary.inner_text().strip() == "Show the code"
    assert "Show the code" in summary.aria_snapshot()
    summary.press("Enter")
    assert summary.inner_text().strip() == "Hide the code"
    summary.press("Enter")


def the_search_holds_the_focus_and_gives_it_back(chapter):
    dialog = chapter.locator(".search-button__wrapper")
    field = dialog.get_by_role("searchbox")
    opener = chapter.locator(".search-button-field")
    opener.focus()
    chapter.keyboard.press("Enter")
    expect(field).to_be_focused()
    assert "dialog" in dialog.aria_snapshot()
    wait_until(chapter, "document.querySelector('main').closest('[inert]')")  # after the picture
    chapter.keyboard.press("Tab")
    assert not chapter.evaluate(f"Boolean({FOCUSED}.closest('main, .bd-sidebar-primary'))")
    field.press("Escape")
    expect(field).to_be_hidden()
    expect(opener).to_be_focused()


def the_search_opens_by_its_shortcut_from_anywhere(chapter):
    slider = chapter.get_by_role("slider").first
    slider.focus()
    chapter.keyboard.press("Control+k")
    expect(chapter.get_by_role("searchbox")).to_be_focused()
    chapter.keyboard.press("Escape")
    expect(slider).to_be_focused()


def the_theme_switch_says_what_is_set(chapter):
    switch = chapter.locator(".theme-switch-button")
    for mode in ("dark", "light", "auto"):
        switch.press("Enter")
        expect(switch).to_have_attribute("aria-label", f"Theme: {mode}")
        expect(chapter.locator("html")).to_have_attribute("data-mode", mode)


def a_copy_button_shows_when_it_is_reached(chapter):
    button = chapter.locator("button.copybtn:not(details *)").first
    assert button.evaluate("node => getComputedStyle(node).opacity") == "0"
    button.focus()
    assert button.evaluate("node => getComputedStyle(node).opacity") == "1"


RULES = (
    the_first_link_leads_to_the_content,
    what_is_folded_opens_and_closes,
    a_folded_cell_is_called_by_what_it_does,
    a_copy_button_shows_when_it_is_reached,
    the_search_holds_the_focus_and_gives_it_back,
    the_search_opens_by_its_shortcut_from_anywhere,
    the_theme_switch_says_what_is_set,
)


def test_a_chapter_is_used_by_the_keyboard_alone(open_page, book_url, subtests):
    page = open_page(book_url + CHAPTER)
    read_to_the_end(page)
    for rule in RULES:
        with subtests.test(rule.__name__.replace("_", " ")):
            rule(page)


def test_a_sidebar_on_a_phone_takes_the_focus_and_gives_it_back(open_page, book_url, subtests):
    page = open_page(book_url + CHAPTER, width=375)
    wait_for_theme(page)
    for name in ("Contents of the book", "Contents of this page"):
        with subtests.test(name):
            toggle = page.get_by_role("button", name=name)
            expect(toggle).to_have_attribute("aria-expanded", "false")
            toggle.press("Enter")
            expect(toggle).to_have_attribute("aria-expanded", "true")
            wait_until(page, f"{FOCUSED}.closest('[class*=bd-sidebar]') !== null")
            page.keyboard.press("Escape")
            expect(toggle).to_be_focused()
            expect(toggle).to_have_attribute("aria-expanded", "false")


def test_the_keys_of_a_slider_move_it(render_widget):
    page = render_widget(*(make() for make in SPECIMENS.values()))
    sliders = page.locator(".gru-slider input:enabled").locator("visible=true").all()
    ranges = {}  # all are one control: one of each range and step
    for slider in sliders:
        name, *numbers = slider.evaluate("e => [e.labels[0].innerText, e.min, e.step, e.max]")
        ranges.setdefault(tuple(map(float, numbers)), (name, slider))
    assert len(ranges) > 5
    for (low, step, high), (name, slider) in ranges.items():
        slider.focus()
        for key, least, most in (
            ("Home", low, low),
            ("PageUp", low + step, high),
            ("End", high - step, high),
            ("ArrowLeft", low, high - step),
        ):
            page.keyboard.press(key)
            now = page.evaluate(f"{FOCUSED}.valueAsNumber")
            assert least - 1e-9 <= now <= most + 1e-9, (name, key)
