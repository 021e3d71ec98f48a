"""What remembers over 100 steps: Elman's network, the GRU, the LSTM, and how their gates begin.

Two tasks that only memory solves: recall one of 8 symbols, and add two marked numbers. Sums are
drawn anew at every step; of recall there are 8 sequences in all, the same in every part, so what it
shows is whether a cell can carry the symbol, not whether it copes with new ones. Solved is a task
at the training step after which the validation loss is first below a twentieth of what a constant
answer costs on the same sequences.

All cells have as many units, not as many parameters, and one learning rate, 1e-2, which was not
tuned for any of them. A "never" therefore holds for that rate and the steps that were run.
"""

from functools import partial

import torch

from gru_course.lab.reproduce.study import Study
from gru_course.lab.tables import table
from gru_course.lab.tasks import Task, make_task
from gru_course.lab.trial import Outcome, trial_of
from gru_course.results import Measure, Results, Row
from gru_course.validation import choice, positive_integer

TASKS = ("recall", "adding")
STEPS = 100  # from what is to be kept until it is asked for
EVERY = 5  # training steps from one look at the validation loss to the next
SEQUENCES = 256  # in each of those looks
SOLVED = 1 / 20  # of what the constant answer costs
CONSTANT = {"recall": 0.0, "adding": 1.0}  # output without memory: all symbols alike, the mean sum

SETTINGS = {"hidden_size": 32, "batch_size": 32, "learning_rate": 1e-2, "clip_norm": 1.0}
ROWS = {
    "Elman": {"cell": "rnn"},
    "GRU": {"cell": "gru"},
    "GRU, long memories": {"cell": "gru"},
    "LSTM": {"cell": "lstm"},
    "LSTM, long memories": {"cell": "lstm"},
}
LONG = ("GRU, long memories", "LSTM, long memories")  # initialised for lags up to T


def memory_study(
    name: str,
    *,
    rows: tuple[str, ...] = tuple(ROWS),
    seeds: tuple[int, ...] = (0, 1, 2),
    steps: int = STEPS,
    training_steps: int = 500,
) -> Study:
    """The study of one of `TASKS`, with some of `ROWS`.

    steps: T of the task. training_steps: of each run, a multiple of `EVERY`.
    Raises ValueError for another multiple, task or row.
    """
    choice("name", name, TASKS)
    if positive_integer("training_steps", training_steps) % EVERY:
        raise ValueError(f"training_steps must be a multiple of {EVERY}, got {training_steps}")
    task = make_task(name, steps=steps, batches=EVERY, sequences=SEQUENCES)
    trials = {}
    for row in rows:
        choice("row", row, tuple(ROWS))
        lag = {"max_lag": steps} if row in LONG else {}
        trials[row] = trial_of(task, epochs=training_steps // EVERY, **SETTINGS, **ROWS[row], **lag)
    return Study(
        name=name,
        task=task,
        trials=trials,
        seeds=seeds,
        about={"steps": steps},
        measures=partial(measures, solved_below=SOLVED * constant_loss(task, "valid")),
    )


def measures(outcome: Outcome, solved_below: float) -> dict[str, float | None]:
    """The step at which a run had solved its task, None if never, and its lowest losses."""
    losses = outcome.history.valid_loss
    solved = (epoch for epoch, loss in enumerate(losses, start=1) if loss < solved_below)
    epoch = next(solved, None)
    return {
        "solved_at": None if epoch is None else epoch * EVERY,
        "valid": outcome.valid_loss,
        "test": outcome.test_loss,
        "seconds": round(outcome.seconds, 1),
    }


def memory_results(
    studies: list[Study], rows: list[tuple[Row, ...]], *, command: str, device: str
) -> Results:
    """The rows of all studies in one table, each under its task's name, beside the baselines.

    Beside them, by task: what the constant answer costs on the test part, and below which loss on
    the validation part the task counts as solved.
    """
    named = [
        Row(f"{study.name}: {row.name}", row.config, row.measures)
        for study, its_rows in zip(studies, rows, strict=True)
        for row in its_rows
    ]
    tasks = {study.name: study.task for study in studies}
    beside = {
        "baselines": {name: constant_loss(task, "test") for name, task in tasks.items()},
        "solved_below": {
            name: round(SOLVED * constant_loss(task, "valid"), 6) for name, task in tasks.items()
        },
    }
    return studies[0].results(named, beside=beside, command=command, device=device)


def memory_table(results: Results) -> str:
    """For every row when each seed had solved the task, and how well, beside the baselines."""
    header = ["task and cell", "parameters", *(f"seed {n}" for n in results.seeds), "test loss"]
    lines = [
        [
            row.name,
            str(row.config["parameters"]),
            *map(_step, row.measures["solved_at"].per_seed),
            _range(row.measures["test"]),
        ]
        for row in results.rows
    ]
    steps = results.config["epochs"] * EVERY
    title = f"training steps until the task is solved (never: not in {steps})"
    limits = results.beside["solved_below"]
    beside = [
        f"{name}: a constant answer costs {loss:.3g} in the test; "
        f"solved when validation is below {limits[name]:.2g}"
        for name, loss in results.beside["baselines"].items()
    ]
    config = results.config
    beside.append(
        f"all: {config['hidden_size']} units and a learning rate of {config['learning_rate']:g}, "
        "not tuned for any cell"
    )
    return "\n".join([title, "", table(header, lines), "", *beside])


def constant_loss(task: Task, part: str) -> float:
    """What a constant answer costs on the sequences of a part, "valid" or "test"."""
    x, y, mask = next(getattr(task, part)(SEQUENCES))
    output = torch.full((*x.shape[:2], task.output_size), CONSTANT[task.name])
    return round(task.loss(output, y, mask).item(), 6)


def _step(solved_at: float | None) -> str:
    return "never" if solved_at is None else f"{solved_at:.0f}"


def _range(found: Measure) -> str:
    lowest, highest = found.ends()
    return f"{lowest:.2g} to {highest:.2g}"
