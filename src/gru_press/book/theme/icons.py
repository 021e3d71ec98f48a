"""The icons of the theme: Font Awesome's font, cut down to those that the pages show."""

import re
from io import BytesIO
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

FILE = "icons.woff"
FACE = re.compile(r"@font-face\{[^}]*\}")
SOLID = re.compile(r"src:[^;}]*fa-solid-900[^;}]*")  # the only style that the theme shows
ESCAPED = re.compile(r'(?<=")\\([0-9a-f]{2,6})(?=")')
PRIVATE = re.compile("[\ue000-\uf8ff]")  # where Font Awesome has most of its icons


def with_one_font(styles: str) -> str:
    """The stylesheet with the icons' own font in the place of Font Awesome's."""
    own = f'src:url({FILE}) format("woff")'
    return FACE.sub(lambda face: SOLID.sub(own, face[0]) if SOLID.search(face[0]) else "", styles)


def used_icons(styles: str) -> set[int]:
    """The code points of the icons that a stylesheet names."""
    escaped = {int(digits, 16) for digits in ESCAPED.findall(styles)}
    return escaped | {ord(character) for character in PRIVATE.findall(styles)}


def cut_font(icons: set[int], font: Path) -> bytes:
    """The font with these icons alone, as WOFF: it needs no compressor that Python lacks."""
    content = BytesIO()
    with TTFont(font, recalcTimestamp=False) as reduced:
        subsetter = Subsetter(Options(layout_features=[], hinting=False))
        subsetter.populate(unicodes=icons)
        subsetter.subset(reduced)
        reduced.flavor = "woff"
        reduced.save(content)
    return content.getvalue()
