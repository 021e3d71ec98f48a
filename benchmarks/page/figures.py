"""One measured figure, beside its goal where it has one."""

from collections.abc import Iterable
from dataclasses import dataclass

DIGITS = {"KB": 1, "nodes": 0, "files": 0, "shift": 4, "points": 0, "ms": 2, "ratio": 2}


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A figure that was measured.

    section: what was looked at. case: which widget or page. what: what was measured of it. unit:
    one of DIGITS, where "KB" is 1024 bytes. goal: what the value shall not exceed, or reach where
    more is better; None for a figure that only informs. note: what belongs to the number, in words.
    """

    section: str
    case: str
    what: str
    value: float
    unit: str
    goal: float | None = None
    note: str = ""
    more_is_better: bool = False

    @property
    def is_met(self) -> bool:
        """Whether the figure keeps its goal; without a goal it does."""
        if self.goal is None:
            return True
        return self.value >= self.goal if self.more_is_better else self.value <= self.goal


def table(figures: Iterable[Figure]) -> str:
    """Figures as lines, grouped by section, each beside its goal."""
    figures = list(figures)
    sections = list(dict.fromkeys(figure.section for figure in figures))
    lines: list[str] = []
    section = None
    for figure in sorted(figures, key=lambda figure: sections.index(figure.section)):
        if figure.section != section:
            section = figure.section
            lines += ["", section] if lines else [section]
        goal = "" if figure.goal is None else f"goal {figure.goal:g}"
        verdict = "" if figure.goal is None else ("met" if figure.is_met else "MISSED")
        value = f"{figure.value:.{DIGITS[figure.unit]}f} {figure.unit}"
        named = f"  {figure.case:<22}{figure.what:<36}{value:>12}"
        lines.append(f"{named}  {goal:<10}{verdict:<8}{figure.note}".rstrip())
    return "\n".join(lines)
