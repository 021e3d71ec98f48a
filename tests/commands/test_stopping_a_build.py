"""Ctrl-C at ten moments of a build: one sentence, the old book stays, the next build goes on."""

import os
import re
import shutil
import sys
import time
from pathlib import Path

import pytest

from tests.commands.process import PATIENCE, SmallCourse, chapter, press_ctrl_c, wait_for

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows sends Ctrl-C to its console")


def pages(changing: str) -> dict[str, str]:
    """A book with a chapter that prints this, and so has to be run again when it is another."""
    cells = (f"print({changing!r})", "import time\ntime.sleep(0.5)", "print(2)")
    return {"index": "# A book\n", "eins": chapter("print(1 + 2)"), "zwei": chapter(*cells)}


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course whose last book is there, and whose next one is interrupted again and again."""
    course = SmallCourse(tmp_path_factory.mktemp("stopping"), **pages("nothing"))
    course.book.mkdir(parents=True)
    (course.book / "index.html").write_text("the last book")
    return course


def logged(words: str):
    return lambda course: course.log.is_file() and words in course.log.read_text("utf-8")


def written(count: int):
    """So many files of the new book are there."""
    return lambda course: sum(len(x) for *_, x in os.walk(course.aside / "html")) >= count


MOMENTS = {
    "the lock is made": lambda course: (course.folder / "_build" / "lock").exists(),
    "the log begins": lambda course: course.log.exists(),
    "Jupyter Book starts": logged("Source Folder"),
    "Sphinx starts": logged("Running Sphinx"),
    "the first file is written": written(1),
    "the hundredth file is written": written(100),
    "a chapter is read": logged("reading sources"),
    "a kernel starts": logged("zwei is run"),
    "a chapter's outputs are kept": logged("was run in"),
    "pages are written": lambda course: (course.aside / "html" / "index.html").exists(),
}


SOON = ("the lock is made", "a kernel starts")


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=[] if name in SOON else pytest.mark.nightly) for name in MOMENTS],
)
def test_an_interrupted_build_says_one_sentence_and_keeps_the_last_book(course, name):
    course.write(**pages(name))
    shutil.rmtree(course.aside / "html", ignore_errors=True)
    for trace in (course.folder / "_build" / "lock", course.log):
        trace.unlink(missing_ok=True)
    with course.started("build") as process:
        wait_for(lambda: MOMENTS[name](course), process)
        status, said = press_ctrl_c(process)
    assert status == 130
    *before, empty, told = said.splitlines()
    before = [line for line in before if not re.fullmatch(r"  \w+ was run in [\d.]+ s", line)]
    begun = ["Building the book, running the chapters that changed ..."]
    assert before in (begun, []) and empty == ""
    assert told == "Stopped; the same command goes on from here."
    assert [path.name for path in course.book.iterdir()] == ["index.html"]
    assert (course.book / "index.html").read_text() == "the last book"


def test_the_same_command_goes_on_and_succeeds_and_turns_away_another(course):
    with course.started("build") as process:
        wait_for(lambda: "Building" in process.said(), process)
        busy = "Another course.py is at work in this folder: let it finish.\n"
        assert course.call("build") == (1, busy)
        assert process.wait(PATIENCE) == 0 and "Traceback" not in process.said()
    assert "<h1>A chapter" in (course.book / "zwei.html").read_text("utf-8")
    assert course.call("build") == (0, "The book is up to date.\n")


@pytest.mark.skipif(sys.platform != "linux", reason="/proc shows who works where")
def test_no_kernel_stays_at_work(course):
    end = time.monotonic() + 60
    while at_work := processes_in(course.folder):
        assert time.monotonic() < end, at_work
        time.sleep(0.1)


def processes_in(folder: Path) -> list[str]:
    """The command lines of all processes that have this working directory."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if Path(os.readlink(process / "cwd")) == folder:
                found.append((process / "cmdline").read_text().replace("\0", " "))
        except OSError:  # it has ended, or belongs to somebody else
            continue
    return found
