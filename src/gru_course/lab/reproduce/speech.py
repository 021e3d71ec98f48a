"""The speech experiments of Chung et al. (2014), on other speech: theirs belongs to a company.

The paper's task, measure and sizes: 20 samples are heard, a mixture of 20 Gaussians says the next
10, nats per step, chosen on validation. The recurrences are of about equal size; the heads, of
420 (H + 1) parameters, are not. What is not the paper's:

- The recordings: 80 seconds that a machine speaks in eight voices, or a folder of one's own. Nats
  of samples depend on loudness, rate and noise, so no number of ours can be set beside the paper's.
- The cells: our GRU multiplies by r after the product, Chung's before; our LSTM has no peepholes.
- The training: Adam without noise on the weights, and sequences of 500 samples without a state
  from the one before. Ten passes: the losses of most runs were still falling.

Of each cell the learning rate was chosen that was best on validation with seed 0, which is among
the three of the results. The LSTM's lies at the grid's edge.

            tanh    GRU   LSTM
    1e-3    1.56   1.60
    2e-3    0.89   0.18  -0.69
    4e-3    8.26   1.31  -1.65
"""

from pathlib import Path
from typing import Any

from gru_course.lab.reproduce.music import LABELS, mean_and_reach, measures
from gru_course.lab.reproduce.study import Study
from gru_course.lab.tables import table
from gru_course.lab.task_fingerprint import data_of
from gru_course.lab.tasks import make_task
from gru_course.lab.trial import trial_of
from gru_course.results import Results, Row

OF_CELL = {  # the paper's sizes, our learning rates
    "rnn": {"hidden_size": 400, "learning_rate": 2e-3},
    "gru": {"hidden_size": 227, "learning_rate": 2e-3},
    "lstm": {"hidden_size": 195, "learning_rate": 4e-3},
}
SETTINGS = {"epochs": 10, "batch_size": 16, "clip_norm": 1.0}

# Chung et al. (2014), table 2: the test part of two private sets. Quoted, never set beside ours.
PAPER_TEST = {
    "Ubisoft A": {"rnn": 6.44, "gru": 3.59, "lstm": 2.70},
    "Ubisoft B": {"rnn": 7.62, "gru": 0.88, "lstm": 1.26},
}


def speech_study(
    recordings: Path | None = None,
    *,
    cells: tuple[str, ...] = tuple(OF_CELL),
    seeds: tuple[int, ...] = (0, 1, 2),
    rate: int = 8000,
    **settings: Any,
) -> Study:
    """One row for each cell, at the paper's size.

    recordings: a folder of .wav files; None lets a machine speak. rate: samples per second.
    settings: those of `Trial`, in place of ours.
    Raises what `make_task` raises for the recordings, TypeError or ValueError for a setting out of
    range.
    """
    task = make_task("speech", folder=recordings, rate=rate)
    ours = SETTINGS | settings
    trials = {cell: trial_of(task, cell=cell, **OF_CELL[cell] | ours) for cell in cells}
    about = {"unit": task.unit, "rate": rate, **data_of(task)}
    return Study(
        name="speech", task=task, trials=trials, seeds=seeds, measures=measures, about=about
    )


def speech_results(study: Study, rows: tuple[Row, ...], *, command: str, device: str) -> Results:
    """The rows with where they come from, beside guesses without a network."""
    beside = {name: round(loss, 4) for name, loss in study.task.baselines.items()}
    return study.results(rows, beside={"baselines": beside}, command=command, device=device)


def speech_table(results: Results) -> str:
    """The rows, then the baselines, then what the numbers cannot be set beside."""
    header = ["cell", "units", "parameters", "train", "validation", "test"]
    shared = results.config.get("hidden_size")
    lines = [
        [
            LABELS[row.name],
            str(row.config.get("hidden_size", shared)),
            str(row.config["parameters"]),
            *(mean_and_reach(row.measures[part]) for part in ("train", "valid", "test")),
        ]
        for row in results.rows
    ]
    seeds = len(results.seeds)
    title = f"{results.config['unit']}, {'one seed' if seeds == 1 else f'mean of {seeds} seeds'}"
    baselines = results.beside["baselines"].items()
    beside = [f"baseline, {name}: {loss:.2f}" for name, loss in baselines]
    note = "densities: nats may be negative, and no other recording's compare with them"
    return "\n".join([title, "", table(header, lines), "", *beside, "", note])
