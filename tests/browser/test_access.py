"""No reader is kept out: axe finds nothing on any page, in both themes, whatever is moved."""

import pytest

from tests.browser.axe import COLOURS, findings, told
from tests.browser.test_pages import PAGES, THEMES, read_to_the_end
from tests.browser.widget_states import give_presets, move_all, unfold

WIDGETS = ".gru-widget"
# What may stay, each with its reason.
LEFT = {
    "empty-table-header": "axe reads no MathML, so a header that is a formula seems empty to it"
}


def unexpected(found):
    return [finding for finding in found if finding.rule not in LEFT]


@pytest.fixture
def findings_of(open_page, book_url):
    """A function that opens a page and returns all that axe finds: as it is, moved, and preset."""

    def findings_of(name, dark):
        page = open_page(f"{book_url}{name}.html", dark=dark)
        read_to_the_end(page)
        unfold(page)
        rules = COLOURS if dark else None  # the rest is the same in both themes
        found = findings(page, rules=rules)
        for change in (move_all, give_presets):
            change(page)
            found += findings(page, WIDGETS, rules)
        return found

    return findings_of


@THEMES
@pytest.mark.parametrize("name", [*PAGES, "genindex", "search"])
def test_a_page_keeps_nobody_out(findings_of, name, dark):
    found = unexpected(findings_of(name, dark))
    assert not found, told(found)
