"""Arrays that are slow to make, kept in the user's cache folder and never trusted unread."""

import io
import os
import uuid
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import platformdirs

from gru_course.files import write_atomically

LARGEST = 2**30  # bytes that a cache unpacks to
Arrays = dict[str, np.ndarray]


def cache_folder(cache_dir: str | os.PathLike | None = None) -> Path:
    """`cache_dir`, or else `$GRU_COURSE_CACHE`, or else the user's cache folder."""
    chosen = cache_dir or os.environ.get("GRU_COURSE_CACHE")
    return Path(chosen or platformdirs.user_cache_dir("gru-course", appauthor=False))


def cached(
    path: Path, fingerprint: str, make: Callable[[], Arrays], check: Callable[[Arrays], None]
) -> Arrays:
    """The arrays kept at `path`, or those of `make()`, which are then kept there.

    fingerprint: says what the arrays were made from; others are not used. check: raises
    ValueError for arrays that cannot be right. A file that was of no use is replaced and a folder
    that cannot be written is done without: either is told in one RuntimeWarning.
    """
    trouble = ""
    try:
        arrays = read_arrays(path, fingerprint)
        check(arrays)
        return arrays
    except FileNotFoundError:
        pass
    except Exception as error:  # whatever is wrong with the file, its contents can be made again
        trouble = f"the cache {path} was of no use and is made anew: {_reason(error)}"

    arrays = make()
    try:
        write_arrays(path, fingerprint, arrays)
    except OSError as error:
        trouble = f"the cache {path} could not be written, so nothing is kept: {_reason(error)}"
    if trouble:
        warnings.warn(trouble, RuntimeWarning, stacklevel=3)
    return arrays


def read_arrays(path: Path, fingerprint: str) -> Arrays:
    """Read what `write_arrays` wrote; ValueError if it was written for another fingerprint."""
    with np.load(io.BytesIO(path.read_bytes()), allow_pickle=False) as archive:
        size = sum(member.file_size for member in archive.zip.infolist())
        if size > LARGEST:
            raise ValueError(f"it must unpack to at most {LARGEST} bytes, got {size}")
        arrays = {name: archive[name] for name in archive.files}
    found = str(arrays.pop("fingerprint", "unknown"))
    if found != fingerprint:
        raise ValueError(f"it was made from {found}, not from {fingerprint}")
    return arrays


def write_arrays(path: Path, fingerprint: str, arrays: Arrays) -> None:
    """Write all or nothing, whoever else writes: readers see the old file or a new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    archive = io.BytesIO()
    named: dict[str, Any] = {"fingerprint": np.array(fingerprint), **arrays}
    np.savez_compressed(archive, **named)
    suffix = f".{uuid.uuid4().hex}.part"  # several processes may find the cache empty at once
    write_atomically(path, archive.getvalue(), suffix=suffix, durable=False)


def _reason(error: Exception) -> str:
    """An error in half a line; some have no text of their own."""
    return str(error).splitlines()[0] if str(error) else type(error).__name__
