"""A copy of the course to break: what git tracks, and what is not committed yet."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

REACHED = 0o755  # some tests give up root's rights, and must still reach their folders
KEPT = Path("_build/aside/_build/.jupyter_cache")  # the chapters as they were run


@contextmanager
def copied(root: Path) -> Iterator[Path]:
    """A folder that holds a copy of the course, gone at the end with all that was made beside it.

    It is a repository of its own, whose index holds the same files, since some tests ask git. It
    shares the environment with the original, and begins with its chapters as they were run.
    """
    with TemporaryDirectory(prefix="mutants-", ignore_cleanup_errors=True) as place:
        Path(place).chmod(REACHED)
        copy = Path(place) / "course"
        listed = git(root, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
        for name in listed.rstrip("\0").split("\0"):
            if (root / name).is_file():  # one that was deleted may still be in the index
                (copy / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(root / name, copy / name)
        git(copy, "init", "--quiet")
        git(copy, "add", "--all")
        if (root / ".venv").is_dir():
            (copy / ".venv").symlink_to(root / ".venv", target_is_directory=True)
        if (root / KEPT).is_dir():
            shutil.copytree(root / KEPT, copy / KEPT)
        yield copy


def git(folder: Path, *words: str) -> str:
    """What git says in a folder."""
    done = subprocess.run(["git", *words], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout


@contextmanager
def settings(copy: Path) -> Iterator[dict[str, str]]:
    """The environment in which the copy's code is the one that runs, whatever is installed.

    What a fault makes the tests write to caches and temporary folders goes with it.
    """
    with TemporaryDirectory(dir=copy.parent, prefix="t", ignore_cleanup_errors=True) as own:
        Path(own).chmod(REACHED)
        without = {"GRU_BOOK", "GRU_SLIDES", "PYTEST_ADDOPTS"}
        usual = {name: value for name, value in os.environ.items() if name not in without}
        yield usual | {
            "PYTHONPATH": str(copy / "src"),
            "OMP_NUM_THREADS": "1",
            "TMPDIR": own,
            "GRU_COURSE_CACHE": str(Path(own) / "cache"),
        }
