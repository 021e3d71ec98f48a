"""Run many trials, each once, wherever there is room: here, in processes, on a cluster."""

from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

from gru_course.lab.cluster import run_on_cluster
from gru_course.lab.local import run_locally
from gru_course.lab.recipe import Recipe
from gru_course.lab.store import Store, open_store
from gru_course.lab.task_fingerprint import data_of, measure_of
from gru_course.lab.tasks import Task
from gru_course.lab.trial import Outcome, Trial
from gru_course.validation import positive_integer

Progress = Callable[[int, int, Outcome | None], None]  # runs done, runs in all, what came last


def run_in_folder(
    trials: Iterable[Trial], task: Task, folder: str | Path | None, about: dict, **how: Any
) -> list[Outcome]:
    """`run_trials` with the store of a folder, with none when it is None.

    about: what is common to all trials, as plain data; what the task's data and loss are is added
    to it. how: the other arguments of `run_trials`.

    Raises FolderError for a folder that holds another experiment, is in use or cannot be written.
    """
    if folder is None:
        return run_trials(trials, task, **how)
    with open_store(folder, about | data_of(task) | measure_of(task)) as store:
        return run_trials(trials, task, store=store, **how)


def run_trials(
    trials: Iterable[Trial],
    task: Task,
    *,
    store: Store | None = None,
    jobs: int = 1,
    scheduler: str | None = None,
    device: str | None = None,
    on_progress: Progress | None = None,
) -> list[Outcome]:
    """The outcomes of all trials, in their order; equal trials are run once.

    store: trials that it knows are not run, new outcomes are kept in it at once, one by one.
    jobs: processes on this machine; 1 means this process itself. scheduler: address of a Dask
    scheduler, such as "tcp://127.0.0.1:8786", whose workers then train in place of the jobs.
    on_progress: told the number of trials done and of all, with None before the first run and
    with its outcome after every run.

    Other processes make a task that has options anew, and see to it that their data are the same; a
    task without options is sent to them as it is.

    An interruption (Ctrl-C) leaves the store with all trials that had ended. Raises what a trial
    raises; a loss that is no longer finite is an outcome, not an error.
    """
    positive_integer("jobs", jobs)
    trials = list(trials)
    waiting = {trial.key: trial for trial in trials}
    done = {} if store is None else _known(store, waiting)
    waiting = {key: trial for key, trial in waiting.items() if key not in done}
    tell = on_progress or (lambda done, total, outcome: None)
    total = len(done) + len(waiting)
    tell(len(done), total, None)

    here = jobs == 1 and scheduler is None
    carried = task if here or task.options is None else Recipe.of(task)
    calls = [
        (trial, carried, None if store is None else store.checkpoint_dir(trial), device)
        for trial in waiting.values()
    ]
    if calls:
        runs = run_locally(calls, jobs) if scheduler is None else run_on_cluster(calls, scheduler)
        with closing(runs):
            for outcome in runs:
                if store is not None:
                    store.write(outcome)
                done[outcome.trial.key] = outcome
                tell(len(done), total, outcome)
    return [done[trial.key] for trial in trials]


def _known(store: Store, trials: dict[str, Trial]) -> dict[str, Outcome]:
    outcomes = {key: store.read(trial) for key, trial in trials.items()}
    return {key: outcome for key, outcome in outcomes.items() if outcome is not None}
