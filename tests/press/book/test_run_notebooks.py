"""Chapters are run beside each other, those that measure time alone, and what is kept stays."""

import os
import signal
import subprocess
import sys
import time
from types import SimpleNamespace

import pytest
from myst_nb.core.config import NbParserConfig
from nbformat import writes
from nbformat.v4 import new_code_cell, new_notebook
from sphinx.errors import ExtensionError

from gru_press.book.notebooks.outputs_cache import opened
from gru_press.book.notebooks.run_notebooks import Chapter, in_a_line, notebooks, run_chapters
from tests.helpers.apart import apart

WAIT = """
from pathlib import Path
from time import sleep
Path("{mine}").touch()
while not Path("{other}").exists():
    sleep(0.01)
"""
MEASURING = """
# gru_course.lab.bench
import os
from pathlib import Path
assert Path("late").exists()
print(os.environ.get("OMP_NUM_THREADS"))
"""
SLEEP = "from time import sleep\nsleep(20)"
INTERRUPTED = """
import signal
from pathlib import Path
from nbformat.v4 import new_code_cell, new_notebook
from gru_press.book.notebooks.outputs_cache import opened
from gru_press.book.notebooks.run_notebooks import Chapter, run_chapters
signal.signal(signal.SIGINT, signal.default_int_handler)
chapters = [
    Chapter(str(n), Path("one").resolve(), new_notebook(cells=[new_code_cell({cell!r})]))
    for n in range(3)
]
with opened(Path("outputs")) as outputs:
    run_chapters(chapters, outputs, 60)
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


def test_a_chapter_without_its_kernel_stops_no_other(make, outputs):
    lost, good = make("lost", "print(1)"), make("good", "print(2)")
    lost.notebook.metadata.kernelspec = {"name": "no-such", "display_name": "", "language": ""}
    faults = apart(run_chapters, [lost, good], outputs, 60)
    assert [in_a_line(fault) for fault in faults.values()] == ["No such kernel named no-such"]
    assert shown(good, outputs) == "2\n"


@pytest.mark.skipif(os.name == "nt", reason="Windows sends Ctrl-C to its console")
@pytest.mark.parametrize(
    "kind",
    [
        pytest.param("", id="beside others", marks=pytest.mark.nightly),
        pytest.param("# gru_course.lab.bench\n", id="alone"),
    ],
)
def test_ctrl_c_ends_all_chapters(tmp_path, kind):
    program = tmp_path / "program.py"
    program.write_text(INTERRUPTED.format(cell=kind + "open('begun', 'a').write('x')\n" + SLEEP))
    process = subprocess.Popen([sys.executable, program], cwd=tmp_path, stderr=subprocess.PIPE)
    while not (tmp_path / "begun").exists():
        assert process.poll() is None
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode != 0 and b"\nKeyboardInterrupt" in said
    at_once = 1 if kind else 3
    assert len((tmp_path / "begun").read_text()) <= at_once


def test_a_page_that_is_no_notebook_is_named(tmp_path):
    broken = tmp_path / "broken.ipynb"
    broken.write_text("<<<<<<< HEAD")
    env = SimpleNamespace(
        doc2path=lambda name: str(broken), myst_config=None, mystnb_config=NbParserConfig()
    )
    with pytest.raises(ExtensionError, match="chapters/broken must be a notebook: "):
        list(notebooks(env, ["chapters/broken"]))
    broken.write_text("\ufeff" + writes(new_notebook()), "utf-8")  # as some editors write it
    assert [chapter.name for chapter in notebooks(env, ["chapters/broken"])] == ["chapters/broken"]


def test_a_chapter_whose_outputs_are_kept_is_not_run_again(make, outputs):
    code = "open('runs', 'a').write('one ')"
    for _ in range(2):
        assert apart(run_chapters, [make("one", code)], outputs, 60) == {}
    assert (make("one", "").path.parent / "runs").read_text() == "one "
