"""Results that chapters cite: the numbers, and all that is needed to get them again.

A file of results is JSON that people can read and compare line by line. Only a command writes it;
its checksum tells when a hand has changed it since.
"""

import importlib.metadata
import json
import math
import os
import platform
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from gru_course.files import checksum, write_atomically
from gru_course.intervals import mean_interval
from gru_course.validation import positive_integer

FORMAT = 1  # raise it when older files can no longer be read
SPREAD_LIST = re.compile(r"\[\n\s+([^\[\]{}]*?)\n\s+\]")  # strings in JSON hold no line ends
PACKAGES = ("torch", "numpy", "music21", "gru-course")


class ResultsError(ValueError):
    """A file of results that cannot be read or was changed by hand."""


@dataclass(frozen=True)
class Measure:
    """One quantity over several seeds.

    per_seed: in the order of the seeds, None where there is none (a task never solved). mean,
    interval (of the mean) and one_run (where one more run falls), both at 95 % by Student's t; None
    where a seed has no number, and both intervals None where there is one seed only.
    """

    per_seed: tuple[float | None, ...]
    mean: float | None
    interval: tuple[float, float] | None
    one_run: tuple[float, float] | None

    def ends(self) -> tuple[float, float]:
        """The lowest and the highest number. Raises ValueError when no seed has one."""
        numbers = [value for value in self.per_seed if value is not None]
        return min(numbers), max(numbers)


def measure(per_seed: Iterable[float | None]) -> Measure:
    """Summarise one number per seed, each rounded to six significant digits first."""
    values = tuple(None if value is None else _rounded(value) for value in per_seed)
    numbers = [value for value in values if value is not None]
    if not values or len(numbers) < len(values):
        return Measure(values, None, None, None)
    mean, half = mean_interval(numbers)
    if half is None:
        return Measure(values, _rounded(mean), None, None)
    # the mean's variance is s^2 / n, that of one more run around it s^2 (1 + 1 / n)
    reach_of_one = half * math.sqrt(len(values) + 1)
    return Measure(values, _rounded(mean), _ends(mean, half), _ends(mean, reach_of_one))


@dataclass(frozen=True)
class Row:
    """What one setting gave: its name, what it was run with, and its measures by name."""

    name: str
    config: dict
    measures: dict[str, Measure]


@dataclass(frozen=True, kw_only=True)
class Results:
    """A table, and where it comes from.

    command: what to type to get it again. seeds: one for each number of `Measure.per_seed`.
    beside: what the rows are to be compared with: baselines, published numbers.
    device, threads: what it was computed on. date: in ISO form. versions: by package.
    """

    command: str
    config: dict
    seeds: tuple[int, ...]
    rows: tuple[Row, ...]
    beside: dict
    device: str
    threads: int
    date: str = field(default_factory=lambda: datetime.now(UTC).date().isoformat())
    versions: dict[str, str] = field(default_factory=lambda: installed_versions())

    def __post_init__(self) -> None:
        positive_integer("threads", self.threads)
        for row in self.rows:
            for name, found in row.measures.items():
                if len(found.per_seed) != len(self.seeds):
                    raise ValueError(
                        f"{name} of {row.name} must have {len(self.seeds)} numbers, one per seed, "
                        f"got {len(found.per_seed)}"
                    )

    def row(self, name: str) -> Row:
        """The row of that name. Raises ValueError when there is none."""
        for row in self.rows:
            if row.name == name:
                return row
        names = ", ".join(row.name for row in self.rows)
        raise ValueError(f"name must be one of {names}, got {name!r}")


def installed_versions() -> dict[str, str]:
    """The versions that decide the numbers, "absent" for a package that is not installed."""
    versions = {"python": platform.python_version()}
    for package in PACKAGES:
        try:
            versions[package] = importlib.metadata.version(package)
        except importlib.metadata.PackageNotFoundError:
            versions[package] = "absent"
    return versions


def provenance(command: str, device: str, threads: int) -> dict:
    """Where numbers come from: command, date, device, threads and versions, as plain data.

    threads: of torch, at the work that gave the numbers.
    """
    return {
        "command": command,
        "date": datetime.now(UTC).date().isoformat(),
        "device": device,
        "threads": threads,
        "versions": installed_versions(),
    }


def write_results(path: str | os.PathLike, results: Results) -> None:
    """Write what `read_results` reads, all or nothing."""
    document = {"format": FORMAT, **asdict(results)}
    write_json(path, document | {"checksum": _short_checksum(document)})


def write_json(path: str | os.PathLike, document: dict) -> None:
    """Write all or nothing: whoever reads meets the old file or the new one, never half of it."""
    write_atomically(Path(path), (_pretty(document) + "\n").encode(), durable=False)


def read_results(path: str | os.PathLike) -> Results:
    """Read what `write_results` wrote.

    Raises ResultsError, which names the file and what is wrong with it.
    """
    try:
        document = json.loads(Path(path).read_text("utf-8"))
    except OSError as error:
        raise ResultsError(f"results {path} cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise ResultsError(f"results {path} are no JSON ({error})") from error
    found = document.pop("format", None) if isinstance(document, dict) else None
    if found != FORMAT:
        raise ResultsError(f"results {path} must be of format {FORMAT}, got {found}")
    found = document.pop("checksum", None)
    if found != _short_checksum({"format": FORMAT, **document}):
        raise ResultsError(f"results {path} were changed after they were written; run the command")
    rows = tuple(
        Row(row["name"], row["config"], {k: _measure(v) for k, v in row["measures"].items()})
        for row in document.pop("rows")
    )
    return Results(**document | {"rows": rows, "seeds": tuple(document["seeds"])})


def _measure(document: dict[str, Any]) -> Measure:
    plain: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in document.items()}
    return Measure(**plain)


def _ends(middle: float, reach: float) -> tuple[float, float]:
    return _rounded(middle - reach), _rounded(middle + reach)


def _rounded(value: float) -> float:
    """Six significant digits: more would only change from one processor to the next."""
    return float(f"{value:.6g}")


def _pretty(document: dict) -> str:
    """One line for each entry, and one for each list of plain values."""
    text = json.dumps(document, indent=1, allow_nan=False)
    return SPREAD_LIST.sub(lambda found: "[" + re.sub(r",\n\s+", ", ", found[1]) + "]", text)


def _short_checksum(document: dict) -> str:
    """It guards against a hasty hand, and a person sees it in every comparison."""
    return checksum(document)[:16]
