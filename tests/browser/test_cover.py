"""The pages that are visited at landing hold every kind of part that any page holds."""

from tests.browser.pages import MADE, PAGES, STAND_FOR_ALL
from tests.browser.parsed import parsed

# Widgets are met one by one in test_access.py; the parts of formulas, drawings and code have kinds
# that say nothing of their looks on a page.
CLOSED = {"mjx-container", "svg", "pre"}


def parts(node):
    """The parts inside a part of a page, but for what is inside closed ones."""
    for part in node.find_all(True, recursive=False):
        yield part
        if part.name not in CLOSED and "gru-picture" not in part.get("class", []):
            yield from parts(part)


def kinds(path) -> set[str]:
    """The kinds of parts in a page's main part: each element's name, with each of its classes."""
    found = parts(parsed(path).main)
    return {f"{part.name}.{kind}" for part in found for kind in part.get("class", [""])}


def test_no_page_holds_what_no_visited_page_does(book_folder):
    held = {name: kinds(book_folder / f"{name}.html") for name in (*PAGES, *MADE)}
    seen = set().union(*(held[name] for name in STAND_FOR_ALL))
    assert {name: more for name in held if (more := held[name] - seen)} == {}


def test_each_visited_page_is_needed(book_folder):
    held = {name: kinds(book_folder / f"{name}.html") for name in STAND_FOR_ALL}
    for name, kind in STAND_FOR_ALL.items():
        assert [other for other in held if kind in held[other]] == [name]
