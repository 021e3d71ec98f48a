"""What each page of the built book loads: few bytes, few files, and nothing twice.

The limits stand a little above what is measured; the benchmark prints the goals.
"""

import re
from pathlib import Path

import pytest

from benchmarks.page.browser import Reader
from benchmarks.page.loads import kilobytes, twice
from benchmarks.page.weights import visit
from tests.browser.test_pages import PAGES

CHAPTERS = Path(__file__).parents[2] / "chapters"


@pytest.fixture(scope="module", params=PAGES)
def seen(request, browser, book_url):
    """A first visit to a page, at the top of it, and one to the page after it."""
    return visit(Reader(browser), f"{book_url}{request.param}.html")


def test_the_first_visit_is_light(seen):
    rest = kilobytes(seen.first) - kilobytes(seen.first, "mathematics", "figures")
    assert rest - kilobytes(seen.first, "page") <= 100  # theme and widgets
    assert rest <= 180  # the longest chapter's text and state are 70
    assert kilobytes(seen.first, "others") == 0


def test_the_theme_is_light(seen):
    assert 0 < kilobytes(seen.first, "theme") <= 65


def test_nothing_is_loaded_twice(seen):
    assert twice(seen.first) == []


def test_a_page_asks_for_few_files(seen):
    assert len(seen.first) <= 45


def test_the_page_after_it_is_lighter_still(seen):
    assert kilobytes(seen.second, "theme") == 0
    assert kilobytes(seen.second) - kilobytes(seen.second, "mathematics", "figures") <= 60


def test_the_teaching_guide_says_what_the_first_page_weighs(browser, book_url):
    guide = (CHAPTERS / "teaching_guide.md").read_text("utf-8")
    (said,) = re.findall(r"\| the first page \| (\d+) KB", guide)
    first = kilobytes(visit(Reader(browser), book_url).first)
    assert int(said) == pytest.approx(first, rel=0.1)
