"""Every trial is run once, wherever it is run, and what had ended is never lost."""

import os
import re
import signal
from dataclasses import replace

import pytest

from gru_course.lab.run_all import run_trials
from gru_course.lab.store import open_store
from gru_course.lab.tasks import make_task
from gru_course.lab.trial import trial_of
from tests.lab.marked import marked_task, processes, wait_for


@pytest.fixture
def task(tmp_path):
    (tmp_path / "marks").mkdir()
    return marked_task(tmp_path / "marks")


@pytest.fixture
def marks(task, tmp_path):
    return tmp_path / "marks"


def trials_of(task, count):
    return [trial_of(task, seed=seed) for seed in range(count)]


def test_progress_counts_what_is_done(task):
    told = []
    outcomes = run_trials(trials_of(task, 3), task, on_progress=lambda *told_: told.append(told_))
    assert told == [(0, 3, None), *((i + 1, 3, outcome) for i, outcome in enumerate(outcomes))]
    assert [outcome.trial.seed for outcome in outcomes] == [0, 1, 2]


def test_equal_trials_are_run_once(task, marks):
    one, two = run_trials([trial_of(task), trial_of(task)], task)
    assert one is two
    assert len(processes(marks, seed=0)) == 1


def test_a_trial_that_diverges_does_not_stop_the_others(task):
    wild = trial_of(task, learning_rate=1e30)
    failed, fine = run_trials([wild, trial_of(task)], task)
    assert failed.failure and not fine.failure


def test_what_was_interrupted_goes_on_inside_the_trial(task, tmp_path, marks):
    """Ctrl-C in the third epoch of the second trial: nothing before it is run again."""
    trials = trials_of(task, 3)

    def interrupted(batch_size, *, seed, shuffle):
        if seed == trials[1].config.epoch_seed(3):
            raise KeyboardInterrupt
        return task.train(batch_size, seed=seed, shuffle=shuffle)

    undisturbed = run_trials(trials, task)
    disturbed = replace(task, train=interrupted)
    with open_store(tmp_path / "kept", {}) as store:
        with pytest.raises(KeyboardInterrupt):
            run_trials(trials, disturbed, store=store)
        assert [store.read(trial) for trial in trials] == [undisturbed[0], None, None]

    for mark in marks.iterdir():
        mark.unlink()
    with open_store(tmp_path / "kept", {}) as store:
        assert run_trials(trials, task, store=store) == undisturbed
    epochs = [(seed, epoch) for seed in (0, 1) for epoch in (1, 2, 3)]
    begun = [pair for pair in epochs if processes(marks, *pair)]
    assert begun == [(1, 1), (1, 3)]  # the first epoch's data are looked at, to know the run again


def test_processes_find_what_one_process_finds(task, marks, pool):
    trials = trials_of(task, 4)
    alone = run_trials(trials, task)
    assert run_trials(trials, task, jobs=2) == alone
    named = make_task("sine", train=16, test=4)
    trials = [trial_of(named, seed=seed, epochs=2) for seed in range(3)]
    assert run_trials(trials, named, jobs=2) == run_trials(trials, named)
    here = os.getpid()
    assert all(processes(marks, seed) > {here} for seed in range(4))


def test_a_process_that_is_killed_is_told_and_costs_only_its_trial(task, tmp_path, marks, pool):
    trials = trials_of(task, 4)
    hung = marks / f"wait-in-epoch-{trials[3].config.epoch_seed(2)}"
    hung.touch()

    def kill(done, total, outcome):
        if done == 3:
            (victim,) = wait_for(lambda: processes(marks, seed=3, epoch=2), "the fourth trial")
            os.kill(victim, signal.SIGKILL)

    with open_store(tmp_path / "kept", {}) as store:
        with pytest.raises(ChildProcessError, match=re.escape("goes on with the rest")):
            run_trials(trials, task, store=store, jobs=2, on_progress=kill)
        hung.unlink()
        told = []
        run_trials(trials, task, store=store, on_progress=lambda *told_: told.append(told_[:2]))
    assert told == [(3, 4), (4, 4)]


def test_jobs_are_a_number_of_processes(task):
    with pytest.raises(ValueError, match="jobs must be at least 1, got 0"):
        run_trials([], task, jobs=0)
