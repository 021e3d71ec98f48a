"""What tells the pages of the built book apart, and the order in which they are read."""

import gzip
import html
import re
from itertools import pairwise
from pathlib import Path

import pytest

from tests.browser.pages import IN_ORDER as PAGES
from tests.browser.pages import ROOT

COURSE = "The Gated Recurrent Unit, interactive"
MOST_BYTES = 1024  # compressed, of what a page says to be found and run


@pytest.fixture(scope="module")
def texts(book_folder):
    """The text of every page, in the order of _toc.yml."""
    return {name: (book_folder / f"{name}.html").read_text("utf-8") for name in PAGES}


def found(pattern, text):
    """What the only match of a pattern holds, or None."""
    match = re.search(pattern, text, re.DOTALL)
    return match and html.unescape(match[1])


def test_every_page_has_a_title_of_its_own_that_ends_with_the_name_of_the_course(texts):
    titles = [found("<title>(.*?)</title>", text) for text in texts.values()]
    assert len(set(titles)) == len(titles)
    assert [title for title in titles if not title.endswith(f" — {COURSE}")] == []


def test_every_page_has_one_description_of_its_own(texts):
    pattern = '<meta name="description" content="([^"]*)"'
    descriptions = [re.findall(pattern, text) for text in texts.values()]
    assert [len(several) for several in descriptions] == [1] * len(PAGES)
    assert len({one for (one,) in descriptions if one}) == len(PAGES)


def test_next_and_previous_follow_the_table_of_contents(texts):
    for here, there in pairwise(PAGES):
        title = found('<meta property="og:title" content="([^"]*)"', texts[there])
        link = found(r'<a class="right-next"\s+href="([^"]*)"', texts[here])
        assert (Path(here).parent / link).as_posix() == f"{there}.html"
        back = found(r'<a class="left-prev"\s+href="([^"]*)"', texts[there])
        assert (ROOT / Path(there).parent / back).resolve() == ROOT / f"{here}.html"
        shown = found(r'class="right-next".*?<p class="prev-next-title">(.*?)</p>', texts[here])
        assert re.sub("<[^>]*>", "", shown) == title
    assert "left-prev" not in texts[PAGES[0]] and "right-next" not in texts[PAGES[-1]]


def test_without_an_address_no_page_claims_one(texts, book_folder):
    for text in texts.values():
        assert "og:image" not in text and "og:url" not in text and 'rel="canonical"' not in text
    assert not (book_folder / "sitemap.xml").exists()


def test_what_a_page_says_to_be_found_and_run_is_small(texts):
    for name, text in texts.items():
        spoken = re.findall(r"<meta (?:name|property)=[^>]*>|<link rel=\S*icon[^>]*>", text)
        spoken += re.findall(r'<aside class="gru-run.*?</aside>', text, re.DOTALL)
        without = text
        for part in spoken:
            without = without.replace(part, "")
        more = len(gzip.compress(text.encode())) - len(gzip.compress(without.encode()))
        assert more < MOST_BYTES, name


def test_every_chapter_and_no_other_page_says_how_it_is_run(texts):
    chapters = {name for name in PAGES if (ROOT / f"{name}.ipynb").exists()}
    assert {name for name, text in texts.items() if "gru-run" in text} == chapters
