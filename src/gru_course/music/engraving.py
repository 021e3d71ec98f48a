"""Tunes in ABC notation, drawn as notes on a staff: read by music21, engraved by Verovio.

Both are made for music that somebody wrote. What a network writes may crash or stop them, so they
work in a process of their own, which may be lost.
"""

import re
import subprocess
import sys
import zlib
from dataclasses import dataclass
from html import escape
from importlib import import_module

from gru_course.validation import positive_number

PAGE = {
    "inputFrom": "xml",
    "pageWidth": 1800,  # tenths of a millimetre; as wide as the page of the book at this scale
    "pageHeight": 60000,  # one page, however long
    "adjustPageHeight": True,
    "scale": 40,
    "svgViewBox": True,
    "header": "none",
    "footer": "none",
    "pageMarginLeft": 0,
    "pageMarginRight": 0,
}
FERMATA = re.compile(r"H(?=[_^=]*[A-Ga-g])")  # music21 takes it for no note and drops what follows


@dataclass(frozen=True, repr=False)
class Score:
    """An engraved tune that shows itself in notebooks and in the book. alt: what is to be seen."""

    svg: str
    alt: str

    def __repr__(self) -> str:
        return f"Score({self.alt!r})"

    def _repr_html_(self) -> str:
        svg = self.svg.replace("<svg ", f'<svg role="img" aria-label="{escape(self.alt)}" ', 1)
        return f'<div class="gru-score" role="group" aria-label="notes" tabindex="0">{svg}</div>'


def engrave(abc: str, *, alt: str, patience: float = 60.0) -> Score:
    """Draw a tune: its lines M:, L: and K:, then its notes, as `data.tunes` has them.

    patience: seconds that it may take. Raises ValueError for an empty alt text, and for a tune
    that cannot be read, is without notes, or takes longer; ModuleNotFoundError without Verovio.
    """
    if not alt.strip():
        raise ValueError(f"alt must say what the notes show, got {alt!r}")
    positive_number("patience", patience)
    import_module("verovio")  # a missing one is to be said here, not by the other process
    command = [sys.executable, "-m", __name__]
    try:
        done = subprocess.run(
            command, input=abc.encode(), capture_output=True, timeout=patience, check=False
        )
    except subprocess.TimeoutExpired:
        raise ValueError(f"abc must be drawn in {patience:g} seconds, got {abc[:40]!r}") from None
    svg = done.stdout.decode()
    if done.returncode or 'class="note"' not in svg:
        raise ValueError(f"abc must be a tune with notes that can be read, got {abc[:40]!r}")
    return Score(svg, alt)


def _svg(abc: str) -> str:
    import verovio
    from music21 import converter
    from music21.musicxml.m21ToXml import GeneralObjectExporter

    tune = converter.parse(f"X:1\n{FERMATA.sub('', abc)}", format="abc")
    engraver = verovio.toolkit()
    # ids stay apart on a page, and the same tune is the same picture
    engraver.setOptions({**PAGE, "xmlIdSeed": zlib.crc32(abc.encode()) >> 1})
    engraver.loadData(GeneralObjectExporter(tune).parse().decode())
    # Verovio draws in black; the page has its ink, which turns in the dark
    return engraver.renderToSVG(1).replace(
        'color="black"', 'color="currentColor" fill="currentColor"'
    )


if __name__ == "__main__":
    picture = _svg(sys.stdin.buffer.read().decode())
    sys.stdout.buffer.write(picture.encode())
