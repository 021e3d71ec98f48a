"""What Ctrl-C leaves behind: every run that was finished, and the way to go on."""

import hashlib
import shutil
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from gru_course.lab.cli.options import command_line
from gru_course.lab.cli.reporting import INTERRUPTED, say


@contextmanager
def keeping(ctx: click.Context, folder: Path | None) -> Iterator[Path]:
    """The folder in which runs are kept: the one given, or one of this command line in this place.

    The latter is in the user's cache folder and is gone once the command has ended well, its files
    written, so that the next call measures anew. Ctrl-C says where the finished runs are and ends
    with code 130.
    """
    kept = _folder_of(command_line(ctx)) if folder is None else folder
    try:
        with warnings.catch_warnings():
            # joblib's, of the runs that Ctrl-C cut short: we say it better
            warnings.filterwarnings("ignore", r"\d+ tasks which were still being processed")
            yield kept
    except KeyboardInterrupt:
        say(f"\nStopped: what was finished is kept in {kept}; the same command goes on from there.")
        raise click.exceptions.Exit(INTERRUPTED) from None
    if folder is None:
        shutil.rmtree(kept, ignore_errors=True)


def _folder_of(command: str) -> Path:
    from gru_course.data.cache import cache_folder

    place = f"{Path.cwd()} {command}"  # the command may name files of this folder
    return cache_folder() / "runs" / hashlib.sha256(place.encode()).hexdigest()[:16]
