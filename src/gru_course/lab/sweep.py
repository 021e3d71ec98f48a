"""Try many settings on one task; what has ended is never lost, and never run twice."""

from pathlib import Path
from typing import Any

from gru_course.lab.run_all import Progress, run_in_folder
from gru_course.lab.space import Space, draw, grid
from gru_course.lab.sweep_result import SweepResult
from gru_course.lab.tasks import Task, make_task
from gru_course.lab.trial import trial_of


def sweep(
    task: str | Task,
    space: Space,
    *,
    folder: str | Path,
    samples: int | None = None,
    seed: int = 0,
    jobs: int = 1,
    scheduler: str | None = None,
    device: str | None = None,
    on_progress: Progress | None = None,
    **settings: Any,
) -> SweepResult:
    """Train with every combination of settings, or with `samples` drawn ones.

    task: a name of `tasks.TASKS`, or what `make_task` returns. space: lists of values (or, with
    samples, `space.Range`s) by the name of a `Trial`'s setting, such as {"cell": ["gru", "lstm"],
    "learning_rate": [1e-3, 3e-3], "max_lag": [None, 100]}. settings: the same for all trials; what
    is set nowhere is the task's choice. seed: of the draws, and of every trial unless in space.
    jobs, scheduler, device, on_progress: see `running.run_trials`.

    Each outcome is written to `folder` as soon as it is there. The same call goes on where a killed
    one stopped, inside a trial too; a larger space runs only what is new.
    Raises FolderError for a folder that holds another task or other settings or is in use, and
    TypeError or ValueError for settings that no trial has.
    """
    task = make_task(task) if isinstance(task, str) else task
    combinations = grid(space) if samples is None else draw(space, samples, seed)
    common = {"seed": seed} | settings
    for name in space:
        if name in settings:
            raise ValueError(f"{name} must be a setting or in space, got both")
    trials = [trial_of(task, **common | combination) for combination in combinations]
    trials = {trial.key: trial for trial in trials}.values()  # equal ones once
    about = {"kind": "sweep"} | trial_of(task, **common).without(space)
    outcomes = run_in_folder(
        trials,
        task,
        folder,
        about,
        jobs=jobs,
        scheduler=scheduler,
        device=device,
        on_progress=on_progress,
    )
    outcomes.sort(key=lambda outcome: outcome.valid_loss)
    return SweepResult(task.name, task.unit, task.baselines, tuple(space), tuple(outcomes))
