"""The colours of the quantities: readable on both themes, and never alone in what they say."""

import re
from itertools import combinations

import pytest

from gru_course.palette import CSS_NAMES, INKS, css_variables

LIGHT_PAGE, DARK_PAGE = "#FFFFFF", "#14181E"
PAGES = {"light": LIGHT_PAGE, "dark": DARK_PAGE}


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it, 0 for black to 1 for white."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a: str, b: str) -> float:
    darker, lighter = sorted([luminance(a), luminance(b)])
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_of_black_and_white_is_21():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)


@pytest.mark.parametrize("theme", PAGES)
@pytest.mark.parametrize("ink", INKS, ids=lambda ink: ink.symbol)
def test_text_in_an_ink_is_readable(ink, theme):
    assert contrast(getattr(ink, theme), PAGES[theme]) >= 4.5  # WCAG 2 AA, text of any size


def test_no_two_lines_look_alike_without_colour():
    for a, b in combinations(INKS, 2):
        assert (a.dash, a.width) != (b.dash, b.width)
        assert (a.plotly_dash, a.width) != (b.plotly_dash, b.width)


@pytest.mark.parametrize("attribute", ["name", "symbol", "light", "dark"])
def test_no_two_quantities_share_a_name_or_a_colour(attribute):
    assert len({getattr(ink, attribute) for ink in INKS}) == len(INKS)


def test_every_ink_has_a_css_variable_on_both_themes():
    assert set(CSS_NAMES.values()) == set(INKS)
    light, dark = css_variables().splitlines()
    for name, ink in CSS_NAMES.items():
        assert f"{name}:{ink.light};" in light
        assert f"{name}:{ink.dark};" in dark


def test_the_dark_colours_follow_the_book_and_lab():
    *_, dark = css_variables().splitlines()
    selectors = re.match(r"(.*)\{", dark)[1].split(",")
    assert selectors == ['html[data-theme="dark"]', '[data-jp-theme-light="false"]']
