"""A GRU with its head as plain data that a page can read: the format of `export_for_page`.

Numbers are rounded to six significant digits, about what float32 holds, so a file is as short
as it can be read by people. Sequences are what the network reads, step by step.
"""

import math
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

FORMAT = "gru-course model for a page"
VERSION = 1  # raised when an older page could not read a new file
LARGEST = 128  # units, and steps of a sequence: more would make the page wait
LARGEST_NUMBER = 1000.0  # a page that adds such numbers meets no infinity
SIZES = {"sine": 1, "chorale": 88}  # what a step reads and predicts: a sample, or keys


def page_document(
    task: str, weights: dict[str, np.ndarray], head: dict[str, np.ndarray], sequence: ArrayLike
) -> dict:
    """The document of one model.

    task: "sine" or "chorale". weights: torch's weight_ih (3H, I), weight_hh (3H, H), bias_ih and
    bias_hh (3H,), rows stacked r, z, n. head: weight (I, H) and bias (I,). sequence (T, I): what
    the model reads; a chorale's is 0 and 1, and begins with silence.

    Raises ValueError when a size or a number does not fit the format.
    """
    inputs = SIZES[task]
    hidden = len(weights["bias_ih"]) // 3
    if not 1 <= hidden <= LARGEST:
        raise ValueError(f"hidden_size must be from 1 to {LARGEST}, got {hidden}")
    sequence = np.asarray(sequence, np.float64)
    if sequence.ndim != 2 or sequence.shape[1] != inputs or not 2 <= len(sequence) <= LARGEST:
        raise ValueError(
            f"sequence must have shape (T, {inputs}) with T from 2 to {LARGEST}, "
            f"got {sequence.shape}"
        )
    return {
        "format": FORMAT,
        "version": VERSION,
        "task": task,
        "hidden_size": hidden,
        "weights": {name: _rounded(name, array) for name, array in weights.items()},
        "head": {name: _rounded(f"head.{name}", array) for name, array in head.items()},
        "sequence": _steps(task, sequence),
    }


def read_sequence(document: dict) -> np.ndarray:
    """The sequence of a document as an array (T, I)."""
    if document["task"] == "sine":
        return np.array(document["sequence"])[:, None]
    roll = np.zeros((len(document["sequence"]), SIZES["chorale"]))
    for row, keys in zip(roll, document["sequence"], strict=True):
        row[keys] = 1
    return roll


def _steps(task: str, sequence: np.ndarray) -> list:
    """A number for each step of a wave, the keys that are down for each step of a chorale."""
    if task == "sine":
        return _rounded("sequence", sequence[:, 0])
    if not np.isin(sequence, (0, 1)).all():
        raise ValueError("sequence must hold 0 and 1 only, since it is a chorale's")
    return [np.flatnonzero(chord).tolist() for chord in sequence]


def _rounded(name: str, array: ArrayLike) -> list:
    values = np.asarray(array, np.float64)
    largest = np.abs(values).max()
    if not largest <= LARGEST_NUMBER:  # true for "not a number" too
        raise ValueError(
            f"{name} must hold numbers from {-LARGEST_NUMBER:g} to {LARGEST_NUMBER:g}, "
            f"got {largest if math.isnan(largest) else values.flat[np.abs(values).argmax()]:g}"
        )
    return _six_digits(values.tolist())


def _six_digits(values: Any) -> Any:
    if isinstance(values, list):
        return [_six_digits(value) for value in values]
    return float(f"{values:.6g}")
