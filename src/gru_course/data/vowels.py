"""Who speaks? Nine Japanese men say "ae"; each utterance is 7 to 29 steps of 12 numbers.

A step is a short stretch of sound, as its LPC cepstrum coefficients. The files are read from the
installed sktime wheel, which ships them. They are small: 270 utterances to learn from, of which
some are set aside for validation, and 370 to test.

Source: Kudo, Toyama and Shimbo (1999), Pattern Recognition Letters 20; UCI "Japanese Vowels".
"""

import hashlib
import importlib.util
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import torch
from torch import Tensor
from torch.nn.utils.rnn import pad_sequence

from gru_course.data.batch import Batch, groups_of_like_length, mask_of
from gru_course.validation import positive_integer, seed_number

PARTS = ("train", "valid", "test")
SPEAKERS = 9
COEFFICIENTS = 12
SHA_256 = {  # of sktime's files, and so of the archive's
    "JapaneseVowels_TRAIN.ts": "68a430eabd919cc77f40b1f5f3bc0dcafacc1486bca9260785aeb7d262cc78cd",
    "JapaneseVowels_TEST.ts": "b3d41d6a0ca3bcad3afb9ca7d4365382aa51341e2e58bae2a574babdda5b9462",
}


class Case(NamedTuple):
    """An utterance: its series (T, 12), float32, and its label 0 to 8, the speaker."""

    series: Tensor
    label: int


@dataclass(frozen=True, eq=False)
class Vowels:
    """The three parts, each a tuple of cases: series (T, 12) float32, label 0 to 8, the speaker.

    The series are normalised: mean and scale (12,), counted over all steps of `train`, make 0 and
    1 of its coefficients' means and standard deviations; series * scale + mean are the raw ones.
    """

    train: tuple[Case, ...]
    valid: tuple[Case, ...]
    test: tuple[Case, ...]
    mean: Tensor
    scale: Tensor

    def __repr__(self) -> str:
        sizes = ", ".join(f"{part}={len(getattr(self, part))}" for part in PARTS)
        return f"Vowels({sizes} utterances of {SPEAKERS} speakers)"


def load_vowels(valid: int = 6, *, seed: int = 0) -> Vowels:
    """Read the utterances; `valid` of every speaker's 30 are drawn from training by `seed`.

    Raises ModuleNotFoundError without sktime; ValueError if its files are not those of the archive
    or `valid` leaves nothing to train on. Taught in chapter 13.
    """
    known, test = map(_read, SHA_256)
    positive_integer("valid", valid)
    train, held = _set_aside(known, valid, seed_number("seed", seed))
    steps = torch.cat([case.series for case in train])
    mean, scale = steps.mean(dim=0), steps.std(dim=0, correction=0)

    def normalised(cases: Sequence[Case]) -> tuple[Case, ...]:
        return tuple(Case((series - mean) / scale, label) for series, label in cases)

    return Vowels(normalised(train), normalised(held), normalised(test), mean, scale)


def pad_batch(cases: Sequence[Case]) -> Batch:
    """Put cases into one batch, T being the longest of them.

    x (B, T, 12) is padded with zeros, y (B, T) has the speaker at every step, int64, and mask
    (B, T) is True at each utterance's last real step alone: the answer is due when all is heard.
    """
    lengths = [len(case.series) for case in cases]
    mask = mask_of(lengths)
    mask[:, :-1] &= ~mask[:, 1:]
    speakers = torch.tensor([case.label for case in cases])
    x = pad_sequence([case.series for case in cases], batch_first=True)
    return Batch(x, speakers[:, None].expand(mask.shape).clone(), mask)


def batches(
    cases: Sequence[Case], batch_size: int, *, seed: int = 0, shuffle: bool = False
) -> Iterator[Batch]:
    """All cases once, in batches of about equal length, as `groups_of_like_length` says.

    Raises ValueError for a batch_size below 1.
    """
    lengths = [len(case.series) for case in cases]
    groups = groups_of_like_length(lengths, batch_size, seed=seed, shuffle=shuffle)
    return (pad_batch([cases[number] for number in group]) for group in groups)


def majority_baseline(cases: Sequence[Case]) -> float:
    """The share of the most frequent speaker: no answer that ignores the sound is right oftener."""
    counts = Counter(case.label for case in cases)
    return max(counts.values()) / len(cases)


def find_folder() -> Path:
    """sktime's folder of the utterances, without importing sktime (slow)."""
    spec = importlib.util.find_spec("sktime")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(
            "the vowels are read from sktime, which is not installed: "
            'pip install "gru-course[vowels]"'
        )
    return Path(spec.origin).parent / "datasets" / "data" / "JapaneseVowels"


def _read(name: str) -> list[Case]:
    """The cases of one of the files: a line each, dimensions and label parted by colons."""
    file = find_folder() / name
    content = file.read_bytes() if file.is_file() else b""
    if hashlib.sha256(content).hexdigest() != SHA_256[name]:
        raise ValueError(f"{file} is missing or not the archive's file: install sktime again")
    cases = []
    for line in content.decode("ascii").partition("@data\n")[2].splitlines():
        *dimensions, label = line.split(":")
        rows = [[float(number) for number in dimension.split(",")] for dimension in dimensions]
        cases.append(Case(torch.tensor(rows).T.contiguous(), int(label) - 1))
    return cases


def _set_aside(cases: list[Case], valid: int, seed: int) -> tuple[list[Case], list[Case]]:
    """Draw `valid` cases of each label; the rest and the drawn, in their old order."""
    generator = torch.Generator().manual_seed(seed)
    drawn: set[int] = set()
    for label in range(SPEAKERS):
        places = [place for place, case in enumerate(cases) if case.label == label]
        if valid >= len(places):
            raise ValueError(f"valid must be below {len(places)}, a speaker's cases, got {valid}")
        order = torch.randperm(len(places), generator=generator)[:valid].tolist()
        drawn.update(places[number] for number in order)
    rest = [case for place, case in enumerate(cases) if place not in drawn]
    return rest, [cases[place] for place in sorted(drawn)]
