"""One run at a time in one folder."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from gru_course.training.resume.checkpoints import CheckpointFolderError, last_good

NAME = "lock"  # the file in the folder; it stays there, empty, and means nothing by itself


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Inside: no other run is at work in `folder`, which is made when it is not there.

    The operating system holds the lock and lets it go with the process, however that ends.
    Raises CheckpointFolderError at once when another run, in this process or another, is inside,
    or when the folder cannot be written.
    """
    lock = FileLock(folder / NAME, timeout=0)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout:
        raise CheckpointFolderError(
            f"another run is at work in this folder: {folder}; wait for its end or choose another "
            f"checkpoint_dir"
        ) from None
    except OSError as error:
        raise CheckpointFolderError(
            f"checkpoint_dir {folder} cannot be written ({error.strerror}), "
            f"the last good checkpoint in it is {last_good(folder)}"
        ) from error
    try:
        yield
    finally:
        lock.release()
