"""The same sweep on a real Dask scheduler with two workers; one is killed, then the scheduler."""

import json
import os
import signal
import subprocess
import sys
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

import psutil
import pytest
from distributed import Client

from gru_course.lab import cluster
from gru_course.lab.recipe import RecipeError
from gru_course.lab.sweep import sweep
from gru_course.lab.tasks import make_task
from tests.lab.marked import (
    LONGEST_WAIT,
    failing_task,
    marked_task,
    processes,
    wait_for,
)
from tests.lab.rolls import correct_longest, write_rolls

pytestmark = pytest.mark.xdist_group("dask")  # it starts once, for one worker

ROOT = Path(__file__).parents[2]  # from which workers import what they are sent
WORKER = ("worker", "--nworkers", "1", "--nthreads", "1", "--no-nanny")
SPACE = {"seed": list(range(8))}


@contextmanager
def dask(folder, *arguments):
    """A process of Dask's command line, on the loopback only, without a dashboard."""
    here = ("--host", "127.0.0.1", "--no-dashboard", "--scheduler-file", folder / "scheduler.json")
    command = [sys.executable, "-m", "dask", *arguments, *here]
    environment = os.environ | {
        "PYTHONPATH": str(ROOT),
        "DASK_TEMPORARY_DIRECTORY": str(folder),
        "OMP_NUM_THREADS": "1",
    }
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, env=environment, cwd=folder, **quiet)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    """The scheduler's address, its process, and its workers' processes; all ended in the end."""
    folder = tmp_path_factory.mktemp("dask")
    file = folder / "scheduler.json"
    with ExitStack() as stack:
        scheduler = stack.enter_context(dask(folder, "scheduler", "--port", "0"))
        wait_for(lambda: file.exists() and file.read_text().strip().endswith("}"), "a scheduler")
        workers = [stack.enter_context(dask(folder, *WORKER)) for _ in range(2)]
        address = json.loads(file.read_text())["address"]
        with Client(address, timeout=LONGEST_WAIT, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=LONGEST_WAIT)
        yield address, scheduler, workers


@pytest.fixture
def marks(tmp_path):
    (tmp_path / "marks").mkdir()
    return tmp_path / "marks"


def test_a_killed_worker_costs_nothing_and_nothing_is_done_twice(running, tmp_path, marks):
    address, _, workers = running
    victim, survivor = (worker.pid for worker in workers)
    task = marked_task(marks)
    local = sweep(task, SPACE, folder=tmp_path / "local", jobs=1)
    for mark in marks.iterdir():
        mark.unlink()
    (marks / f"wait-in-process-{victim}").touch()  # it is killed in the middle of a trial
    told = []

    def kill(done, total, outcome):
        told.append((done, total, outcome and outcome.trial.seed))
        if done == 2:
            wait_for(lambda: list(marks.glob(f"[0-9]*-{victim}")), "a trial of the victim")
            os.kill(victim, signal.SIGKILL)

    swept = sweep(task, SPACE, folder=tmp_path / "swept", scheduler=address, on_progress=kill)
    assert swept == local
    assert [told_[:2] for told_ in told] == [(done, 8) for done in range(9)]
    assert {seed for _, _, seed in told[1:]} == set(SPACE["seed"])
    assert len(list(tmp_path.glob("swept/results/*.json"))) == 8
    trained = sorted(len(processes(marks, seed)) for seed in SPACE["seed"])
    assert trained == [1] * 7 + [2]  # the victim's last one began again
    assert all(survivor in processes(marks, seed) for seed in SPACE["seed"])


