"""The picture that stands for a page where its link is shared: its title under the course's name.

The letters are MathJax's, whose fonts the book has anyway.
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from gru_course import palette
from gru_press.book.pages import course_picture
from gru_press.book.vendor import MATHJAX

WIDTH, HEIGHT = 1200, 630  # what the networks ask for
MARGIN = 80
FONTS = MATHJAX / "output/chtml/fonts/woff-v2"
BOLD, REGULAR = FONTS / "MathJax_Main-Bold.woff", FONTS / "MathJax_Main-Regular.woff"
FINE = 3  # the picture is drawn this much larger, then made smaller, so that edges are smooth
COLOURS = 64  # of the file: enough for smooth letters


def write_card(path: Path, title: str, course: str) -> None:
    """Write the card of a page as PNG. What follows a colon in the title is set smaller."""
    head, _, tail = title.partition(": ")
    image = _ground().copy()
    pen = ImageDraw.Draw(image)
    line = _set(pen, course, REGULAR, 36, 96, palette.INPUT.light)
    line = _set(pen, head, BOLD, 70, line + 60, palette.STATE.light)
    _set(pen, tail, REGULAR, 46, line - 14, palette.INPUT.light)
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(path)


@cache
def _ground() -> Image.Image:
    """What all cards share: the course's picture from edge to edge."""
    image = Image.new("RGB", (WIDTH * FINE, HEIGHT * FINE), "#fff")
    canvas = ImageDraw.Draw(image)
    course_picture.draw(canvas, 11 * FINE, (610 * FINE, 330 * FINE), left=-80, right=80)
    return image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)


def _set(pen: ImageDraw.ImageDraw, text: str, font: Path, size: int, y: int, colour: str) -> int:
    """Set a text in lines from this one on; return where the next one would stand, in pixels."""
    face = ImageFont.truetype(font, size)
    for line in wrapped(text, lambda words: face.getlength(words) <= WIDTH - 2 * MARGIN):
        pen.text((MARGIN, y), line, colour, face, anchor="ls")
        y += round(size * 1.15)
    return y


def wrapped(text: str, fits: Callable[[str], bool]) -> list[str]:
    """The lines of a text, each as long as it fits."""
    lines: list[str] = []
    for word in text.split():
        if lines and fits(f"{lines[-1]} {word}"):
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines
