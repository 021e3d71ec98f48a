"""Zipped MusicXML (.mxl) to piano rolls, with the standard library and NumPy alone.

Only what a piano roll needs is read: when each note sounds, and its pitch. Repeats are not
played twice and grace notes are left out.

Source: MusicXML 4.0, https://www.w3.org/2021/06/musicxml40/
"""

import math
import re
import zipfile
from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import numpy as np

LONGEST = 100_000  # quarter notes of a score: some days
LARGEST = 100_000_000  # bytes of an unpacked document
TICKS = re.compile(r"\d{1,9}(?:\.\d{1,9})?")
LOWEST = 21  # MIDI number of the piano's lowest key, A0; the highest is 108, C8
KEYS = 88
SEMITONES = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}


class Note(NamedTuple):
    """One note: start and end in quarter notes from the beginning, pitch as a MIDI number."""

    start: Fraction
    end: Fraction
    pitch: int  # 60 is middle C


class Score(NamedTuple):
    """All notes of all parts, and the length in quarter notes, closing rests included."""

    notes: list[Note]
    length: Fraction


def read_score(path: Path) -> Score:
    """Read a .mxl file. Raises ValueError, with one sentence that names it, if it cannot be."""
    try:
        with zipfile.ZipFile(path) as archive:
            return parse_score(_read(archive, _score_name(archive)))
    except FileNotFoundError:
        raise ValueError(f"{path} is missing; install music21 again") from None
    except Exception as error:  # whatever a damaged file may lead the parsers to
        reason = f"{type(error).__name__}: {error}"
        raise ValueError(
            f"{path} is no readable MusicXML ({reason}); install music21 again"
        ) from error


def parse_score(xml: bytes) -> Score:
    """The notes of a MusicXML document of the form `score-partwise`.

    Raises ValueError for one that defines entities, which could unfold without end, or that lasts
    longer than LONGEST.
    """
    notes: list[Note] = []
    length = Fraction(0)
    for part in _parse(xml).iter("part"):
        now, divisions = Fraction(0), 1
        for measure in part.iter("measure"):
            end = now  # with several voices, the longest one ends the measure
            for element in measure:
                if element.tag == "attributes":
                    divisions = int(element.findtext("divisions", str(divisions)))
                elif element.tag == "backup":
                    now -= _duration(element, divisions)
                elif element.tag == "forward":
                    now += _duration(element, divisions)
                elif element.tag == "note" and element.find("grace") is None:
                    duration = _duration(element, divisions)
                    # a chord's further notes start with its first one
                    start = now - duration if element.find("chord") is not None else now
                    now = start + duration
                    notes.extend(Note(start, now, pitch) for pitch in _pitches(element))
                end = max(end, now)
            now = end
        length = max(length, now)
    if length > LONGEST:
        raise ValueError(f"a score must last at most {LONGEST} quarter notes, got {length}")
    return Score(notes, length)


def piano_roll(score: Score, transpose: int = 0) -> np.ndarray:
    """Which keys sound at each quarter note: (T, 88) uint8 of 0 and 1, key i is MIDI 21 + i.

    A note counts where it sounds at the very beat: shorter notes between two beats are not heard.
    transpose: semitones, added to every pitch. Raises ValueError if a pitch leaves the piano.
    """
    roll = np.zeros((math.ceil(score.length), KEYS), np.uint8)
    for note in score.notes:
        key = note.pitch + transpose - LOWEST
        if not 0 <= key < KEYS:
            raise ValueError(f"pitches must be MIDI 21 to 108, got {note.pitch + transpose}")
        roll[math.ceil(note.start) : math.ceil(note.end), key] = 1
    return roll


def _read(archive: zipfile.ZipFile, name: str) -> bytes:
    """A member of an archive, which may not be larger than a score is."""
    size = archive.getinfo(name).file_size
    if size > LARGEST:
        raise ValueError(f"{name} must unpack to at most {LARGEST} bytes, got {size}")
    return archive.read(name)


def _parse(xml: bytes) -> Element:
    if b"<!ENTITY" in xml.replace(b"\0", b""):  # in UTF-16 as well
        raise ValueError("a document must define no entities of its own")
    return ElementTree.fromstring(xml)


def _score_name(archive: zipfile.ZipFile) -> str:
    """The document's name in the archive, as the container file has it."""
    container = _parse(_read(archive, "META-INF/container.xml"))
    return next(file.attrib["full-path"] for file in container.iter("rootfile"))


def _duration(element: Element, divisions: int) -> Fraction:
    """How long a note or rest lasts, in quarter notes."""
    return _quarters(element.findtext("duration"), divisions)


@lru_cache(maxsize=1024)  # a hymn knows few durations, and exact fractions are slow
def _quarters(ticks: str, divisions: int) -> Fraction:
    if not TICKS.fullmatch(ticks):  # "1e999999999" is a number, too
        raise ValueError(f"a duration must be a plain number, got {ticks[:20]!r}")
    return Fraction(ticks) / divisions


def _pitches(note: Element) -> Iterator[int]:
    """The MIDI number of a note; nothing for a rest."""
    for pitch in note.iter("pitch"):
        octave = int(pitch.findtext("octave", ""))
        alter = int(pitch.findtext("alter", "0"))
        yield 12 * (octave + 1) + SEMITONES[pitch.findtext("step", "")] + alter
