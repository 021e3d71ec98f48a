"""The theme without what no page needs; that no page misses a rule is tested in test_pages.py."""

import pytest
from fontTools.ttLib import TTFont

from tests.browser.missed import missed


def test_the_search_of_a_missed_rule_finds_one(open_page, book_url):
    page = open_page(f"{book_url}index.html")
    rule = "main.bd-main > div:hover .bd-article::before { margin: 0 }"
    assert missed(page, f"{rule} .absent {{ margin: 0 }}") == [rule.split(" {")[0]]


@pytest.mark.parametrize("name", ["index", "chapters/03_update_gate", "search"])
def test_every_icon_of_a_page_is_in_the_font(open_page, book_url, book_folder, name):
    page = open_page(f"{book_url}{name}.html")
    drawn = page.locator("i[class*='fa-']").evaluate_all(
        "icons => icons.map((icon) => getComputedStyle(icon, '::before').content)"
    )
    assert len(drawn) >= 8
    (font,) = (book_folder / "_static" / "gru").glob("icons.*.woff")
    with TTFont(font) as icons:
        assert {ord(content.strip('"')) for content in drawn} <= set(icons.getBestCmap())
    assert page.locator(".fab, .fa-brands, .far, .fa-regular").count() == 0  # not in the font
