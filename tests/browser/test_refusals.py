"""What a browser refuses and a network loses: the rest of the page goes on, and says so."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.driving import wait_for_theme
from tests.browser.reading import read_to_the_end

PAGE = "chapters/03_update_gate.html"
REFUSED = """for (const name of ["localStorage", "sessionStorage"])
  Object.defineProperty(window, name, {
    configurable: true, get() { throw new DOMException("no", "SecurityError"); },
  });"""
FULL = (
    "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };"
)


@pytest.mark.parametrize("storage", [REFUSED, FULL])
def test_search_theme_and_widgets_work_where_nothing_can_be_stored(open_page, book_url, storage):
    page = open_page(book_url + PAGE, before=storage)
    page.locator(".gru-mounted").first.wait_for()
    wait_for_theme(page)
    switch = page.locator(".theme-switch-button:visible").first
    for mode in ("dark", "light", "auto"):
        switch.click()
        expect(page.locator("html")).to_have_attribute("data-mode", mode)
    page.keyboard.press("Control+k")
    expect(page.get_by_role("dialog").get_by_role("searchbox")).to_be_focused()


def test_a_page_whose_widgets_cannot_start_says_so_beside_their_pictures(browser, book_url):
    page = browser.new_page(service_workers="block")
    page.route("**/widget_models.*.js", lambda route: route.abort())  # which host.js needs
    page.goto(book_url + PAGE)
    said = page.get_by_text("This widget could not start: a file did not arrive. Reload the page.")
    expect(said).to_have_count(page.locator(".gru-widget").count())
    expect(page.locator(".gru-picture").first).to_be_visible()
    page.close()


def test_a_widget_whose_model_does_not_arrive_says_so_and_the_others_live(browser, book_url):
    page = browser.new_page(service_workers="block")
    page.route("**/inside_gru.*.json", lambda route: route.fulfill(status=404))
    page.goto(book_url + "chapters/12_music_and_speech.html")
    read_to_the_end(page)
    said = page.get_by_text(re.compile(r"could not start: inside_gru\.\w{10}\.json did not arrive"))
    expect(said).to_have_count(1)
    expect(page.locator(".gru-mounted")).not_to_have_count(0)
    page.close()
