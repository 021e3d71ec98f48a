"""A small checkout with a copy of course.py, whose commands are recorded and not run."""

import importlib
import json
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

COURSE = Path(__file__).parents[2]
SUBJECTS = sorted(path.stem for path in COURSE.glob("commands/[a-z]*.py"))


def is_ours(module: str) -> bool:
    return module == "course" or module.split(".")[0] == "commands"


@contextmanager
def modules_of(folder: Path) -> Iterator[None]:
    """Let `course` and `commands` be this folder's copies: each knows its place by its file."""
    others = {name: sys.modules.pop(name) for name in list(sys.modules) if is_ours(name)}
    sys.path.insert(0, str(folder))
    try:
        yield
    finally:
        sys.path.remove(str(folder))
        for name in list(filter(is_ours, sys.modules)):
            del sys.modules[name]
        sys.modules.update(others)


class Checkout:
    """A folder with a copy of course.py and its modules, each of them an attribute."""

    def __init__(self, folder: Path, monkeypatch):
        shutil.copy(COURSE / "course.py", folder)
        shutil.copytree(COURSE / "commands", folder / "commands")
        (folder / "requirements.txt").write_text("-c constraints.txt\n-e .[book]\n")
        (folder / "constraints.txt").write_text("numpy==2.4.6\ntorch==2.13.0\ntqdm==4.70.1\n")
        (folder / "pyproject.toml").write_text('dependencies = [\n  "torch>=2.9",\n]\n')
        (folder / "_toc.yml").write_text("root: index\nchapters:\n  - file: chapters/one\n")
        (folder / "chapters").mkdir()
        (folder / "chapters" / "one.ipynb").write_text("{}")
        self.course = importlib.import_module("course")
        for subject in SUBJECTS:
            module = importlib.import_module(f"commands.{subject}")
            setattr(self, subject, module)
            for name in {"run", "answer"} & set(vars(module)):
                monkeypatch.setattr(module, name, getattr(self, name))
        self.places.LOGS.mkdir(parents=True)
        self.site = folder / ".venv" / "site-packages"
        self.works, self.torch = False, None  # the environment, and the torch in it
        self.commands = []
        self.outcomes = {}  # a word of a command: what it does, or whether it succeeds
        self.asked = []  # the programs that were run in the environment

    def run(self, *command, log=None, show="", **settings):
        words = " ".join(map(str, command))
        self.commands.append(words)
        if "-m venv" in words:
            self.site.mkdir(parents=True)
            (self.site.parent / "pyvenv.cfg").write_text("version = 3.11.7\n")
            self.works = True
        for word, outcome in self.outcomes.items():
            if word in words:
                return outcome(log) if callable(outcome) else outcome
        return True

    def answer(self, program):
        if program == self.environment.PROBE:
            return json.dumps({"site": str(self.site), "torch": self.torch}) if self.works else None
        self.asked.append(program)
        return self.outcomes.get(program, "")

    def ran(self, word) -> list[str]:
        return [command for command in self.commands if word in command]

    def page(self) -> str:
        return (self.places.BOOK / "chapters" / "one.html").read_text()


def interrupt(log):
    """The outcome of a command that Ctrl-C ends."""
    raise KeyboardInterrupt


def saying(text, succeeds=False):
    """The outcome of a command that leaves a text in its log."""

    def outcome(log):
        log.write_text(text)
        return succeeds

    return outcome


def book_of(checkout, text, pages=("index", "chapters/one"), succeeds=True):
    """What `jupyter-book build` leaves behind: pages with a text, and whether it succeeded."""

    def outcome(log):
        log.write_text("chapters/one.ipynb:3: WARNING: no such label\n")
        for page in pages:
            path = checkout.places.ASIDE / "html" / f"{page}.html"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return succeeds

    return outcome


TRACEBACK = """Traceback (most recent call last):
nbclient.exceptions.CellExecutionError: An error occurred while executing the following cell:
------------------
f()
------------------

\x1b[36mCell\x1b[39m\x1b[36m \x1b[39m\x1b[32mIn[4]\x1b[39m\x1b[32m, line 1\x1b[39m
\x1b[32m----> \x1b[39m\x1b[32m1\x1b[39m f()
\x1b[36mCell\x1b[39m\x1b[36m \x1b[39m\x1b[32mIn[3]\x1b[39m\x1b[32m, line 2\x1b[39m, in f()

\x1b[31mValueError\x1b[39m: bad thing

"""
