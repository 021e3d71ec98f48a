"""Every page of the built book: it answers, stays at home, fits a phone, and teaches without JS."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect
from sphinx_external_toc.parsing import parse_toc_yaml

CONTENTS = parse_toc_yaml(Path(__file__).parents[2] / "_toc.yml")
PAGES = sorted(re.sub(r"\.\w+$", "", name) for name in CONTENTS)
THEMES = pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])


@pytest.fixture(params=PAGES)
def address(request, book_url):
    return f"{book_url}{request.param}.html"


def read_to_the_end(page):
    """Scroll as a reader does, so that all that waits for the viewport starts."""
    page.wait_for_load_state("networkidle")
    bottom = "document.documentElement.scrollHeight - innerHeight"
    for _ in range(200):
        page.mouse.wheel(0, 700)
        page.wait_for_timeout(30)
        if page.evaluate(f"scrollY >= {bottom} - 1"):
            break
    page.wait_for_load_state("networkidle")


def test_a_page_is_whole(open_page, address):
    page = open_page(address)
    read_to_the_end(page)
    expect(page.locator("h1:visible")).to_have_count(1)
    assert page.title()
    assert page.locator('meta[name="description"]').get_attribute("content")
    expect(page.locator(".gru-widget:not(.gru-mounted)")).to_have_count(0)
    expect(page.locator(".gru-said")).to_have_count(0)  # the host's apologies


@THEMES
def test_a_page_fits_a_phone(open_page, address, dark):
    page = open_page(address, width=375, dark=dark)
    read_to_the_end(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    assert page.evaluate("scrollTo(100, scrollY), scrollX") == 0


@THEMES
def test_figures_are_drawn_when_they_are_reached(open_page, address, dark):
    page = open_page(address, dark=dark)
    for figure in page.locator(".gru-plotly").all():
        figure.scroll_into_view_if_needed()
        expect(figure).to_have_class(re.compile("gru-drawn"))
        expect(figure.locator(".main-svg").first).to_be_visible()


def test_equations_are_set(open_page, address):
    page = open_page(address)
    page.wait_for_load_state("networkidle")
    expect(
        page.locator("span.math, div.math").filter(has_not=page.locator("mjx-math"))
    ).to_have_count(0)
    expect(page.locator("mjx-merror, [data-mjx-error]")).to_have_count(0)


def test_a_page_without_javascript_shows_its_pictures(open_page, address):
    page = open_page(address, java_script=False)
    widgets = page.locator(".gru-widget[data-module]")
    for widget in widgets.all():
        expect(widget.locator(".gru-picture svg")).to_be_visible()
        expect(widget.locator("figcaption")).not_to_be_empty()


def test_nothing_moves_while_a_page_starts(open_page, address):
    page = open_page(address)
    page.wait_for_load_state("networkidle")
    shift = page.evaluate("""() => new Promise((resolve) => {
        const sum = (list) => list.getEntries().reduce((total, entry) => total + entry.value, 0);
        new PerformanceObserver((list) => resolve(sum(list)))
          .observe({ type: "layout-shift", buffered: true });
        setTimeout(() => resolve(0), 500);
    })""")
    assert shift < 0.1  # what a reader does not notice, by web.dev's measure


def test_links_inside_the_book_lead_somewhere(open_page, address):
    page = open_page(address)
    links = page.evaluate("[...document.links].map((link) => link.href)")
    home = address.split("/")[2]
    for link in {link.split("#")[0] for link in links if f"//{home}/" in link}:
        assert page.request.get(link).ok, link
