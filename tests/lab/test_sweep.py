import json
import math
import os
import signal
import subprocess
import sys
from inspect import signature
from pathlib import Path

import psutil
import pytest

from gru_course.lab.compare import compare
from gru_course.lab.run_all import run_trials
from gru_course.lab.space import Range
from gru_course.lab.store import FolderError
from gru_course.lab.sweep import sweep
from gru_course.training.config import EPOCHS
from tests.lab.marked import marked_task, processes, wait_for

SPACE = {"cell": ["gru", "rnn"], "learning_rate": [0.01, 1e30], "max_lag": [None, 6]}


@pytest.fixture
def marks(tmp_path):
    folder = tmp_path / "marks"
    folder.mkdir()
    return folder


@pytest.fixture
def swept(tmp_path, marks):
    """A sweep of which half of the trials diverge."""
    return sweep(marked_task(marks), SPACE, folder=tmp_path / "sweep", jobs=1)


def test_a_grid_is_ranked_by_validation_loss_failures_last(swept):
    losses = [outcome.valid_loss for outcome in swept.outcomes]
    assert losses == sorted(losses)
    assert len(losses) == 6  # "rnn" has no gate: two of the eight are others again
    assert swept.best is swept.outcomes[0]
    assert [each.trial.learning_rate for each in swept.failed] == [1e30] * 3
    assert math.isinf(losses[-1])


def test_the_table_tells_the_test_loss_of_the_best_only(swept):
    *rows, _, failures, best, baseline = swept.table().splitlines()
    header = "cell learning_rate max_lag parameters best epoch seconds validation, squared error"
    assert rows[0].split() == header.split()
    assert len(rows) == 7 and [row.split()[-1] for row in rows[4:]] == ["failed"] * 3
    assert rows[1].split()[-1] == f"{swept.best.valid_loss:.4g}"
    assert best == f"test loss of the best: {swept.best.test_loss:.4g} squared error"
    assert baseline == "baseline, persistence: 0.1"
    assert failures.startswith("3 failed: training stopped at ")
    assert len(swept.table(rows=2).splitlines()) == 3 + 1 + 3
    plain = swept.to_dict()["outcomes"]
    assert json.loads(swept.to_json())["outcomes"] == plain
    assert ["test_loss" in outcome for outcome in plain] == [True] + [False] * 5


def test_the_summary_has_every_value_of_every_setting(swept):
    lines = swept.summary().splitlines()
    assert {line.split("  ")[0] for line in lines[1:]} == {
        *("cell gru", "cell rnn", "learning_rate 0.01", "learning_rate 1e+30"),
        *("max_lag none", "max_lag 6"),
    }
    gru = next(line for line in lines if line.startswith("cell gru")).split()
    best = min(each.valid_loss for each in swept.outcomes if each.trial.cell == "gru")
    assert gru[2:4] == ["4", f"{best:.4g}"]


def test_many_drawn_values_are_summed_up_in_thirds(tmp_path, marks):
    space = {"learning_rate": Range(1e-3, 1e-1, log=True)}
    task = marked_task(marks)
    swept = sweep(task, space, folder=tmp_path / "s", samples=9, jobs=1, epochs=1)
    rates = sorted(outcome.trial.learning_rate for outcome in swept.outcomes)
    labels = [line.split("  ")[0] for line in swept.summary().splitlines()[1:]]
    assert sorted(labels) == sorted(
        f"learning_rate {rates[i]:.4g} to {rates[i + 2]:.4g}" for i in (0, 3, 6)
    )


def test_a_larger_space_runs_only_what_is_new(tmp_path, marks):
    told, task = [], marked_task(marks)
    for rates in ([0.01], [0.01, 0.02, 0.03]):
        sweep(
            task,
            {"learning_rate": rates},
            folder=tmp_path / "s",
            jobs=1,
            on_progress=lambda done, total, outcome: told.append((done, total)),
        )
    assert told == [(0, 1), (1, 1), (1, 3), (2, 3), (3, 3)]


def test_when_all_fail_there_is_no_best(tmp_path, marks):
    space = {"learning_rate": [1e30, 2e30]}
    swept = sweep(marked_task(marks), space, folder=tmp_path / "s", jobs=1)
    with pytest.raises(ValueError, match="no trial ended with a loss; the first: training stopped"):
        _ = swept.best
    assert "test loss" not in swept.table()
    assert "inf" in swept.summary()


def test_another_sweeps_folder_is_refused(tmp_path, marks, swept):
    for task, changes, reason in [
        ("sine", {}, "its task is 'marked', here it is 'sine'"),
        (marked_task(marks), {"epochs": 5}, "its epochs is 3, here it is 5"),
    ]:
        with pytest.raises(FolderError, match=f"holds another experiment: {reason}"):
            sweep(task, SPACE, folder=tmp_path / "sweep", jobs=1, **changes)


def test_every_experiment_trains_in_this_process_unless_told_otherwise():
    jobs = [signature(each).parameters["jobs"].default for each in (sweep, compare, run_trials)]
    assert jobs == [1, 1, 1]


def test_a_setting_has_one_place(tmp_path):
    with pytest.raises(ValueError, match="epochs must be a setting or in space, got both"):
        sweep("sine", {"epochs": [1, 2]}, folder=tmp_path / "s", epochs=3)
    assert not (tmp_path / "s").exists()


SCRIPT = """
import sys
from pathlib import Path
from tests.lab.marked import marked_task
from gru_course.lab.sweep import sweep
if __name__ == "__main__":
    marks, folder = map(Path, sys.argv[1:])
    sweep(marked_task(marks), {"seed": list(range(6))}, folder=folder, jobs=2)
"""


@pytest.mark.nightly
def test_a_killed_sweep_goes_on_where_it_stopped(tmp_path, marks):
    """SIGKILL with results on disk and two trials in their third epoch."""
    task, folder, space = marked_task(marks), tmp_path / "sweep", {"seed": list(range(6))}
    hung = [marks / f"wait-in-epoch-{seed * EPOCHS + 3}" for seed in (3, 4)]
    for stop in hung:
        stop.touch()
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    command = [sys.executable, "-c", SCRIPT, marks, folder]
    child = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
    try:
        wait_for(lambda: len(list(folder.glob("results/*.json"))) == 3, "the first results")
        (one,) = wait_for(lambda: processes(marks, 3, epoch=3), "the fourth trial")
        (other,) = wait_for(lambda: processes(marks, 4, epoch=3), "the fifth trial")
    finally:
        child.send_signal(signal.SIGKILL)
        child.wait()
    wait_for(lambda: not any(map(is_alive, (one, other))), "the end of the orphans")
    for stop in hung:
        stop.unlink()

    before = {path: path.stat().st_mtime_ns for path in folder.glob("results/*.json")}
    told = []
    resumed = sweep(
        task,
        space,
        folder=folder,
        jobs=1,
        on_progress=lambda done, total, outcome: told.append(done),
    )
    assert told == [3, 4, 5, 6]
    assert {path: path.stat().st_mtime_ns for path in before} == before
    for seed in (0, 1, 2):
        assert os.getpid() not in processes(marks, seed)
    for seed in (3, 4):  # their second epoch was on disk
        assert os.getpid() not in processes(marks, seed, epoch=2)
        assert os.getpid() in processes(marks, seed, epoch=3)
    undisturbed = sweep(task, space, folder=tmp_path / "other", jobs=1)
    assert resumed == undisturbed
    assert not list(folder.glob("checkpoints/*"))


def is_alive(process):
    try:
        return psutil.Process(process).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
