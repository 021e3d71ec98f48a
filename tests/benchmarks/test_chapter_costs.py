"""What a chapter costs its kernel: memory is seen, children count, a cell that raises is told."""

import subprocess
import sys

import nbformat
import pytest
from nbclient.exceptions import CellExecutionError

from benchmarks.chapters.running import MB, Cost, cost_of, table
from benchmarks.chapters.watching import Watch, watching

HOLD = "held = bytearray(100 * 2**20); print('holding', flush=True); input()"


def holding(program):
    """A Python that has done what the program says, up to its first printed line, and waits."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    process = subprocess.Popen([sys.executable, "-c", program], text=True, **pipes)
    assert process.stdout.readline() == "holding\n"
    return process


def notebook(path, *sources):
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    return path


def test_the_peak_stays_when_the_memory_is_gone():
    with holding(HOLD) as process:
        with watching(process.pid) as watch:
            pass  # one look at the end
        held = watch.peak
        process.communicate("\n")
    assert 100 * MB < held < 200 * MB
    assert watch.peak == held


def test_children_count():
    program = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {HOLD!r}])"
    with holding(program) as process:
        watch = Watch(process.pid)
        watch.look()
        process.communicate("\n")
    assert len(watch.times) == 2
    assert watch.peak > 100 * MB
    assert watch.processor_seconds == sum(watch.times.values())


@pytest.mark.filterwarnings("default")  # of the kernel's client
def test_a_notebook_is_run_whole_in_its_own_folder(tmp_path):
    (tmp_path / "here.txt").write_text("in the notebook's folder")
    reads = "text = open('here.txt').read()"
    cost = cost_of(notebook(tmp_path / "05_x.ipynb", reads, "held = bytearray(150 * 2**20)"))
    assert cost.chapter == "05_x"
    assert cost.peak_mb > 150
    assert cost.processor_seconds > 0


@pytest.mark.filterwarnings("default")  # of the kernel's client
def test_a_cell_that_raises_is_told(tmp_path):
    with pytest.raises(CellExecutionError, match="ZeroDivisionError"):
        cost_of(notebook(tmp_path / "06_x.ipynb", "1 / 0"))


def test_the_table_ends_with_the_largest_of_each_column():
    small = Cost(chapter="01", seconds=9.0, processor_seconds=2.0, peak_mb=300.0)
    large = Cost(chapter="09", seconds=8.0, processor_seconds=7.5, peak_mb=512.4)
    heading, *lines = table([small, large]).splitlines()
    assert heading.split()[0] == "chapter"
    assert lines[-1].split() == ["largest", "9.0", "7.5", "512"]
