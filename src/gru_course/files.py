"""Files that are whole or not there, checksums that show a change, locks between processes."""

import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout


def write_atomically(
    path: Path, blob: bytes, *, suffix: str = ".tmp", durable: bool = True
) -> None:
    """Write all or nothing: whoever reads meets the old file or the new one, never half of it.

    The bytes are first written to a file beside it, named `path` and `suffix`; only a process that
    is killed leaves that one behind. Where several write `path` at once, each needs a suffix of its
    own. durable: wait until the bytes are on the disk, so that the power may fail, too.

    Raises OSError when the disk refuses; the old file then stays as it was.
    """
    temporary = path.with_name(path.name + suffix)
    try:
        with open(temporary, "wb") as file:
            file.write(blob)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def checksum(content: object) -> str:
    """The SHA-256 of what JSON can hold, in 64 hex digits, in whatever order its keys are."""
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


@contextmanager
def locked(file: Path, seconds: float = 0) -> Iterator[bool]:
    """Inside: whether the lock is ours; it is not if others held it all these seconds long.

    file: stays there, empty, and means nothing by itself; its folder is made. The operating system
    holds the lock and lets it go with the process, however that ends. Raises OSError when the disk
    refuses.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(file, timeout=seconds)
    try:
        lock.acquire()
    except Timeout:
        yield False
        return
    try:
        yield True
    finally:
        lock.release()
