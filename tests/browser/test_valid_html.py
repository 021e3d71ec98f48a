"""Every page is valid HTML: it parses without an error, and says in its markup what it is."""

import itertools
from collections import Counter
from functools import cache
from pathlib import Path

import html5lib
import pytest
from bs4 import BeautifulSoup

from tests.browser.test_pages import PAGES

EVERY_PAGE = pytest.mark.parametrize("name", [*PAGES, "genindex", "search"])
# What holds words only, and what may not stand there.
PHRASES = "p, span, summary, button, label, h1, h2, h3, h4, code, pre, em, strong, legend"
BLOCKS = ["p", "div", "ul", "ol", "table", "section", "figure", "details", "pre", "blockquote"]
OBSOLETE = "center, font, big, tt, strike, acronym, marquee, table[border], [align], [bgcolor]"


@cache
def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@cache
def parsed(path: Path) -> BeautifulSoup:
    return BeautifulSoup(text_of(path), "html.parser")


@pytest.fixture
def page(book_folder, name):
    """One page, parsed; without what only paper shows."""
    return parsed(book_folder / f"{name}.html")


@EVERY_PAGE
def test_a_page_parses_without_an_error(book_folder, name):
    parser = html5lib.HTMLParser(strict=False)
    parser.parse(text_of(book_folder / f"{name}.html"))
    assert parser.errors == []


@EVERY_PAGE
def test_a_page_says_one_thing_of_itself_once(page, name):
    names = Counter(meta["name"] for meta in page.select("meta[name]"))
    assert [one for one, count in names.items() if count > 1] == [] and names["viewport"] == 1


@EVERY_PAGE
def test_no_two_places_share_an_id(page, name):
    ids = Counter(place["id"] for place in page.select("[id]"))
    assert [one for one, count in ids.items() if count > 1] == []


@EVERY_PAGE
def test_what_an_element_names_is_on_the_page(page, name):
    ids = {place["id"] for place in page.select("[id]")}
    named = [
        one
        for attribute in ("for", "aria-labelledby", "aria-describedby", "aria-controls")
        for place in page.select(f"[{attribute}]")
        for one in place[attribute].split()
    ]
    assert [one for one in named if one not in ids] == []


@EVERY_PAGE
def test_words_hold_no_blocks_and_nothing_is_obsolete(page, name):
    inside = [place.name for holder in page.select(PHRASES) for place in holder.find_all(BLOCKS)]
    assert inside == []
    obsolete = [place for place in page.select(OBSOLETE) if not place.name.startswith("mjx-")]
    assert obsolete == []


@EVERY_PAGE
def test_a_page_says_its_language_and_pictures_have_words(page, name):
    assert page.html["lang"] == "en"
    assert [str(one) for one in page.select("img:not([alt])")] == []
    pictures = page.select("svg:not(svg svg)")
    unnamed = "[aria-hidden=true], [role=img][aria-label]:not([aria-label=''])"
    assert [str(one)[:160] for one in pictures if not one.css.match(unnamed)] == []
    figures = page.select(".gru-plotly")
    assert [str(one)[:160] for one in figures if len(one["aria-label"]) < 20] == []


@EVERY_PAGE
def test_headings_go_down_one_level_at_a_time(page, name):
    headings = page.select("article :is(h1, h2, h3, h4, h5, h6), .bd-search-container h1")
    levels = [int(heading.name[1]) for heading in headings]
    assert levels.count(1) == 1 and levels[0] == 1
    steps = itertools.pairwise(levels)
    assert [(upper, lower) for upper, lower in steps if lower > upper + 1] == []
    assert [str(heading) for heading in headings if not heading.get_text(strip=True)] == []


@EVERY_PAGE
def test_tables_have_headers_and_links_have_words(page, name):
    tables = page.select("article table:not(.genindextable)")
    assert [str(table)[:160] for table in tables if not table.find("th")] == []
    assert [str(th) for th in page.select("article th") if not th.get_text(strip=True)] == []
    links = page.select("article a[href]")
    vague = {"", "here", "this", "link", "click here", "more", "source", "page"}
    assert [str(link) for link in links if link.get_text(" ", strip=True).lower() in vague] == []
