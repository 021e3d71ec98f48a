"""What a sweep found, as tables and JSON."""

import json
import math
import statistics
from collections import Counter
from dataclasses import dataclass

from gru_course.lab.origins import mixture
from gru_course.lab.tables import number, table
from gru_course.lab.trial import Outcome

MOST_VALUES = 6  # of a setting that the summary tells apart
GROUPS = 3  # into which it sorts more of them


@dataclass(frozen=True)
class SweepResult:
    """What was tried on a task, the lowest validation loss first, failures last.

    names: the settings that were varied. The test loss is shown for the best trial only: whoever
    looks at all of them has chosen on the test part.
    """

    task: str
    unit: str
    baselines: dict[str, float]
    names: tuple[str, ...]
    outcomes: tuple[Outcome, ...]

    @property
    def best(self) -> Outcome:
        """The trial with the lowest validation loss. Raises ValueError when all failed."""
        best = self.outcomes[0]
        if best.failure is not None:
            raise ValueError(f"no trial ended with a loss; the first: {best.failure}")
        return best

    @property
    def failed(self) -> tuple[Outcome, ...]:
        """The trials that ended without a loss, each with its reason."""
        return tuple(outcome for outcome in self.outcomes if outcome.failure is not None)

    def table(self, rows: int | None = None) -> str:
        """The best trials (all by default), then the best one's test loss beside the baselines."""
        header = [*self.names, "parameters", "best epoch", "seconds", f"validation, {self.unit}"]
        lines = [self._row(outcome) for outcome in self.outcomes[:rows]]
        return "\n".join([table(header, lines), "", *self._verdict()])

    def summary(self) -> str:
        """For each setting's values: how many trials, the best and the median validation loss."""
        lines = []
        for name in self.names:
            for label, losses in self._by_value(name).items():
                best, median = number(min(losses)), number(statistics.median(losses))
                lines.append([f"{name} {label}", str(len(losses)), best, median])
        return table(["setting", "trials", "best", "median"], lines)

    def to_dict(self) -> dict:
        """All of it as plain data, each epoch's losses too; the test loss of the best alone."""
        rows = [outcome.to_dict() for outcome in self.outcomes]
        for row in rows[1:]:
            del row["test_loss"]
        heads = {name: getattr(self, name) for name in ("task", "unit", "baselines", "names")}
        return {**heads, "outcomes": rows}

    def to_json(self) -> str:
        """`to_dict` as text."""
        return json.dumps(self.to_dict(), indent=1, allow_nan=False)

    def _row(self, outcome: Outcome) -> list[str]:
        row = [number(getattr(outcome.trial, name)) for name in self.names]
        row.append(str(outcome.parameters))
        if outcome.failure is not None:
            return [*row, "", "", "failed"]
        epoch, seconds = str(outcome.history.best_epoch), f"{outcome.seconds:.1f}"
        return [*row, epoch, seconds, number(outcome.valid_loss)]

    def _verdict(self) -> list[str]:
        reasons = Counter(outcome.failure for outcome in self.failed)
        lines = [f"{count} failed: {reason}" for reason, count in reasons.items()]
        if len(self.failed) < len(self.outcomes):
            lines.append(f"test loss of the best: {number(self.best.test_loss)} {self.unit}")
        lines += [f"baseline, {name}: {number(x)}" for name, x in self.baselines.items()]
        return lines + mixture(self.outcomes)

    def _by_value(self, name: str) -> dict[str, list[float]]:
        """Validation losses by the setting's value, or by groups of neighbours among many."""
        found = [(getattr(each.trial, name), each.valid_loss) for each in self.outcomes]
        groups: dict[str, list[float]] = {}
        if len({value for value, _ in found}) <= MOST_VALUES:
            for value, loss in found:
                groups.setdefault(number(value), []).append(loss)
            return dict(sorted(groups.items(), key=lambda group: min(group[1])))
        found.sort()
        size = math.ceil(len(found) / GROUPS)
        for start in range(0, len(found), size):
            group = found[start : start + size]
            label = f"{number(group[0][0])} to {number(group[-1][0])}"
            groups[label] = [loss for _, loss in group]
        return groups
