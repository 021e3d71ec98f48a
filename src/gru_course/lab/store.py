"""A folder in which the outcomes of many trials are kept, each as soon as it is there."""

import shutil
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from gru_course.files import locked
from gru_course.lab.documents import DocumentError, read_document, write_document
from gru_course.lab.trial import Outcome, Trial


class FolderError(ValueError):
    """A folder that belongs to another experiment, is in use, or cannot be written."""


class Store:
    """The outcomes of one experiment: `results/<key>.json` for each trial that has ended.

    One process writes, the one that runs the experiment; those that train write checkpoints only.
    about: what is common to all trials of the experiment, as plain data.
    Use `open_store`, which keeps the folder for one process.
    """

    def __init__(self, folder: Path, about: dict):
        self.folder = folder
        self._results = folder / "results"
        self._checkpoints = folder / "checkpoints"
        self._check_or_write(about)
        self._results.mkdir(exist_ok=True)
        self._checkpoints.mkdir(exist_ok=True)

    def read(self, trial: Trial) -> Outcome | None:
        """The trial's outcome, None when it has not ended yet.

        A file that was damaged counts as none, with a RuntimeWarning.
        """
        path = self._results / f"{trial.key}.json"
        try:
            outcome = Outcome.from_dict(read_document(path))
            if outcome.trial != trial:
                raise DocumentError(f"{path} is damaged: it is the result of another trial")
        except FileNotFoundError:
            return None
        except (DocumentError, KeyError, TypeError) as error:
            warnings.warn(f"{error}; its trial is run anew", RuntimeWarning, stacklevel=2)
            return None
        return outcome

    def write(self, outcome: Outcome) -> None:
        """Keep an outcome; the checkpoints of its trial have served."""
        try:
            write_document(self._results / f"{outcome.trial.key}.json", outcome.to_dict())
        except OSError as error:
            raise FolderError(
                f"a result could not be written to {self.folder} ({error.strerror}), "
                "the results before it are kept"
            ) from error
        folder = self.checkpoint_dir(outcome.trial)
        shutil.rmtree(folder, ignore_errors=True)
        folder.with_suffix(".lock").unlink(missing_ok=True)

    def checkpoint_dir(self, trial: Trial) -> Path:
        """Where a trial that was interrupted goes on."""
        return self._checkpoints / trial.key

    def _check_or_write(self, about: dict) -> None:
        path = self.folder / "experiment.json"
        try:
            theirs = read_document(path)
        except FileNotFoundError:
            write_document(path, about)
            return
        except DocumentError as error:
            raise FolderError(f"{error}; choose another folder") from error
        for name in theirs | about:
            saved, here = theirs.get(name), about.get(name)
            if saved != here:
                raise FolderError(
                    f"folder {self.folder} holds another experiment: "
                    f"its {name} is {saved!r}, here it is {here!r}; choose another folder"
                )


@contextmanager
def open_store(folder: str | Path, about: dict) -> Iterator[Store]:
    """The folder's store, for this process alone; a new folder is made.

    Raises FolderError when another process is at work in it, when it holds another experiment,
    or when it cannot be written.
    """
    folder = Path(folder).absolute()
    with ExitStack() as inside:
        try:
            ours = inside.enter_context(locked(folder / "lock"))
        except OSError as error:
            raise FolderError(f"folder {folder} cannot be written ({error.strerror})") from error
        if not ours:
            raise FolderError(
                f"another experiment is at work in {folder}; "
                "wait for its end or choose another folder"
            )
        yield Store(folder, about)
