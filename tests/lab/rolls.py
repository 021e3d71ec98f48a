"""Piano rolls in a file, which a test may exchange for others of the same name."""

from pathlib import Path

import numpy as np
from scipy.io import loadmat, savemat

PARTS = ("traindata", "validdata", "testdata")


def write_rolls(path: Path, seed: int = 0, lengths: tuple[int, ...] = (6, 9)):
    """One piece of each length in each part, other ones for another seed."""
    generator = np.random.default_rng(seed)
    parts = {}
    for part in PARTS:
        parts[part] = np.empty((1, len(lengths)), dtype=object)
        for number, length in enumerate(lengths):
            parts[part][0, number] = (generator.random((length, 88)) < 0.05).astype(float)
    savemat(path, parts)


def correct_longest(path: Path, part: str):
    """Let one more key sound at the end of the part's last piece."""
    parts = {name: loadmat(path)[name] for name in PARTS}
    parts[part][0, -1][-1, 87] = 1 - parts[part][0, -1][-1, 87]
    savemat(path, parts)
