"""Tunes out of files in ABC notation, stripped to what is sung: metre, unit, key and notes."""

import re
from pathlib import Path
from typing import NamedTuple

KEPT_FIELDS = "MLK"  # metre, unit note length, key
FIELD = re.compile(r"(?![A-Ga-gz]:[|:])([A-Za-z]):")  # but "A:|" is a note before a repeat sign
# Quoted text, !ornament!, comment, and marks for the typesetter: parts, line breaks, spacing.
REMARK = re.compile(r'"[^"\n]*"|!\w[\w.]*!|%.*|\[P:[^]]*\]|[!`]')
CONTINUED = re.compile(r"\\\s*\n")
NO_NOTE = re.compile(r"\{[^}]*\}|\[[A-Za-z]:[^]]*\]|^[MLK]:.*$", re.MULTILINE)


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
