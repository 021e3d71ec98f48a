"""One measured figure, beside its goal where it has one."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A ratio that was measured.

    section: what kind of work. case: its sizes. what: which layer, against which. value: the
    ratio. goal: what it shall not exceed; None for a figure that only informs. note: a measured
    number beside the ratio, such as "12.3 MiB".
    """

    section: str
    case: str
    what: str
    value: float
    goal: float | None = None
    note: str = ""

    @property
    def is_met(self) -> bool:
        """Whether the figure keeps its goal; without a goal it does."""
        return self.goal is None or self.value <= self.goal


def table(figures: Iterable[Figure]) -> str:
    """Figures as lines, grouped by section, each beside its goal."""
    lines: list[str] = []
    section = None
    for figure in figures:
        if figure.section != section:
            section = figure.section
            lines += ["", section] if lines else [section]
        goal = "" if figure.goal is None else f"goal {figure.goal:.2f}"
        verdict = "" if figure.goal is None else ("met" if figure.is_met else "MISSED")
        named = f"  {figure.case:<16}{figure.what:<42}{figure.value:7.3f}"
        lines.append(f"{named}  {goal:<10}{verdict:<7}{figure.note}".rstrip())
    return "\n".join(lines)
