"""course.py as a process of its own, in a small course that has the environment of these tests.

The course lies in a folder whose name has spaces and umlauts, and every process is started in a
locale that knows no umlauts: nothing else may depend on either.
"""

import itertools
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path

from tests.commands.checkout import COURSE, modules_of

KERNEL = "kernelspec: {display_name: Python 3, language: python, name: python3}"
PATIENCE = 300  # seconds until a process that does not come to a moment is given up


def chapter(*cells: str) -> str:
    """A page in MyST with these code cells."""
    code = "\n\n".join(f"```{{code-cell}} python3\n{cell}\n```" for cell in cells)
    return f"---\nfile_format: mystnb\n{KERNEL}\n---\n\n# A chapter\n\n{code}\n"


class SmallCourse:
    """A course of a few pages, given as texts by their names; `index` is the first."""

    def __init__(self, parent: Path, timeout: int = 300, **pages: str):
        self.folder = parent / "Kurs für GRU ä"
        self.book = self.folder / "_build" / "html"
        self.aside = self.folder / "_build" / "aside" / "_build"
        self.log = self.folder / "_build" / "logs" / "book.log"
        shutil.copytree(COURSE / "commands", self.folder / "commands")
        for name in ("course.py", "references.bib"):
            shutil.copy(COURSE / name, self.folder)
        for name in ("requirements.txt", "constraints.txt", "pyproject.toml"):
            (self.folder / name).touch()  # nothing is ever installed from here
        settings = (COURSE / "_config.yml").read_text("utf-8")
        settings = settings.replace("timeout: 300", f"timeout: {timeout}")
        (self.folder / "_config.yml").write_text(settings, "utf-8")
        self.numbers = itertools.count()  # of the processes
        self.write(**pages)
        self._borrow_environment()

    def write(self, **pages: str) -> None:
        """Put pages into the course; the contents list those of this call."""
        for name, text in pages.items():
            (self.folder / f"{name}.md").write_text(text, "utf-8")
        listed = "".join(f"  - file: {name}\n" for name in pages if name != "index")
        contents = "format: jb-book\nroot: index\n" + (f"chapters:\n{listed}" if listed else "")
        (self.folder / "_toc.yml").write_text(contents, "utf-8")

    def _borrow_environment(self) -> None:
        """A `.venv` that has the packages of these tests, and for which nothing is installed."""
        venv = self.folder / ".venv"
        venv.mkdir()
        for part in ("bin", "lib", "share", "etc"):
            (venv / part).symlink_to(Path(sys.prefix, part))
        shutil.copy(Path(sys.prefix, "pyvenv.cfg"), venv)
        with modules_of(self.folder):
            from commands import places, wholeness

            contents = wholeness.digest([*places.REQUIREMENTS, venv / "pyvenv.cfg"])
        (venv / "installed").write_text(contents)

    def finish(self, **pages: str) -> None:
        """Put a finished book of these pages in place, as a build of the course's pages does."""
        self.book.mkdir(parents=True, exist_ok=True)
        for name, text in pages.items():
            (self.book / f"{name}.html").write_text(text, "utf-8")
        with modules_of(self.folder):
            from commands import places, wholeness

            contents = wholeness.digest([*places.sources(), places.VENV / "pyvenv.cfg"])
        (self.book / ".contents").write_text(contents)

    @contextmanager
    def started(self, *words: str):
        """A process of course.py, in a group of its own as under a terminal; `said` is a file."""
        said = self.folder.with_name(f"said {next(self.numbers)}")
        settings = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0"}
        settings.pop("PYTHONIOENCODING", None)
        with said.open("wb") as file:
            process = subprocess.Popen(
                [sys.executable, "course.py", *words],
                cwd=self.folder,
                env=settings,
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=heed_ctrl_c,  # a shell's background jobs ignore it
            )
        process.said = lambda: said.read_text("utf-8")
        try:
            yield process
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def call(self, *words: str) -> tuple[int, str]:
        """The status of a command that runs to its end, and what it said."""
        with self.started(*words) as process:
            status = process.wait(PATIENCE)
            return status, process.said()


def heed_ctrl_c():
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def wait_for(moment: Callable[[], bool], process: subprocess.Popen) -> None:
    """Wait until the moment has come; the process must not have ended before."""
    end = time.monotonic() + PATIENCE
    while not moment():
        assert process.poll() is None, process.said()
        assert time.monotonic() < end, process.said()
        time.sleep(0.002)


def press_ctrl_c(process: subprocess.Popen) -> tuple[int, str]:
    """Interrupt the group, as a terminal does; the status and what was said to the end."""
    os.killpg(process.pid, signal.SIGINT)
    status = process.wait(PATIENCE)
    return status, process.said()
