"""Where things lie; whatever is made lies in `.venv` and `_build`."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

WINDOWS = os.name == "nt"
ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if WINDOWS else "bin")
PYTHON = BIN / ("python.exe" if WINDOWS else "python")
REQUIREMENTS = [ROOT / name for name in ("requirements.txt", "constraints.txt", "pyproject.toml")]
BUILD = ROOT / "_build"
BOOK = BUILD / "html"
ASIDE = BUILD / "aside" / "_build"  # Jupyter Book adds the second folder itself
OUTPUTS = ASIDE / ".jupyter_cache"  # of chapters that were run
SLIDES = BUILD / "slides"
LOGS = BUILD / "logs"
NO_SOURCES = r"\.|(_build|__pycache__|tests|benchmarks|commands)$"


def shown(path: Path) -> str:
    """A path of the course as a reader writes it."""
    return path.relative_to(ROOT).as_posix()


def sources() -> Iterator[Path]:
    """The files that the book is made of: all but hidden and built ones, tests and tools."""
    for place, folders, files in os.walk(ROOT):
        folders[:] = [f for f in folders if not re.match(NO_SOURCES, f)]
        yield from (Path(place) / name for name in files)
