"""The pages that are visited at landing hold every kind of part that any page holds."""

from tests.browser.pages import MADE, PAGES, STAND_FOR_ALL
from tests.browser.parsed import parsed

# Widgets are met one by one in test_access.py; the parts of formulas, pictures and code have kinds
# that say nothing of their looks on a page.
WITHIN = ["mjx-container", "svg", "pre"]


def kinds(path) -> set[str]:
    """The kinds of parts in a page's main part: each element's name, with each of its classes."""
    return {
        f"{part.name}.{kind}"
        for part in parsed(path).main.find_all(True)
        if not part.find_parent(WITHIN)
        for kind in part.get("class", [""])
    }


def test_no_page_holds_what_no_visited_page_does(book_folder):
    held = {name: kinds(book_folder / f"{name}.html") for name in (*PAGES, *MADE)}
    seen = set().union(*(held[name] for name in STAND_FOR_ALL))
    assert {name: more for name in held if (more := held[name] - seen)} == {}


def test_each_visited_page_is_needed(book_folder):
    held = {name: kinds(book_folder / f"{name}.html") for name in STAND_FOR_ALL}
    for name, kind in STAND_FOR_ALL.items():
        assert [other for other in held if kind in held[other]] == [name]
