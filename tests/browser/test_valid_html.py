"""Every page is valid HTML: it parses without an error, and says in its markup what it is."""

import itertools
from collections import Counter
from pathlib import Path
from urllib.parse import unquote, urlsplit

import html5lib
import pytest

from tests.browser.pages import MADE, PAGES
from tests.browser.parsed import parsed, text_of

# What holds words only, and what may not stand there.
PHRASES = "p, span, summary, button, label, h1, h2, h3, h4, code, pre, em, strong, legend"
BLOCKS = ["p", "div", "ul", "ol", "table", "section", "figure", "details", "pre", "blockquote"]
OBSOLETE = "center, font, big, tt, strike, acronym, marquee, table[border], [align], [bgcolor]"


def names_itself_once(page):
    names = Counter(meta["name"] for meta in page.select("meta[name]"))
    assert [one for one, count in names.items() if count > 1] == [] and names["viewport"] == 1
    assert page.title.get_text(strip=True)
    assert page.html["lang"] == "en"


def shares_no_id(page):
    ids = Counter(place["id"] for place in page.select("[id]"))
    assert [one for one, count in ids.items() if count > 1] == []


def holds_what_it_names(page):
    ids = {place["id"] for place in page.select("[id]")}
    named = [
        one
        for attribute in ("for", "aria-labelledby", "aria-describedby", "aria-controls")
        for place in page.select(f"[{attribute}]")
        for one in place[attribute].split()
    ]
    assert [one for one in named if one not in ids] == []


def holds_no_blocks_in_words_and_nothing_obsolete(page):
    inside = [place.name for holder in page.select(PHRASES) for place in holder.find_all(BLOCKS)]
    assert inside == []
    obsolete = [place for place in page.select(OBSOLETE) if not place.name.startswith("mjx-")]
    assert obsolete == []


def has_words_for_its_pictures(page):
    assert [str(one) for one in page.select("img:not([alt])")] == []
    pictures = page.select("svg:not(svg svg)")
    unnamed = "[aria-hidden=true], [role=img][aria-label]:not([aria-label=''])"
    assert [str(one)[:160] for one in pictures if not one.css.match(unnamed)] == []
    figures = page.select(".gru-plotly")
    assert [str(one)[:160] for one in figures if len(one["aria-label"]) < 20] == []


def has_headings_that_go_down_one_level_at_a_time(page):
    headings = page.select("article :is(h1, h2, h3, h4, h5, h6), .bd-search-container h1")
    levels = [int(heading.name[1]) for heading in headings]
    assert levels.count(1) == 1 and levels[0] == 1
    steps = itertools.pairwise(levels)
    assert [(upper, lower) for upper, lower in steps if lower > upper + 1] == []
    assert [str(heading) for heading in headings if not heading.get_text(strip=True)] == []


def has_tables_with_headers_and_links_with_words(page):
    tables = page.select("article table:not(.genindextable)")
    assert [str(table)[:160] for table in tables if not table.find("th")] == []
    assert [str(th) for th in page.select("article th") if not th.get_text(strip=True)] == []
    links = page.select("article a[href]")
    vague = {"", "here", "this", "link", "click here", "more", "source", "page"}
    assert [str(link) for link in links if link.get_text(" ", strip=True).lower() in vague] == []


RULES = (
    names_itself_once,
    shares_no_id,
    holds_what_it_names,
    holds_no_blocks_in_words_and_nothing_obsolete,
    has_words_for_its_pictures,
    has_headings_that_go_down_one_level_at_a_time,
    has_tables_with_headers_and_links_with_words,
)


def has_place(path: Path, name: str) -> bool:
    """Whether a file has a place of this name; an empty one is its beginning."""
    return not name or f'id="{name}"' in text_of(path)


def dead_links(path: Path, folder: Path) -> list[str]:
    """The links of a page to files that are not in the book, or to places that are not in them."""
    dead = []
    for href in {link["href"] for link in parsed(path).select("a[href]")}:
        link = urlsplit(href)
        if link.scheme or link.netloc:
            continue
        target = (path.parent / unquote(link.path)).resolve() if link.path else path
        if target.is_dir():
            target /= "index.html"
        inside = target.is_file() and target.is_relative_to(folder.resolve())
        if not inside or not has_place(target, unquote(link.fragment)):
            dead.append(href)
    return dead


@pytest.mark.parametrize("name", [*PAGES, *MADE])
def test_a_page_is_valid(book_folder, subtests, name):
    path = book_folder.resolve() / f"{name}.html"
    with subtests.test("it parses without an error"):
        parser = html5lib.HTMLParser(strict=False)
        parser.parse(text_of(path))
        assert parser.errors == []
    for rule in RULES:
        with subtests.test("it " + rule.__name__.replace("_", " ")):
            rule(parsed(path))
    with subtests.test("its links lead somewhere"):
        assert dead_links(path, book_folder) == []
