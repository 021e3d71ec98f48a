"""No reader of the slides is kept out: axe finds nothing on any of them."""

import pytest

from tests.browser.axe import COLOURS, findings, told
from tests.browser.test_access import unexpected
from tests.browser.test_slides import DECKS, NEXT_SLIDE

# The lecture holds slides of many chapters, so one deck shows what the dark theme does to colours.
SHOWN = [*((deck, False) for deck in DECKS), ("lecture", True)]


@pytest.mark.parametrize(("deck", "dark"), SHOWN)
def test_a_deck_keeps_nobody_out(show_deck, deck, dark):
    page = show_deck(deck, dark=dark)
    found = {}
    for number in range(page.evaluate("Reveal.getSlides().length")):
        if number:
            page.evaluate(NEXT_SLIDE)
        place = page.evaluate("Reveal.getCurrentSlide().id")
        found[place] = unexpected(findings(page, rules=COLOURS if dark else None))
    faults = {place: told(some) for place, some in found.items() if some}
    assert faults == {}
