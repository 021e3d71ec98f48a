"""One run at a time in one folder."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from gru_course.files import locked
from gru_course.training.resume.checkpoints import CheckpointFolderError, last_good


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Inside: no other run is at work in `folder`, which is made when it is not there.

    Raises CheckpointFolderError at once when another run, in this process or another, is inside,
    or when the folder cannot be written.
    """
    with ExitStack() as inside:
        try:
            ours = inside.enter_context(locked(folder / "lock"))
        except OSError as error:
            raise CheckpointFolderError(
                f"checkpoint_dir {folder} cannot be written ({error.strerror}), "
                f"the last good checkpoint in it is {last_good(folder)}"
            ) from error
        if not ours:
            raise CheckpointFolderError(
                f"another run is at work in this folder: {folder}; wait for its end or choose "
                "another checkpoint_dir"
            )
        yield
