"""No widget keeps a reader out, whatever is moved: all of them on one page.

What the pages around them do is tested in `test_pages.py`.
"""

import re

import pytest

from tests.browser.axe import findings, told
from tests.browser.family import SPECIMENS
from tests.browser.pages import PAGES
from tests.browser.sizes import faults_of_size
from tests.browser.tabbing import tab_through
from tests.browser.widget_states import give_presets, move_all

STATES = {"untouched": lambda page: None, "moved": move_all, "preset": give_presets}


# A page's own widgets are met in the dark at landing, in `test_pages.py`; all others at night.
@pytest.mark.parametrize(
    "dark",
    [pytest.param(False, id="light"), pytest.param(True, id="dark", marks=pytest.mark.nightly)],
)
def test_no_widget_keeps_anybody_out(render_widget, subtests, dark):
    page = render_widget(*(make() for make in SPECIMENS.values()), dark=dark)
    with subtests.test("Tab leads through all of it"):
        way = tab_through(page)
        assert [way.without(it) for it in ("shown", "inside", "follows")] == [[], [], []]
        assert way.passed == []
        assert way.ends
    for state, change in STATES.items():
        change(page)
        with subtests.test("axe finds nothing", state=state):
            assert told(findings(page, ".gru-widget", colours_alone=dark)) == "[]"
        if not dark:
            with subtests.test("nothing is cut off or hard to hit", state=state):
                assert faults_of_size(page) == {}


def test_every_widget_of_a_page_is_among_them(book_folder):
    held = {
        module
        for name in PAGES
        for module in re.findall(
            r'data-module="(\w+)"', (book_folder / f"{name}.html").read_text("utf-8")
        )
    }
    assert held - {make().module for make in SPECIMENS.values()} == set()
