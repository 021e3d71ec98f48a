"""constraints.txt: all that pyproject.toml asks for, in one version each, on every platform."""

import re
import shutil

from commands.places import LOGS, PYTHON, ROOT
from commands.steps import Failure, failure, read, run, step

LOCK = ROOT / "constraints.txt"
HEADER = """\
# The exact versions that the course was checked with; requirements.txt names this file.
# They have wheels for Python 3.11 to 3.14 on Linux, macOS (Apple silicon) and Windows.
"""
OF_A_CARD = r"(?m)^(cuda|nvidia|triton)\b.*\n"  # they follow torch, which a reader may choose


def write_lock() -> None:
    """Add what pyproject.toml asks for now and drop the rest; a version that fits stays."""
    LOCK.write_text(resolved(), encoding="utf-8")


def check_lock() -> None:
    """Fail if constraints.txt holds more or less than pyproject.toml asks for."""
    if read(LOCK) != resolved():
        raise Failure("constraints.txt must hold what pyproject.toml asks for: `course.py lock`.")


def resolved() -> str:
    """What constraints.txt must hold."""
    with step("Looking at what the course needs", "lock") as log:
        found = LOGS / "constraints.txt"
        shutil.copy(LOCK, found)  # uv keeps the versions that it finds there
        words = ["pip", "compile", "pyproject.toml", "--all-extras", "--universal"]
        words += ["--python-version", "3.11", "--no-annotate", "--no-header"]
        if not run(PYTHON, "-m", "uv", *words, "--output-file", found, log=log):
            raise failure("What the course needs could not be resolved", log)
        return HEADER + re.sub(OF_A_CARD, "", read(found))
