"""Labelled series out of a .ts file, the text format of the time series classification archive.

A head of lines such as "@dimensions 12" ends with "@data". Then each line is one case: its
dimensions parted by colons, each a list of numbers parted by commas, and its label at the end.
"""

import math
from pathlib import Path
from typing import NamedTuple

import torch
from torch import Tensor


class Case(NamedTuple):
    """A series (T, D), float32, and its class: the place of its label in the file's head."""

    series: Tensor
    label: int


def read_ts(path: Path) -> list[Case]:
    """All cases of a file.

    Raises ValueError, with one sentence that names the file and the line, for anything else than
    complete numeric series of one number of dimensions with known labels.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        raise ValueError(f"{path} is missing") from None
    except OSError as error:
        raise ValueError(f"{path} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise ValueError(f"{path} is no text file") from None
    head = [line.strip().lower() for line in lines]
    if "@data" not in head:
        raise ValueError(f"{path} has no line @data")
    start = head.index("@data") + 1
    labels = _labels(path, head[:start])
    cases = []
    for number, line in enumerate(lines[start:], start + 1):
        if line.strip():
            try:
                cases.append(_parse_case(line, labels))
                _check_alike(cases[0], cases[-1])
            except ValueError as error:
                raise ValueError(f"{path}, line {number}: {error}") from None
    if not cases:
        raise ValueError(f"{path} holds no case after @data")
    return cases


def _labels(path: Path, head: list[str]) -> list[str]:
    for line in head:
        words = line.split()
        if words[:2] == ["@classlabel", "true"] and len(words) > 2:
            return words[2:]
    raise ValueError(f"{path} names no classes: a line such as '@classLabel true 1 2' is wanted")


def _parse_case(line: str, labels: list[str]) -> Case:
    *dimensions, label = line.strip().split(":")
    if label.lower() not in labels:
        raise ValueError(f"the label must be one of {' '.join(labels)}, got {label[:20]!r}")
    if not dimensions:
        raise ValueError("there is a label and no series")
    rows = [[_number(word) for word in dimension.split(",")] for dimension in dimensions]
    lengths = {len(row) for row in rows}
    if len(lengths) > 1:
        raise ValueError(f"all dimensions must be of one length, got {sorted(lengths)}")
    return Case(torch.tensor(rows).T.contiguous(), labels.index(label.lower()))


def _number(word: str) -> float:
    try:
        number = float(word)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise ValueError(f"a finite number is wanted, got {word[:20]!r}")
    return number


def _check_alike(first: Case, case: Case) -> None:
    wanted, found = first.series.shape[1], case.series.shape[1]
    if found != wanted:
        raise ValueError(f"{wanted} dimensions are wanted as in the first case, got {found}")
