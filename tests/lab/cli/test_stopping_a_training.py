"""Ctrl-C at ten moments of `gru-course train`: one sentence, whole epochs, and it goes on."""

import os
import re
import signal
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from gru_course.lab.cli import main
from tests.helpers.training_runs import process

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows sends Ctrl-C to its console")
WORDS = ("train", "sine", "--hidden-size", "3", "--batch-size", "256")
ROW = re.compile(r"(?m)^\d+(?: +[\d.e-]+){3}")  # of the table of epochs

# So many epochs are kept, and the next one is being written; None: nothing is begun.
MOMENTS = [(None, False), (0, True), (1, False), (20, True)]
REPEATED = [(0, False), (2, True), (3, False), (5, True), (10, False), (40, False)]
MOMENTS += [pytest.param(moment, marks=pytest.mark.nightly) for moment in REPEATED]


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    """The rows of a training that nobody stops, longer than those that are stopped."""
    folder = tmp_path_factory.mktemp("undisturbed")
    words = [*WORDS, "--epochs", "200", "--checkpoint-dir", str(folder)]
    return ROW.findall(CliRunner().invoke(main, words).stdout)


def command(words, said):
    """The command in a process that has imported torch before; what it says goes to a file."""
    with open(said, "wb", 0) as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    main(words)


def kept(folder: Path) -> int:
    """How many epochs are kept."""
    return max((int(path.stem[-4:]) for path in folder.glob("epoch-*.json")), default=0)


def has_come(moment, said: Path, folder: Path) -> bool:
    epochs, writing = moment
    trace = said if epochs is None else folder / "lock"
    begun = trace.exists() and trace.stat().st_size >= (epochs is None)
    return begun and kept(folder) >= (epochs or 0) and (any(folder.glob("*.tmp")) or not writing)


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_stopped_training_says_one_sentence_and_goes_on(course, tmp_path, undisturbed, moment):
    folder = tmp_path / "run"
    words = (*WORDS, "--checkpoint-dir", str(folder), "--epochs")
    said = tmp_path / "said"
    with process(command, (*words, "100000"), said) as child:
        while not has_come(moment, said, folder):
            assert child.is_alive()
            time.sleep(0.0005)
        os.kill(child.pid, signal.SIGINT)
        child.join()
    assert child.exitcode == 130
    first, *before, last = said.read_text().splitlines()
    assert first.startswith("Task('sine'")
    assert [line for line in before if not line.startswith("sine ")] in ([], [""])
    kept_there = f"what was finished is kept in {folder}; the same command goes on from there."
    assert last in (f"Stopped: {kept_there}", "Stopped before anything was finished.")
    assert (last == f"Stopped: {kept_there}") or moment == MOMENTS[0]
    assert not list(folder.glob("*.tmp"))

    done = kept(folder)
    assert done >= (moment[0] or 0)
    longer = course(*words, done + 2)
    assert longer.exit_code == 0
    assert ROW.findall(longer.stdout) == undisturbed[: done + 2]
