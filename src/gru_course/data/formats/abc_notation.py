"""Tunes out of files in ABC notation, stripped to what is sung: metre, unit, key and notes."""

import re
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

KEPT_FIELDS = "MLK"  # metre, unit note length, key
FIELD = re.compile(r"(?![A-Ga-gz]:[|:])([A-Za-z]):")  # but "A:|" is a note before a repeat sign
# Quoted text, !ornament!, comment, and marks for the typesetter: parts, line breaks, spacing.
REMARK = re.compile(r'"[^"\n]*"|!\w[\w.]*!|%.*|\[P:[^][]*\]|[!`]')
CONTINUED = re.compile(r"\\\s*\n")
NO_NOTE = re.compile(r"\{[^{}]*\}|\[[A-Za-z]:[^][]*\]|^[MLK]:.*$", re.MULTILINE)

PITCH = r"[_^=]{0,2}[A-Ga-gzx][,']*"
LENGTH = r"\d{0,3}/{0,9}\d{0,3}"
# What takes time or parts bars: a tuplet's mark, a chord, a note or rest, a bar line.
SOUND = re.compile(
    rf"\((?P<tuplet>\d)|(?:\[(?:{PITCH}[\d/]*)+\]|{PITCH})(?P<length>{LENGTH})|(?P<bar>\||::)"
)
TUPLETS = {2: 3, 3: 2, 4: 3, 6: 2, 8: 3}  # so many notes in the time of so many


class Tune(NamedTuple):
    """number: the tune's in its file (X:). text: ASCII lines, the last of them empty."""

    number: str
    text: str


def read_tunes(path: Path) -> list[Tune]:
    """All tunes of a file that have music. Raises ValueError, naming it, for one that has none."""
    try:
        content = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise ValueError(f"{path} is missing; install music21 again") from None
    except OSError as error:
        raise ValueError(f"{path} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise ValueError(f"{path} is no text ({error.reason}); install music21 again") from None
    tunes = [tune for tune in parse_tunes(content) if notes_of(tune.text)]
    if not tunes:
        raise ValueError(f"{path} holds no tune in ABC notation; install music21 again")
    return tunes


def parse_tunes(content: str) -> list[Tune]:
    """The tunes of a file's content; each begins with a line X: and its number."""
    blocks = re.split(r"^X:\s*(\d*).*$", content, flags=re.MULTILINE)
    return [Tune(*pair) for pair in zip(blocks[1::2], map(_strip, blocks[2::2]), strict=True)]


def notes_of(text: str) -> str:
    """The names of a tune's notes, capital, without octaves, accidentals, lengths and ornaments."""
    return re.sub("[^A-G]", "", NO_NOTE.sub("", text).upper())


def bar_lengths(text: str) -> list[Fraction]:
    """How long the bars of a tune last, in whole notes; a full bar of 6/8 is 3/4.

    A pair as in A>B is as long as AB, grace notes take no time. Tuplets of 5, 7 and 9 notes, which
    are rare, count as notes of their plain length.

    Source: the ABC standard 2.1, https://abcnotation.com/wiki/abc:standard:v2.1
    Taught in chapter 14.
    """
    bars, in_tuplet, share = [Fraction(0)], 0, Fraction(1)
    for sound in SOUND.finditer(NO_NOTE.sub("", text)):
        if sound["bar"]:
            bars.append(Fraction(0))
        elif sound["tuplet"]:
            in_tuplet = int(sound["tuplet"])
            share = Fraction(TUPLETS.get(in_tuplet, in_tuplet), in_tuplet or 1)
        else:
            bars[-1] += _length(sound["length"]) * (share if in_tuplet > 0 else 1)
            in_tuplet -= 1
    unit = _unit(text)
    return [bar * unit for bar in bars if bar]


def _unit(text: str) -> Fraction:
    """The length of a plain note: as L: says; without, an eighth, or a sixteenth in short bars."""
    written = re.search(r"^L:(\d{1,3})/([1-9]\d{0,2})\b", text, re.MULTILINE)
    if written:
        return Fraction(int(written[1]), int(written[2]))
    metre = re.search(r"^M:(\d{1,3})/([1-9]\d{0,2})\b", text, re.MULTILINE)
    short = metre is not None and Fraction(int(metre[1]), int(metre[2])) < Fraction(3, 4)
    return Fraction(1, 16 if short else 8)


def _length(written: str) -> Fraction:
    """A note's length in units: "" is 1, "3" is 3, "/" a half, "//" a quarter, "3/2" that."""
    found = re.fullmatch(r"(\d*)(/*)(\d*)", written)
    times, slashes, parts = found.groups() if found else ("", "", "")
    return Fraction(int(times or 1), int(parts or 0) or 2 ** len(slashes))


def _strip(block: str) -> str:
    """The kept lines of one tune, single-spaced, continued lines joined, an empty line after."""
    block = CONTINUED.sub("", REMARK.sub("", block)).replace("\\", "")
    block = block.encode("ascii", "ignore").decode()
    lines = [" ".join(line.split()) for line in block.split("\n")]
    kept = []
    for line in filter(None, lines):
        field = FIELD.match(line)
        if field is None:
            kept.append(line)
        elif field[1] in KEPT_FIELDS:
            kept.append(f"{field[1]}:{line[2:].strip()}")
    return "\n".join([*kept, "", ""])
