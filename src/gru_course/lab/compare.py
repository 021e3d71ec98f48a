"""Several cells on one task, with equal means and over several seeds."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from gru_course.analysis.sizes import hidden_size_for, parameter_count
from gru_course.lab.comparison import Comparison
from gru_course.lab.run_all import Progress, run_in_folder
from gru_course.lab.tasks import Task, make_task
from gru_course.lab.trial import trial_of
from gru_course.validation import choice, positive_integer

BUDGETS = ("parameters", "units")
PLANNED = ("cell", "hidden_size", "seed")  # what differs between the runs of a comparison


def compare(
    task: str | Task,
    cells: Sequence[str] = ("gru", "lstm", "rnn"),
    *,
    seeds: int | Sequence[int] = 5,
    budget: str = "parameters",
    size: int | Mapping[str, int] | None = None,
    folder: str | Path | None = None,
    jobs: int = 1,
    scheduler: str | None = None,
    device: str | None = None,
    on_progress: Progress | None = None,
    **settings: Any,
) -> Comparison:
    """Train each cell with each seed; the test loss is that of the best validation epoch.

    task: a name of `tasks.TASKS`, or what `make_task` returns. seeds: how many (0, 1, ...), or
    which. budget: "parameters" gives every cell as many units as `size` parameters of the whole
    model pay for, by default those of a GRU with the task's hidden_size; "units" gives every cell
    `size` units, by default the task's hidden_size, or each its own: {"gru": 46, "rnn": 100}.
    settings: those of `Trial` for all runs, such as learning_rate, epochs, max_lag.
    folder: where each outcome is kept as soon as it is there, so that the same call goes on where
    a killed one stopped; None keeps nothing. jobs, scheduler, device, on_progress: see
    `running.run_trials`.

    Raises TypeError or ValueError for settings that no trial has, FolderError for a folder that
    holds another comparison or is in use.
    """
    task = make_task(task) if isinstance(task, str) else task
    choice("budget", budget, BUDGETS)
    for name in settings:
        if name in PLANNED:
            raise ValueError(f"{name} must be left to cells, size and seeds, got {settings[name]}")
    seeds = range(positive_integer("seeds", seeds)) if isinstance(seeds, int) else [*seeds]
    for name, values in (("cells", cells), ("seeds", seeds)):
        if len(set(values)) < len(values):
            raise ValueError(f"{name} must differ from each other, got {values}")
    units = _units(task, cells, budget, size, settings)
    trials = [
        trial_of(task, cell=cell, hidden_size=units[cell], seed=seed, **settings)
        for cell in units
        for seed in seeds
    ]
    if not trials:
        raise ValueError(f"cells and seeds must hold one each at least, got {cells} and {seeds}")

    about = {"kind": "comparison"} | trial_of(task, **settings).without(PLANNED)
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
    by_cell = {cell: [each for each in outcomes if each.trial.cell == cell] for cell in units}
    return Comparison(task.name, task.unit, task.baselines, budget, by_cell)


def _units(
    task: Task,
    cells: Sequence[str],
    budget: str,
    size: int | Mapping[str, int] | None,
    settings: dict,
) -> dict[str, int]:
    """The number of units that the budget gives each cell."""
    if isinstance(size, Mapping):
        if budget != "units" or set(size) != set(cells):
            raise ValueError(
                f"size must be one number, or with budget 'units' one for each cell, got {size} "
                f"for budget {budget!r} and cells {tuple(cells)}"
            )
        return {cell: size[cell] for cell in cells}
    if size is not None:
        positive_integer("size", size)
    if budget == "units":
        return dict.fromkeys(cells, size or task.hidden_size)
    sizes = {
        "input_size": task.input_size,
        "output_size": task.output_size,
        "num_layers": settings.get("num_layers", 1),
    }
    gru = parameter_count("gru", hidden_size=task.hidden_size, **sizes)
    return {cell: hidden_size_for(size or gru.total, cell=cell, **sizes) for cell in cells}
