"""Only one process works, and only what is whole takes the place of what was there."""

import hashlib
import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from commands.places import BUILD, LOGS, shown
from commands.steps import Failure


def digest(paths: Iterable[Path]) -> str:
    """One fingerprint of the names and contents of files."""
    contents = [(shown(path), path.read_bytes()) for path in sorted(paths)]
    return hashlib.sha256(repr(contents).encode()).hexdigest()


@contextmanager
def alone() -> Iterator[None]:
    """Let one process at a time set up and build; the lock ends with the process that holds it."""
    LOGS.mkdir(parents=True, exist_ok=True)
    try:
        with closing(sqlite3.connect(str(BUILD / "lock"), timeout=0)) as lock:
            lock.execute("BEGIN EXCLUSIVE")
            yield
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            raise Failure("Another course.py is at work in this folder: let it finish.") from error
        raise Failure(f"The disk is full, or {shown(BUILD)} cannot be written.") from error


def swap(new: Path, place: Path, previous: Path) -> None:
    """Put a finished folder in its place; the one that was there is deleted last."""
    shutil.rmtree(previous, ignore_errors=True)
    if place.exists():
        place.rename(previous)
    new.rename(place)
    shutil.rmtree(previous, ignore_errors=True)
