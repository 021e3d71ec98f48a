"""The music experiments of Chung et al. (2014): tanh, GRU and LSTM of about equal size.

The paper's sizes, its split and its measure: nats per time step, summed over 88 keys, padding left
out, chosen on validation. Adam is ours, as are the batches of pieces of about equal length; the
paper has RMSProp and noise on the weights. The learning rates were chosen on the chorales'
validation part with seeds 0 and 1.
"""

import math
from pathlib import Path

from gru_course.data.musicxml import KEYS
from gru_course.experiments.tables import table
from gru_course.experiments.trial import Outcome, Trial, trial_of
from gru_course.reproduce.study import Study
from gru_course.results import Measure, Results, Row
from gru_course.tasks import Task, make_task
from gru_course.validation import choice

LABELS = {"rnn": "tanh", "gru": "GRU", "lstm": "LSTM"}  # the paper's names
SIZES = {"rnn": 100, "gru": 46, "lstm": 36}  # about 20 thousand parameters each in the paper
LEARNING_RATES = {"rnn": 1e-3, "gru": 2e-3, "lstm": 1e-2}
SETTINGS = {"epochs": 60, "batch_size": 4, "clip_norm": 1.0, "patience": 4}

# Chung et al. (2014), table 2: nats per time step on the test part, and on the training part.
PAPER_TEST = {
    "chorales": {"rnn": 9.10, "gru": 8.54, "lstm": 8.67},
    "nottingham": {"rnn": 3.13, "gru": 3.23, "lstm": 3.20},
    "musedata": {"rnn": 6.23, "gru": 5.99, "lstm": 6.23},
    "piano-midi": {"rnn": 9.03, "gru": 8.82, "lstm": 9.03},
}
PAPER_TRAIN = {"chorales": {"rnn": 8.82, "gru": 6.94, "lstm": 8.15}}


def music_task(data: Path | None = None) -> Task:
    """The chorales of music21, or the pieces of a .mat file: see `data.mat`."""
    return make_task("chorales") if data is None else make_task("chorales", data=str(data))


def music_study(
    task: Task,
    *,
    cells: tuple[str, ...] = tuple(SIZES),
    seeds: tuple[int, ...] = (0, 1, 2, 3, 4),
    about: dict | None = None,
    **settings,
) -> Study:
    """One row for each cell, at the paper's size. settings: of `Trial`, in place of ours."""
    trials = {cell: _trial(task, cell, settings) for cell in cells}
    return Study(
        name="music",
        task=task,
        trials=trials,
        seeds=seeds,
        measures=measures,
        about=about or {"data": "chorales of music21"},
    )


def measures(outcome: Outcome) -> dict[str, float]:
    """Nats per step with the best epoch's weights; of the training part, the mean while it ran."""
    history = outcome.history
    return {
        "train": history.train_loss[history.best_epoch - 1],
        "valid": outcome.valid_loss,
        "test": outcome.test_loss,
        "best_epoch": history.best_epoch,
        "seconds": round(outcome.seconds, 1),
    }


def music_results(
    study: Study, rows: tuple[Row, ...], *, paper_row: str | None, command: str, device: str
) -> Results:
    """The rows with where they come from, beside guesses without memory and the paper's row.

    paper_row: one of `PAPER_TEST`, or None for rolls that the paper does not have.
    """
    beside = {"baselines": {**study.task.baselines, "every key at one half": KEYS * math.log(2)}}
    if paper_row is not None:
        choice("paper_row", paper_row, tuple(PAPER_TEST))
        beside["paper"] = {"test": PAPER_TEST[paper_row], "train": PAPER_TRAIN.get(paper_row, {})}
    return study.results(rows, beside=beside, command=command, device=device)


def music_table(results: Results) -> str:
    """The rows beside the paper's, then the baselines; means with their 95 % intervals."""
    paper = results.beside.get("paper", {"test": {}, "train": {}})
    header = ["cell", "units", "parameters", "train", "validation", "test", "paper: train", "test"]
    units = results.config.get("hidden_size")
    lines = [
        [
            LABELS[row.name],
            str(row.config.get("hidden_size", units)),
            str(row.config["parameters"]),
            *(_mean(row.measures[part]) for part in ("train", "valid", "test")),
            *(_published(paper[part].get(row.name)) for part in ("train", "test")),
        ]
        for row in results.rows
    ]
    baselines = results.beside["baselines"].items()
    beside = [f"baseline, {name}: {loss:.2f}" for name, loss in baselines]
    title = f"nats per time step, mean of {len(results.seeds)} seeds"
    return "\n".join([title, "", table(header, lines), "", *beside])


def _mean(found: Measure) -> str:
    if found.interval is None:
        return f"{found.mean:.3f}"
    return f"{found.mean:.3f} ± {(found.interval[1] - found.interval[0]) / 2:.3f}"


def _published(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"


def _trial(task: Task, cell: str, settings: dict) -> Trial:
    ours = {"hidden_size": SIZES[cell], "learning_rate": LEARNING_RATES[cell], **SETTINGS}
    return trial_of(task, cell=cell, **ours | settings)
