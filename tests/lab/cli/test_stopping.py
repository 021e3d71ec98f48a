"""The real command in a process of its own: Ctrl-C, going on, and a terminal."""

import os
import pty
import signal
import subprocess
import sys
import termios
from importlib import import_module

import pytest

from gru_course.results import read_results

# A JAX that other tests have loaded warns of every fork; `start` makes one.
pytestmark = pytest.mark.filterwarnings("ignore:os.fork:RuntimeWarning")

COURSE = (sys.executable, "-m", "gru_course.lab.cli")
RUNS = 8


@pytest.fixture
def words(mat_file):
    """Eight runs, each long enough to be interrupted."""
    settings = "--cells gru --seeds 0-7 --hidden-size 3 --epochs 12 --patience 12"
    return ("reproduce", "music", "--data", str(mat_file), *settings.split())


def start(words, **more):
    """The command as a terminal starts it; a shell's background jobs would ignore Ctrl-C."""
    return subprocess.Popen([*COURSE, *words], text=True, preexec_fn=heed_ctrl_c, **more)


def heed_ctrl_c():
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def interrupt_after(count, words):
    """Ctrl-C once so many runs are done; the lines of the log until the end, and the code."""
    process = start(words, stderr=subprocess.PIPE, stdout=subprocess.PIPE)
    with process:
        log = [process.stderr.readline() for _ in range(count)]
        process.send_signal(signal.SIGINT)
        log += process.stderr.readlines()
        assert process.stdout.read() == ""
    return log, process.returncode


def test_ctrl_c_keeps_what_is_done_and_the_same_command_goes_on(course, words, tmp_path, own_cache):
    log, code = interrupt_after(2, words)
    assert code == 130
    done = sum(line.startswith("music ") for line in log)
    assert 2 <= done < RUNS
    (kept,) = (own_cache / "runs").iterdir()
    assert log[-1] == (
        f"Stopped: what was finished is kept in {kept}; the same command goes on from there.\n"
    )
    assert len(list((kept / "results").iterdir())) in (done, done + 1)  # kept, then said

    file = tmp_path / "music.json"
    rest = course(*words, "--json", file)
    assert rest.exit_code == 0
    first, *others, _ = rest.stderr.splitlines()
    assert first.endswith("kept from before")
    assert int(first.split()[1].split("/")[0]) + len(others) == RUNS
    assert list((own_cache / "runs").iterdir()) == []

    course(*words, "--seeds", "0-2", "--json", tmp_path / "undisturbed.json")
    undisturbed = read_results(tmp_path / "undisturbed.json").row("gru").measures["test"]
    assert read_results(file).row("gru").measures["test"].per_seed[:3] == undisturbed.per_seed


def test_ctrl_c_ends_every_process_of_a_sweep_without_further_words(course, tmp_path):
    folder = tmp_path / "runs"
    words = ("sweep", "sine", "--vary", "seed=0,1,2,3,4,5,6,7", "--epochs", "9")
    words += ("--folder", str(folder), "--jobs")
    pipes = {"stderr": subprocess.PIPE, "stdout": subprocess.PIPE}
    with start((*words, "2"), start_new_session=True, **pipes) as process:
        log = process.stderr.readline()
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to all that belong together
        log += process.stderr.read()
    assert process.returncode == 130
    *runs, empty, last = log.splitlines()
    assert all(line.startswith("sine ") for line in runs) and empty == ""
    assert last.startswith("Stopped: what was finished is kept in ")
    kept = len(list((folder / "results").iterdir()))
    rest = course(*words, "1").stderr.splitlines()
    assert rest[0] == f"sine {kept}/8  kept from before" and len(rest) == 1 + 8 - kept


def test_a_terminal_sees_a_bar_and_a_log_sees_lines(words):
    controller, terminal = pty.openpty()
    termios.tcsetwinsize(terminal, (24, 80))
    small = (*words, "--seeds", "0-1", "--epochs", "2")
    with start(small, stderr=terminal, stdout=subprocess.PIPE) as process:
        os.close(terminal)
        table = process.stdout.read()
    said = read_all(controller)
    assert process.returncode == 0 and "GRU" in table
    assert "music: 100%" in said and "2/2" in said
    assert "gru of 3, seed 1: validation" in said and "music 2/2" not in said


def read_all(controller: int) -> str:
    """What a program wrote to a terminal, which ends with an error when nobody holds it."""
    said = b""
    while True:
        try:
            chunk = os.read(controller, 4096)
        except OSError:
            chunk = b""
        if not chunk:
            os.close(controller)
            return said.decode()
        said += chunk


@pytest.fixture
def heeding_ctrl_c():
    """This process as a terminal starts one, wherever the tests themselves are run."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def test_ctrl_c_during_an_import_waits_for_its_end(course, monkeypatch, heeding_ctrl_c):
    imported = []

    def import_slowly(name):
        os.kill(os.getpid(), signal.SIGINT)
        imported.append(name)  # Python handles a signal between two lines
        return import_module(name)

    monkeypatch.setattr("gru_course.lab.cli.importlib.import_module", import_slowly)
    result = course("train", "sine", "--epochs", "1")
    assert result.exit_code == 130
    assert "Stopped before anything was finished." in result.output
    assert imported[0] == "gru_course.lab.cli.train"


def test_an_import_goes_on_where_ctrl_c_is_ignored(course, monkeypatch):
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # as of a shell's background job

    def import_slowly(name):
        os.kill(os.getpid(), signal.SIGINT)
        return import_module(name)

    monkeypatch.setattr("gru_course.lab.cli.importlib.import_module", import_slowly)
    try:
        assert course("train", "--help").exit_code == 0
    finally:
        signal.signal(signal.SIGINT, before)
