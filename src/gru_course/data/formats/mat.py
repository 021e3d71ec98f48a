"""Piano rolls in the .mat form in which the classical sets of polyphonic music are passed on.

Such a file holds three cells, `traindata`, `validdata` and `testdata`, of arrays (T, 88) of 0 and
1: one row for each time step, one column for each key of the piano, key i being MIDI 21 + i.

Source: the sets of Boulanger-Lewandowski et al. (2012), used by Chung et al. (2014), section 4.1.
"""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from gru_course.data.formats.musicxml import KEYS

LONGEST = 1_000_000  # time steps of a piece
CELLS = {"train": "traindata", "valid": "validdata", "test": "testdata"}


@dataclass(frozen=True, eq=False)
class PianoRolls:
    """Three parts, each a tuple of rolls (T, 88) uint8 of 0 and 1; key i is MIDI 21 + i."""

    train: tuple[np.ndarray, ...]
    valid: tuple[np.ndarray, ...]
    test: tuple[np.ndarray, ...]

    def __repr__(self) -> str:
        sizes = ", ".join(f"{part}={len(getattr(self, part))}" for part in CELLS)
        return f"PianoRolls({sizes} pieces)"


def load_mat(path: str | os.PathLike) -> PianoRolls:
    """Read the three parts of a .mat file of MATLAB's version 4, 5, 6 or 7.

    Raises ModuleNotFoundError without scipy, FileNotFoundError when there is no such file, and
    ValueError, which names the file and the piece, when it is of another kind: version 7.3, no
    .mat at all, a part missing or empty, a roll of another width or of other values than 0 and 1.
    """
    path = Path(path)
    contents = _read(path)
    parts = {}
    for part, name in CELLS.items():
        if name not in contents:
            found = ", ".join(sorted(key for key in contents if not key.startswith("__")))
            raise ValueError(f"{path} must hold the cell {name}, it holds {found or 'nothing'}")
        parts[part] = _rolls(f"{name} of {path}", contents[name])
    return PianoRolls(**parts)


def _read(path: Path) -> dict:
    try:
        from scipy.io import loadmat
    except ModuleNotFoundError:
        raise ModuleNotFoundError(
            ".mat files are read with scipy, which is not installed: "
            'pip install "gru-course[music]"'
        ) from None
    if not path.is_file():
        raise FileNotFoundError(f"{path} must be a .mat file, there is no such file")
    try:
        return loadmat(path, appendmat=False)
    except NotImplementedError:  # scipy's answer to HDF5
        raise ValueError(
            f"{path} is of MATLAB's version 7.3 (HDF5), which is not read here: "
            "save it in MATLAB with the option '-v7'"
        ) from None
    except Exception as error:  # whatever a damaged file may lead the parser to
        reason = f"{type(error).__name__}: {error}"
        raise ValueError(f"{path} is no readable .mat file ({reason})") from error


def _rolls(name: str, cell: np.ndarray) -> tuple[np.ndarray, ...]:
    """The pieces of one cell; MATLAB's cells are arrays of objects, most often (1, N)."""
    if not isinstance(cell, np.ndarray) or cell.dtype != object:
        kind = getattr(cell, "dtype", type(cell).__name__)
        raise ValueError(f"{name} must be a cell of piano rolls, got {kind}")
    if not cell.size:
        raise ValueError(f"{name} must hold one piece at least, got none")
    return tuple(
        _roll(f"piece {number} of {name}", piece) for number, piece in enumerate(cell.flat, start=1)
    )


def _roll(name: str, piece: Any) -> np.ndarray:
    shape: tuple[int, ...] = getattr(piece, "shape", ())
    if len(shape) != 2 or shape[1] != KEYS or not 1 <= shape[0] <= LONGEST:
        raise ValueError(f"{name} must have shape (T, {KEYS}), T from 1 to {LONGEST}, got {shape}")
    if hasattr(piece, "toarray"):  # MATLAB's sparse matrices
        piece = piece.toarray()
    if piece.dtype.kind not in "buif" or not ((piece == 0) | (piece == 1)).all():
        raise ValueError(f"{name} must hold 0 and 1 only, got {_values(piece)}")
    return piece.astype(np.uint8)


def _values(piece: np.ndarray) -> str:
    return f"{piece.min()} to {piece.max()}" if piece.dtype.kind in "buif" else str(piece.dtype)
