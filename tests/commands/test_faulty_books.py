"""Books that must not pass, built by course.py itself: the sentence names the chapter and cell."""

import os
import re

import pytest

from tests.commands.process import SmallCourse, chapter

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the borrowed environment has links")


def test_chapters_that_raise_hang_or_die_are_named_with_their_cells(tmp_path):
    course = SmallCourse(
        tmp_path,
        timeout=3,
        index="# A book\n",
        dying=chapter("import os\nos._exit(1)"),
        hanging=chapter("print(1)", "import time\ntime.sleep(600)"),
        raising=chapter("print(1)", "1 / 0"),
    )
    status, said = course.call("build")
    assert status == 1
    reports = "(the log is _build/aside/_build/html/reports/{}.err.log)."
    assert said.splitlines()[1:] == [
        "dying: its kernel died, as it does when the memory is full "
        f"{reports.format('dying')} hanging: the code cell that begins with import time did not "
        "end within 3 seconds "
        f"{reports.format('hanging')} raising: code cell 2 raised ZeroDivisionError: division by "
        f"zero {reports.format('raising')}"
    ]
    assert not course.book.exists()


def test_a_warning_is_named_with_its_cell_and_what_is_missing_in_the_log(tmp_path):
    course = SmallCourse(
        tmp_path,
        index="# A book\n\n![a gate](no_such.png) and [a page](no_such.md) and [here](#nowhere)\n",
        one=chapter("print(1)", "import warnings\nwarnings.warn('careful')"),
    )
    (course.folder / "chapters").mkdir()
    (course.folder / "chapters" / "pages.toml").write_text("[index]\n['chapters/old']\n")
    status, said = course.call("build")
    assert status == 1
    run, told = said.splitlines()[1:]
    assert re.fullmatch(r"  one was run in [\d.]+ s", run)
    assert told.startswith("The book was not built: ")
    assert "code cell 2 of one wrote to stderr" in told
    assert told.endswith(
        "; chapters/old was published: [renamed] in chapters/pages.toml must say where it is "
        "(the log is _build/logs/book.log)."
    )
    log = course.log.read_text("utf-8")
    for fault in ("not readable: no_such.png", "not found: 'no_such.md'", "'nowhere'"):
        assert log.count(fault) == 1
    assert not course.book.exists()
