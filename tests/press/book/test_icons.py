"""The icons' font: the glyphs that a stylesheet names, and its own place in that stylesheet."""

from io import BytesIO
from pathlib import Path

import pydata_sphinx_theme
import pytest
from fontTools.ttLib import TTFont

from gru_press.book.theme import icons

THEME = Path(pydata_sphinx_theme.__file__).parent / "theme" / "pydata_sphinx_theme" / "static"
FACE = "@font-face{{font-family:F;src:url(../webfonts/{0}.woff2) format('woff2'),url({0}.ttf)}}"


@pytest.fixture(scope="module")
def font():
    (path,) = THEME.glob("vendor/fontawesome/*/webfonts/fa-solid-900.ttf")
    return path


def test_a_stylesheet_names_icons_by_escapes_and_by_characters():
    styles = (
        '.a:before{content:"\\f002"}:root{--b:"\uf0f3"}.c:before{content:"\\2b"}.d{content:"x"}'
    )
    assert icons.used_icons(styles) == {0xF002, 0xF0F3, 0x2B}


def test_the_font_holds_the_icons_that_are_asked_for(font):
    content = icons.cut_font({0xF002, 0xF0F3}, font)
    with TTFont(BytesIO(content)) as reduced, TTFont(font) as whole:
        assert reduced.flavor == "woff"
        assert sorted(reduced.getBestCmap()) == [0xF002, 0xF0F3]
        for point, name in reduced.getBestCmap().items():
            kept, original = reduced["glyf"][name], whole["glyf"][whole.getBestCmap()[point]]
            assert kept.coordinates == original.coordinates
    assert len(content) < 2048


def test_the_same_icons_give_the_same_bytes(font):
    assert icons.cut_font({0xF002}, font) == icons.cut_font({0xF002}, font)


def test_the_solid_faces_take_the_small_font_and_the_others_go():
    styles = "p{margin:0}" + FACE.format("fa-brands-400") + FACE.format("fa-solid-900")
    own = '@font-face{font-family:F;src:url(icons.woff) format("woff")}'
    assert icons.with_one_font(styles) == "p{margin:0}" + own
