"""A study: rows of runs on one task that differ in what the row says, and in their seeds."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from gru_course.lab.run_all import Progress, run_trials
from gru_course.lab.store import open_store
from gru_course.lab.tasks import Task
from gru_course.lab.trial import SETTINGS, Outcome, Trial
from gru_course.results import Results, Row, installed_versions, measure

Measures = Callable[[Outcome], Mapping[str, float | None]]  # of one run, by name


@dataclass(frozen=True, kw_only=True)
class Study:
    """What is to be run.

    trials: for every row its trial, of which the seed is replaced by each of `seeds`. measures:
    the numbers of one run that the row keeps. about: what else decides the numbers, as plain data.
    """

    name: str
    task: Task
    trials: dict[str, Trial]
    seeds: tuple[int, ...]
    measures: Measures
    about: dict = field(default_factory=dict)

    @property
    def config(self) -> dict:
        """The settings that all rows share, and `about`."""
        shared = {name: values[0] for name, values in self._values() if len(set(values)) == 1}
        return shared | self.about

    @property
    def varied(self) -> tuple[str, ...]:
        """The settings in which the rows differ."""
        return tuple(name for name, values in self._values() if len(set(values)) > 1)

    def results(self, rows: Sequence[Row], *, beside: dict, command: str, device: str) -> Results:
        """These rows with where they come from. device: where they were computed."""
        return Results(
            command=command,
            config=self.config,
            seeds=self.seeds,
            rows=tuple(rows),
            beside=beside,
            device=device,
            threads=1,  # every run has one, whatever the machine
        )

    def _values(self) -> list[tuple[str, list]]:
        """Every setting but the seed, and its value in each row."""
        names = [name for name in SETTINGS if name != "seed"]
        return [(name, [getattr(row, name) for row in self.trials.values()]) for name in names]


def run_study(
    study: Study, *, folder: Path, device: str | None = None, on_progress: Progress | None = None
) -> tuple[Row, ...]:
    """The rows of the study; runs that `folder` has from before are not repeated.

    Raises FloatingPointError when a run came to no end, FolderError when `folder` is of something
    else, in use, or cannot be written.
    """
    trials = [replace(trial, seed=seed) for trial in study.trials.values() for seed in study.seeds]
    about = {"study": study.name, "versions": installed_versions(), **study.about}
    with open_store(folder, about) as store:
        outcomes = run_trials(
            trials, study.task, store=store, device=device, on_progress=on_progress
        )
    count = len(study.seeds)
    return tuple(
        _row(study, name, outcomes[number * count : (number + 1) * count])
        for number, name in enumerate(study.trials)
    )


def _row(study: Study, name: str, outcomes: list[Outcome]) -> Row:
    for outcome in outcomes:
        if outcome.failure is not None:
            raise FloatingPointError(f"{name}, seed {outcome.trial.seed}: {outcome.failure}")
    runs = [study.measures(outcome) for outcome in outcomes]
    config = {setting: getattr(outcomes[0].trial, setting) for setting in study.varied}
    config["parameters"] = outcomes[0].parameters
    return Row(name, config, {key: measure([run[key] for run in runs]) for key in runs[0]})
