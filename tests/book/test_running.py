"""Chapters are run beside each other, those that measure time alone, and what is kept stays."""

import pytest
from nbformat.v4 import new_code_cell, new_notebook

from gru_course.book.cache import opened
from gru_course.book.running import Chapter, run_chapters
from tests.apart import apart

WAIT = """
from pathlib import Path
from time import sleep
Path("{mine}").touch()
while not Path("{other}").exists():
    sleep(0.01)
"""
MEASURING = """
# gru_course.benchmark
import os
from pathlib import Path
assert Path("late").exists()
print(os.environ.get("OMP_NUM_THREADS"))
"""
LATE = "from pathlib import Path\nfrom time import sleep\nsleep(1)\nPath('late').touch()"


@pytest.fixture
def outputs(tmp_path):
    with opened(tmp_path / "outputs") as outputs:
        yield outputs


@pytest.fixture
def make(tmp_path):
    def make(name, code):
        return Chapter(name, tmp_path / name, new_notebook(cells=[new_code_cell(code)]))

    return make


def shown(chapter, outputs):
    """What the cache says that the only cell of a chapter printed."""
    return outputs.merge_match_into_notebook(chapter.notebook)[1].cells[0].outputs[0].text


def test_chapters_are_run_at_the_same_time(make, outputs, monkeypatch):
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    waiting = [
        make("one", WAIT.format(mine="a", other="b")),
        make("two", WAIT.format(mine="b", other="a")),
    ]
    assert apart(run_chapters, waiting, outputs, 60) == {}


def test_a_chapter_that_measures_time_is_run_after_the_others_with_all_threads(
    make, outputs, monkeypatch
):
    monkeypatch.setenv("OMP_NUM_THREADS", "2")
    measuring = make("measuring", MEASURING)
    threads = make("threads", "import os\nprint(os.environ['OMP_NUM_THREADS'])")
    assert apart(run_chapters, [measuring, threads, make("late", LATE)], outputs, 60) == {}
    assert (shown(measuring, outputs), shown(threads, outputs)) == ("2\n", "1\n")


def test_what_stops_a_chapter_is_told_and_the_others_are_kept(make, outputs):
    stopped = {"raising": "1 / 0", "hanging": "import time\ntime.sleep(600)"}
    stopped["dying"] = "import os\nos._exit(1)"
    good = make("good", "print(2)")
    chapters = [*(make(name, code) for name, code in stopped.items()), good]
    lines = []
    faults = apart(run_chapters, chapters, outputs, 5, lines.append)
    assert {name: type(fault).__name__ for name, fault in faults.items()} == {
        "raising": "CellExecutionError",
        "hanging": "CellTimeoutError",
        "dying": "DeadKernelError",
    }
    assert {f"{name} was stopped" for name in stopped} < set(lines)
    assert shown(good, outputs) == "2\n" and len(outputs.list_cache_records()) == 1


def test_a_chapter_whose_outputs_are_kept_is_not_run_again(make, outputs):
    code = "open('runs', 'a').write('one ')"
    for _ in range(2):
        assert apart(run_chapters, [make("one", code)], outputs, 60) == {}
    assert (make("one", "").path.parent / "runs").read_text() == "one "
