"""What a comparison of cells found: table, figure, JSON."""

import json
from dataclasses import dataclass
from typing import NamedTuple

import plotly.graph_objects as go

from gru_course.intervals import Interval, mean_interval
from gru_course.lab.comparison_figure import draw_comparison
from gru_course.lab.origins import mixture
from gru_course.lab.tables import number, table
from gru_course.lab.trial import Outcome

NAMES = {"gru": "GRU", "lstm": "LSTM", "rnn": "Elman", "mingru": "minGRU"}


class CellResult(NamedTuple):
    """One cell's runs in short; of the runs that ended, test is None when all diverged."""

    name: str
    units: int
    parameters: int
    test: Interval | None  # loss with the weights of the best validation epoch
    best_epoch: float  # mean
    seconds: float  # processor time of a run, mean
    failed: int


@dataclass(frozen=True)
class Comparison:
    """The outcomes of every cell, one for each seed, and the baselines beside them.

    outcomes: by cell. Intervals are Student's t at 95 %, over the seeds: they tell how far the
    mean of other seeds may lie, not how far one run may. Runs that diverged are counted, and are
    in no mean.
    """

    task: str
    unit: str
    baselines: dict[str, float]
    budget: str
    outcomes: dict[str, list[Outcome]]

    @property
    def cells(self) -> dict[str, CellResult]:
        """Every cell's result in short, in the order of the call."""
        return {cell: _in_short(cell, runs) for cell, runs in self.outcomes.items()}

    @property
    def finding(self) -> str:
        """One sentence: who is ahead, and whether the intervals and the baselines bear it out."""
        tested = [(cell.name, cell.test) for cell in self.cells.values() if cell.test is not None]
        ranked = sorted(tested, key=lambda named: named[1].mean)
        if not ranked:
            return f"Every run on {self.task} diverged"
        (best, lowest), *others = ranked
        if self.baselines and lowest.mean >= max(self.baselines.values()):
            return f"No cell beats a baseline on {self.task}: {best} has test loss {lowest}"
        if not others:
            return f"{best} has test loss {lowest} {self.unit} on {self.task}"
        second, next_lowest = others[0]
        losses = f"test losses {lowest} and {next_lowest} {self.unit}"
        if lowest.half is None or next_lowest.half is None:
            return f"One run of each on {self.task}: {best} and {second} have {losses}"
        if lowest.high < next_lowest.low:
            return f"{best} is ahead of {second} on {self.task}: {losses}"
        return f"{best} and {second} are level on {self.task}: {losses}"

    def table(self) -> str:
        """One line for each cell and each baseline, then what is to be known, as plain text."""
        header = ["", "units", "parameters", f"test, {self.unit}", "best epoch", "seconds"]
        rows = [_row(cell) for cell in self.cells.values()]
        rows += [[name, "", "", number(loss), "", ""] for name, loss in self.baselines.items()]
        seeds = max(map(len, self.outcomes.values()))
        note = f"mean of {seeds} seeds ± half the 95 % t interval" if seeds > 1 else "one seed"
        failed = [
            f"{cell.failed} of {cell.name} diverged" for cell in self.cells.values() if cell.failed
        ]
        origins = mixture(run for runs in self.outcomes.values() for run in runs)
        return "\n".join([table(header, rows), "; ".join([note, *failed]), *origins])

    def figure(self, over: str = "epoch") -> go.Figure:
        """The best validation loss so far over epochs, or over seconds of processor time.

        over: "epoch" or "second". Lines are means, bands the 95 % intervals; baselines are
        dashed. Raises ValueError when every run diverged.
        """
        runs = {
            cell.name: [run.history for run in self.outcomes[key] if run.failure is None]
            for key, cell in self.cells.items()
        }
        return draw_comparison(
            {name: histories for name, histories in runs.items() if histories},
            self.baselines,
            over=over,
            title=self.finding,
            task=self.task,
            unit=self.unit,
        )

    def to_dict(self) -> dict:
        """All of it as plain data: settings, losses of every epoch, baselines."""
        outcomes = {
            cell: [outcome.to_dict() for outcome in runs] for cell, runs in self.outcomes.items()
        }
        return vars(self) | {"outcomes": outcomes}

    def to_json(self) -> str:
        """`to_dict` as text."""
        return json.dumps(self.to_dict(), indent=1, allow_nan=False)

    @classmethod
    def from_dict(cls, plain: dict) -> "Comparison":
        """What `to_dict` was made from. Raises KeyError, TypeError or ValueError for other data."""
        outcomes = {
            cell: [Outcome.from_dict(outcome) for outcome in runs]
            for cell, runs in plain["outcomes"].items()
        }
        return cls(**plain | {"outcomes": outcomes})

    @classmethod
    def from_json(cls, text: str) -> "Comparison":
        """What `to_json` wrote. Raises KeyError, TypeError or ValueError for another text."""
        return cls.from_dict(json.loads(text))


def _in_short(cell: str, runs: list[Outcome]) -> CellResult:
    ended = [run for run in runs if run.failure is None]
    losses = [run.test_loss for run in ended if run.test_loss is not None]
    first = runs[0]
    return CellResult(
        name=NAMES.get(cell, cell),
        units=first.trial.hidden_size,
        parameters=first.parameters,
        test=mean_interval(losses) if losses else None,
        best_epoch=_mean([run.history.best_epoch for run in ended]),
        seconds=_mean([run.seconds for run in ended]),
        failed=len(runs) - len(ended),
    )


def _row(cell: CellResult) -> list[str]:
    sizes = [cell.name, str(cell.units), str(cell.parameters)]
    if cell.test is None:
        return [*sizes, "diverged", "", ""]
    return [*sizes, str(cell.test), f"{cell.best_epoch:.0f}", f"{cell.seconds:.1f}"]


def _mean(values: list[float]) -> float:
    return sum(values) / len(values) if values else 0.0