def test_workers_in_another_folder_train_on_the_callers_file(running, tmp_path, monkeypatch):
    """Theirs holds another file of that name."""
    address, _, workers = running
    write_rolls(Path(psutil.Process(workers[-1].pid).cwd()) / "songs.mat", seed=1)
    write_rolls(tmp_path / "songs.mat")
    monkeypatch.chdir(tmp_path)
    space, words = {"seed": [0, 1]}, {"epochs": 1, "hidden_size": 2}
    task = make_task("chorales", data="songs.mat")
    local = sweep(task, space, folder="local", **words)
    assert sweep(task, space, folder="swept", scheduler=address, **words) == local
    correct_longest(tmp_path / "songs.mat", "traindata")  # and none of what they keep
    task = make_task("chorales", data="songs.mat")
    local = sweep(task, space, folder="local-2", **words)
    assert sweep(task, space, folder="swept-2", scheduler=address, **words) == local


def test_a_file_that_workers_cannot_see_is_told_with_its_path(running, tmp_path):
    write_rolls(tmp_path / "gone.mat")
    task = make_task("chorales", data=tmp_path / "gone.mat")
    (tmp_path / "gone.mat").unlink()
    message = rf"process \d+ on .* cannot make .*{tmp_path}/gone\.mat must be a \.mat file"
    with pytest.raises(RecipeError, match=message):
        sweep(task, {"seed": [0]}, folder=tmp_path / "swept", scheduler=running[0])


def test_two_who_ask_for_equal_trials_on_other_data_get_each_their_own(running, tmp_path, marks):
    task = marked_task(marks)
    x, y = task.valid
    other = replace(task, valid=(x, 2 * y))
    local = sweep(other, SPACE, folder=tmp_path / "local")
    found = []

    def ask(done, total, outcome):
        if done == 1:  # the first one's trials are still known to the scheduler
            there = {"folder": tmp_path / "other", "scheduler": running[0]}
            found.append(sweep(other, SPACE, **there))

    there = {"folder": tmp_path / "swept", "scheduler": running[0]}
    assert sweep(task, SPACE, on_progress=ask, **there) != local
    assert found == [local]


def test_what_a_trial_raises_is_raised_here(running, tmp_path, marks):
    with pytest.raises(ZeroDivisionError):
        sweep(failing_task(marks), SPACE, folder=tmp_path / "swept", scheduler=running[0])


def test_a_trial_that_diverges_is_an_outcome_there_too(running, tmp_path, marks):
    space = {"learning_rate": [0.01, 1e30]}
    swept = sweep(marked_task(marks), space, folder=tmp_path / "swept", scheduler=running[0])
    assert [bool(outcome.failure) for outcome in swept.outcomes] == [False, True]


def test_a_lost_scheduler_is_told_and_the_rest_can_go_on_here(running, tmp_path, marks):
    address, scheduler, _ = running
    task, told = marked_task(marks), []

    def kill(done, total, outcome):
        if done == 1:
            scheduler.kill()
            scheduler.wait()

    with pytest.raises(ConnectionError, match=f"the scheduler {address} was lost; what had ended"):
        sweep(task, SPACE, folder=tmp_path / "swept", scheduler=address, on_progress=kill)
    found = len(list(tmp_path.glob("swept/results/*.json")))
    sweep(
        task,
        SPACE,
        folder=tmp_path / "swept",
        jobs=1,
        on_progress=lambda done, total, outcome: told.append(done),
    )
    assert told == list(range(found, 9))


def test_a_scheduler_that_is_not_there_is_told_in_one_sentence(tmp_path, monkeypatch):
    monkeypatch.setattr(cluster, "CONNECT_SECONDS", 0.2)
    for address in ("tcp://127.0.0.1:9", "no-scheme://127.0.0.1:9", "no-port", ""):
        message = f"scheduler must be the address of a Dask scheduler that runs, got '{address}'"
        with pytest.raises(ConnectionError, match=message):
            sweep("sine", SPACE, folder=tmp_path / "swept", scheduler=address)


def test_without_dask_the_extra_is_named(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ModuleNotFoundError, match=r'pip install "gru-course\[cluster\]"'):
        sweep("sine", SPACE, folder=tmp_path / "swept", scheduler="tcp://127.0.0.1:9")
