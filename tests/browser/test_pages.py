"""Every page of the built book: whole, at home on a phone, and teaching without JavaScript too.

That no page asks another host or reports an error is watched in all of these tests.
"""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect
from sphinx_external_toc.parsing import parse_toc_yaml

from gru_course import widgets

CONTENTS = parse_toc_yaml(Path(__file__).parents[2] / "_toc.yml")
PAGES = sorted(re.sub(r"\.\w+$", "", name) for name in CONTENTS)
WIDGETS = tuple(f"{name}(" for name in widgets.__all__)
THEMES = pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])


@pytest.fixture(params=PAGES)
def address(request, book_url):
    return f"{book_url}{request.param}.html"


def read_to_the_end(page):
    """Scroll as a reader does, so that all that waits for the viewport starts."""
    page.wait_for_load_state("networkidle")
    bottom = "document.documentElement.scrollHeight - innerHeight"
    while not page.evaluate(f"scrollY >= {bottom} - 1"):
        page.mouse.wheel(0, 700)
        page.wait_for_timeout(30)
    page.wait_for_load_state("networkidle")


@THEMES
def test_a_page_is_whole(open_page, address, dark):
    page = open_page(address, dark=dark)
    read_to_the_end(page)
    expect(page.locator("h1:visible")).to_have_count(1)
    assert page.title()
    assert page.locator('meta[name="description"]').get_attribute("content")

    expect(page.locator(".gru-widget:not(.gru-mounted)")).to_have_count(0)
    expect(page.locator(".gru-said")).to_have_count(0)  # the host's apologies
    texts = page.locator(".text_plain").all_inner_texts()
    assert [text for text in texts if text.startswith(WIDGETS)] == []  # named but not shown

    expect(page.locator(".gru-plotly:not(.gru-drawn)")).to_have_count(0)
    for figure in page.locator(".gru-plotly").all():
        expect(figure.locator(".main-svg").first).to_be_visible()


@THEMES
def test_a_page_fits_a_phone(open_page, address, dark):
    page = open_page(address, width=375, dark=dark)
    read_to_the_end(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    assert page.evaluate("scrollTo(100, scrollY), scrollX") == 0


@pytest.mark.parametrize("width", [375, 1280])
def test_nothing_moves_while_a_page_starts(open_page, address, width):
    page = open_page(address, width=width)
    page.wait_for_load_state("networkidle")
    shift = page.evaluate("""() => new Promise((resolve) => {
        const sum = (list) => list.getEntries().reduce((total, entry) => total + entry.value, 0);
        new PerformanceObserver((list) => resolve(sum(list)))
          .observe({ type: "layout-shift", buffered: true });
        setTimeout(() => resolve(0), 500);  // no entry, no shift
    })""")
    assert shift < 0.002  # an icon whose font comes late, on a machine that is busy


def test_a_page_without_javascript_shows_its_pictures_and_formulas(open_page, address):
    page = open_page(address, java_script=False)
    formulas = page.locator(".math:not(details *) mjx-math")  # of what is not folded
    assert formulas.evaluate_all("all => all.filter((one) => !one.checkVisibility()).length") == 0
    for widget in page.locator(".gru-widget[data-module]").all():
        expect(widget.locator(".gru-picture > :not(figcaption)")).to_be_visible()
        expect(widget.locator("figcaption")).not_to_be_empty()


def test_links_inside_the_book_lead_somewhere(open_page, address):
    page = open_page(address, java_script=False)
    links = page.locator("a[href]").evaluate_all("links => links.map((link) => link.href)")
    home = "/".join(address.split("/")[:3])
    targets = {}
    for link in links:
        if link.startswith(home):
            file, _, anchor = link.partition("#")
            targets.setdefault(file, set()).add(anchor)
    for file, anchors in targets.items():
        answer = page.request.get(file)
        assert answer.ok, file
        text = answer.text() if anchors - {""} else ""
        assert [a for a in anchors if a and f'id="{a}"' not in text] == [], file
