"""What a page loads after another; that each is light is tested in test_pages.py."""

import re
from pathlib import Path

import pytest

from benchmarks.page.browser import Reader
from benchmarks.page.loads import kilobytes
from benchmarks.page.weights import visit
from tests.browser.pages import PAGES

CHAPTERS = Path(__file__).parents[2] / "chapters"


@pytest.mark.parametrize(
    "name", ["index", *(pytest.param(one, marks=pytest.mark.nightly) for one in PAGES[:-1])]
)
def test_the_page_after_it_is_lighter_still(browser, book_url, name):
    seen = visit(Reader(browser), f"{book_url}{name}.html")
    assert kilobytes(seen.second, "theme") == 0
    assert kilobytes(seen.second) - kilobytes(seen.second, "mathematics", "figures") <= 60


def test_the_teaching_guide_says_what_the_first_page_weighs(browser, book_url):
    guide = (CHAPTERS / "teaching_guide.md").read_text("utf-8")
    (said,) = re.findall(r"\| the first page \| (\d+) KB", guide)
    first = kilobytes(visit(Reader(browser), book_url).first)
    assert int(said) == pytest.approx(first, rel=0.1)
