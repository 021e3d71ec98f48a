"""Lines, marks and words in pictures stand out from their ground; axe looks at other text only."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.family import SPECIMENS
from tests.browser.test_pages import PAGES, THEMES, read_to_the_end
from tests.browser.widget_states import give_presets, move_all

PALE = Path(__file__).with_name("contrast.js").read_text(encoding="utf-8")
TEXT, GRAPHICS = 4.5, 3  # the ratios of WCAG 2.2 AA, criteria 1.4.3 and 1.4.11
# Left out is what is a ground for others, or a pale echo beside what it repeats.
ECHOES = (
    ".gru-ghost, .gru-passed, .gru-band, .gru-faded, [data-z=me] .gru-feed, [data-r=me] .gru-feed"
)
WORDS = "article svg :is(text, tspan):not(.bartext-inside)"  # plotly chooses that by its bar
SHAPES = f":is(.gru-line, .gru-mark):not({ECHOES}), .gru-footer > .gru-button:enabled"


@THEMES
def test_what_a_widget_draws_stands_out(render_widget, dark):
    page = render_widget(*(make() for make in SPECIMENS.values()), height=60_000, dark=dark)
    for change in (lambda page: None, move_all, give_presets):
        change(page)
        assert "\n".join(page.evaluate(PALE, [SHAPES, GRAPHICS])) == ""
        assert "\n".join(page.evaluate(PALE, [".gru svg text", TEXT])) == ""


@THEMES
@pytest.mark.parametrize("name", [name for name in PAGES if name[9:11] in {"05", "09", "12"}])
def test_words_in_pictures_stand_out(open_page, book_url, name, dark):
    page = open_page(f"{book_url}{name}.html", dark=dark)
    read_to_the_end(page)
    expect(page.locator(".gru-plotly:not(.gru-drawn)")).to_have_count(0)
    assert "\n".join(page.evaluate(PALE, [WORDS, TEXT])) == ""
