"""The Bach chorales as piano rolls, one row per quarter note, split as in the literature.

The notes are read from the installed music21 wheel, which ships them. `chorales_split.json` says
which chorale belongs to which part of the classical JSB Chorales set, and how far it is moved so
that it stands in C major or C minor, as there; like that set, the rolls sound about an octave
higher than Bach wrote. 348 of its 382 pieces are found, and instruments that double or
accompany the voices are heard too: results are close to the literature's, not equal to them.

Source: the set of Boulanger-Lewandowski et al. (2012), used by Chung et al. (2014), section 4.1.
"""

import hashlib
import importlib.metadata
import importlib.resources
import importlib.util
import json
import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from gru_course.data.cache import Arrays, cache_folder, cached
from gru_course.data.formats.musicxml import KEYS, LOWEST, piano_roll, read_score
from gru_course.data.rolls import Batch, batches, frequency_baseline, key_log_odds, pad_batch

__all__ = [
    "KEYS",
    "LOWEST",
    "Batch",
    "Chorales",
    "batches",
    "frequency_baseline",
    "key_log_odds",
    "load_chorales",
    "pad_batch",
]

FORMAT = 1  # raised when the same files would give other arrays
PARTS = ("train", "valid", "test")


@dataclass(frozen=True, eq=False)
class Chorales:
    """The three parts, each a tuple of rolls (T, 88) uint8 of 0 and 1; key i is MIDI 21 + i.

    names: for each part the pieces' names in music21's corpus, such as "bwv190.7", in the order
    of the rolls.
    """

    train: tuple[np.ndarray, ...]
    valid: tuple[np.ndarray, ...]
    test: tuple[np.ndarray, ...]
    names: dict[str, tuple[str, ...]]

    def __repr__(self) -> str:
        sizes = ", ".join(f"{part}={len(self.names[part])}" for part in PARTS)
        return f"Chorales({sizes} pieces)"


def load_chorales(cache_dir: str | os.PathLike | None = None) -> Chorales:
    """Load 211 chorales to train on, 66 to validate and 71 to test.

    The first call reads music21's files, which takes some seconds, and keeps the rolls in
    `cache_dir`; it defaults to `$GRU_COURSE_CACHE` or else the user's cache folder.
    Raises ModuleNotFoundError without music21, ValueError if one of its files is damaged. A
    damaged or outdated cache is made anew with a RuntimeWarning. Taught in chapter 9.
    """
    corpus, version = find_corpus()
    split = read_split()
    pieces = [row for part in PARTS for row in split[part]]
    digest = hashlib.sha256(json.dumps(split).encode()).hexdigest()[:16]
    fingerprint = f"format {FORMAT}, split {digest}, music21 {version}"

    path = cache_folder(cache_dir) / "chorales.npz"
    arrays = cached(path, fingerprint, lambda: _read(corpus, pieces), lambda a: _check(a, pieces))

    ends = np.cumsum(arrays["lengths"])
    rolls = iter(np.split(arrays["rolls"], ends[:-1]))
    parts = {part: tuple(next(rolls) for _ in split[part]) for part in PARTS}
    return Chorales(**parts, names={part: tuple(row[0] for row in split[part]) for part in PARTS})


def read_split() -> dict[str, list[list]]:
    """The rows of train, valid and test.

    Each is [name in music21's corpus, semitones to transpose by, index in the classical set,
    share of chords that equal the classical ones, 0.5 to 1].
    """
    file = importlib.resources.files("gru_course.data") / "chorales_split.json"
    return json.loads(file.read_text("utf-8"))


def find_corpus() -> tuple[Path, str]:
    """The folder of music21's Bach files and music21's version, without importing it (slow)."""
    spec = importlib.util.find_spec("music21")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(
            "the chorales are read from music21, which is not installed: "
            'pip install "gru-course[music]"'
        )
    folder = Path(spec.origin).parent / "corpus" / "bach"
    return folder, importlib.metadata.version("music21")


def _read(corpus: Path, pieces: list[list]) -> Arrays:
    """All rolls one after the other, (sum of T, 88), and their lengths."""
    rolls = [
        piano_roll(read_score(corpus / f"{name}.mxl"), transpose)
        for name, transpose, _, _ in pieces
    ]
    lengths = np.array([len(roll) for roll in rolls], np.int64)
    return {"rolls": np.concatenate(rolls), "lengths": lengths}


def _check(arrays: Arrays, pieces: list[list]) -> None:
    """Refuse arrays that `_read` could not have made."""
    if set(arrays) != {"rolls", "lengths"}:
        raise ValueError(f"it holds {sorted(arrays)}")
    rolls, lengths = arrays["rolls"], arrays["lengths"]
    if lengths.shape != (len(pieces),) or lengths.dtype != np.int64 or lengths.min() < 1:
        raise ValueError(f"its lengths are {lengths.dtype} of shape {lengths.shape}")
    if rolls.shape != (lengths.sum(), KEYS) or rolls.dtype != np.uint8 or rolls.max() > 1:
        raise ValueError(f"its rolls are {rolls.dtype} of shape {rolls.shape}")
