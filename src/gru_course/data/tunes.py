"""Folk tunes as text in ABC notation: Irish, American and Scottish, for models of characters.

They are read from the installed music21 wheel, which ships O'Neill's Music of Ireland, Ryan's
Mammoth Collection and Aird's Airs. Kept of a tune are its metre (M:), unit (L:), key (K:) and
music; names, sources, comments and quoted remarks go. An empty line ends each tune, as in ABC, so
that what a model writes can be read and played by any ABC program.

A tune that repeats the notes of an earlier one is left out. The books hold many a tune in several
settings: tunes that begin alike, or share more than 30 % of their runs of 16 notes, stay in one
part (see `variants`), so no tune of the test is a variant of one from training in this sense.
Shorter turns of phrase are common to all parts.
"""

import hashlib
import importlib.util
from dataclasses import dataclass
from pathlib import Path

from torch import Tensor

from gru_course.data.characters import (
    batches,
    decode,
    encode,
    frequency_baseline,
    log_frequencies,
    pad_batch,
    uniform_baseline,
)
from gru_course.data.formats.abc_notation import notes_of, read_tunes
from gru_course.data.variants import WINDOW, families

__all__ = [
    "Tunes",
    "batches",
    "frequency_baseline",
    "load_tunes",
    "log_frequencies",
    "pad_batch",
    "part_of",
    "uniform_baseline",
]

PARTS = ("train", "valid", "test")
BOOKS = ("oneills1850", "ryansMammoth", "airdsAirs")  # their folders in music21's corpus


@dataclass(frozen=True, eq=False)
class Tunes:
    """The three parts, each a tuple of texts in ABC notation that end with an empty line.

    alphabet: all characters, in the order of their classes. names: for each part where the tunes
    stand, such as "oneills1850/0001-0050 1", in the order of the texts.
    """

    train: tuple[str, ...]
    valid: tuple[str, ...]
    test: tuple[str, ...]
    alphabet: str
    names: dict[str, tuple[str, ...]]

    def encode(self, text: str) -> Tensor:
        """The classes (T,) of a text; ValueError for a character that no tune has."""
        return encode(text, self.alphabet)

    def decode(self, classes: Tensor) -> str:
        """The text of classes (T,)."""
        return decode(classes, self.alphabet)

    def __repr__(self) -> str:
        sizes = ", ".join(f"{part}={len(getattr(self, part))}" for part in PARTS)
        return f"Tunes({sizes} tunes, {len(self.alphabet)} characters)"


def load_tunes() -> Tunes:
    """Read about 4,100 tunes: 90 % to train on, 5 % to validate, 5 % to test, always the same.

    Nothing is kept on disk: the files are read and compared in about a second.
    Raises ModuleNotFoundError without music21, ValueError if one of its files is damaged.
    Taught in chapter 14.
    """
    found: dict = {}  # name and text, by notes
    for path in find_books():
        for number, text in read_tunes(path):
            found.setdefault(notes_of(text), (f"{path.parent.name}/{path.stem} {number}", text))
    tunes = list(found.values())
    texts: dict[str, list[str]] = {part: [] for part in PARTS}
    names: dict[str, list[str]] = {part: [] for part in PARTS}
    for (name, text), first in zip(tunes, families(list(found)), strict=True):
        part = part_of(tunes[first][1])
        texts[part].append(text)
        names[part].append(name)
    return Tunes(
        **{part: tuple(texts[part]) for part in PARTS},
        alphabet="".join(
            sorted({character for part in PARTS for character in "".join(texts[part])})
        ),
        names={part: tuple(names[part]) for part in PARTS},
    )


def part_of(text: str) -> str:
    """The part to which the first tune of a family, and so all of it, belongs.

    Its first notes alone decide, as if a lot were drawn.
    """
    opening = notes_of(text)[:WINDOW]
    lot = int.from_bytes(hashlib.sha256(opening.encode()).digest()[:8]) / 2**64
    return "train" if lot < 0.9 else "valid" if lot < 0.95 else "test"


def find_books() -> list[Path]:
    """The tune files of music21's three books, without importing music21 (slow)."""
    spec = importlib.util.find_spec("music21")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(
            "the tunes are read from music21, which is not installed: "
            'pip install "gru-course[music]"'
        )
    corpus = Path(spec.origin).parent / "corpus"
    paths = []
    for book in BOOKS:
        found = sorted((corpus / book).glob("*.abc"), key=lambda path: path.name)
        if not found:
            raise ValueError(f"{corpus / book} holds no tunes; install music21 again")
        paths += found
    return paths
