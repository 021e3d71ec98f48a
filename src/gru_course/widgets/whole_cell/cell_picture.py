"""The flow of one cell as a still picture, with the geometry of the live one (cell_flow.js)."""

import math
from collections.abc import Sequence
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING

from gru_course.widgets.shared.picture import HALO, PATTERNS, decimal

if TYPE_CHECKING:
    from gru_course.widgets.whole_cell import Step


WIDTH, HEIGHT = 420, 290  # as narrow as a phone, so that the text never shrinks
UNIT = 32  # height of a band of 1
STATE, PAST, GATE, MIX, INPUT = 52, 118, 114, 182, 244  # the lanes, from top to bottom
RESET, MEET, CANDIDATE, UPDATE, SUM = 66, 142, 176, 246, 350  # the places along them

Point = tuple[float, float, float]  # place, lane, value


class Flow:
    """A drawing of bands whose height is the number that passes, and of what steers them."""

    def __init__(self) -> None:
        self.parts: list[str] = []

    def band(self, kind: str, *points: Point, strong: bool = False) -> None:
        """A band through points: above its lane where the value is positive, else below."""
        over = _road([(x, lane - UNIT * value) for x, lane, value in points])
        under = _road([(x, lane) for x, lane, _ in reversed(points)])
        opacity = 0.36 if strong else 0.16
        self.parts.append(
            f'<path d="M{over}L{under}Z" fill="var(--gru-{kind})" fill-opacity="{opacity}"/>'
        )

    def cut(self, x: float, foot: float, height: float) -> None:
        """Two strokes across a band: it stands for more than its height of 1."""
        over = math.copysign(4, height)
        for at in (x - 4, x + 1):
            self._stroke("state", f"M{at} {foot + over:.2f}L{at + 5} {foot - height - over:.2f}", 2)

    def wire(self, kind: str, *points: tuple[float, float], width: float = 2) -> None:
        """A line along a lane, in the pattern of its quantity."""
        self._stroke(kind, f"M{_road(points)}", width, PATTERNS[kind])

    def sluice(self, kind: str, x: float, lane: float, gate: float) -> None:
        """Two jaws around a lane that leave open what the gate lets through."""
        far, near = UNIT + 3, gate * UNIT + 1
        jaws = f"M{x} {lane - far}V{lane - near:.2f}M{x} {lane + near:.2f}V{lane + far}"
        self._stroke(kind, jaws, 6)

    def text(self, kind: str, x: float, y: float, words: str, anchor: str = "start") -> None:
        """Words in the colour of a quantity."""
        self.parts.append(
            f'<text x="{x}" y="{y}" text-anchor="{anchor}" fill="var(--gru-{kind})"{HALO}>'
            f"{escape(words)}</text>"
        )

    def tile(self, kind: str, x: float, y: float, name: str, value: float) -> None:
        """A stage: a box with its symbol and its number."""
        self.parts.append(
            f'<rect x="{x - 33}" y="{y - 15}" width="66" height="30" rx="8" stroke-width="1.5" '
            f'stroke="var(--gru-{kind})" fill="var(--pst-color-background, #fff)"/>'
        )
        self.text(kind, x, y + 5, f"{name} {decimal(value)}", "middle")

    def svg(self, title: str) -> str:
        """The finished drawing; `title` is what a screen reader says."""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
            f'aria-label="{escape(title)}" font-size="15" style="max-width: 42rem">'
            f"{''.join(self.parts)}</svg>"
        )

    def _stroke(self, kind: str, d: str, width: float, dash: str = "") -> None:
        pattern = f' stroke-dasharray="{dash}"' if dash else ""
        self.parts.append(
            f'<path d="{d}" fill="none" stroke="var(--gru-{kind})" '
            f'stroke-width="{width}"{pattern}/>'
        )


def cell_picture(step: "Step", title: str, past_name: str) -> str:
    """Draw one step of a cell of one unit: a `whole_cell.Step`, as SVG text.

    past_name: what `step.gated` is, such as "r · w h".
    """
    kept, taken = step.z * step.h_prev, (1 - step.z) * step.n
    before = (step.past, step.gated, step.from_x)  # tanh, so they may be of any size
    past, gated, from_x = (max(-1, min(1, value)) for value in before)
    mix, joint = MIX - from_x * UNIT, STATE - taken * UNIT

    flow = Flow()
    flow.wire("update", (UPDATE, STATE), (UPDATE, MIX), width=1.5)
    flow.wire("reset", (RESET, PAST), (RESET, MIX), width=1.5)
    flow.band("state", (0, STATE, step.h_prev), (UPDATE, STATE, step.h_prev))
    flow.band("state", (UPDATE, STATE, kept), (SUM, joint, kept), strong=True)
    flow.band("state", (8, STATE, 0), (RESET, PAST, past))
    flow.band("state", (RESET, PAST, gated), (MEET, mix, gated), strong=True)
    flow.band("input", (0, INPUT, step.x), (RESET, INPUT, step.x), (MEET, MIX, from_x))
    flow.band("candidate", (MEET, MIX, from_x + gated), (CANDIDATE, MIX, step.n))
    flow.band("candidate", (CANDIDATE, MIX, step.n), (UPDATE, MIX, step.n))
    flow.band("candidate", (UPDATE, MIX, taken), (SUM, STATE, taken), strong=True)
    flow.band("state", (SUM, STATE, step.h), (WIDTH, STATE, step.h), strong=True)
    flow.wire("input", (0, INPUT), (RESET, INPUT), (MEET, MIX), width=1.25)
    flow.wire("state", (8, STATE), (RESET, PAST), (MEET, mix), width=3)
    flow.wire("candidate", (CANDIDATE, MIX), (UPDATE, MIX), (SUM, STATE))
    flow.wire("state", (0, STATE), (WIDTH, STATE), width=3)
    if past != step.past:
        flow.cut(RESET - 9, PAST, UNIT * past)
    if gated != step.gated:
        flow.cut((RESET + MEET) / 2, (PAST + mix) / 2, UNIT * gated)
    if from_x != step.from_x:
        flow.cut((RESET + MEET) / 2 + 4, (INPUT + MIX) / 2 - 4, UNIT * (step.x + from_x) / 2)
    flow.sluice("reset", RESET, PAST, step.r)
    flow.sluice("update", UPDATE, STATE, step.z)
    flow.sluice("update", UPDATE, MIX, 1 - step.z)

    flow.text("state", 0, 14, f"old state {decimal(step.h_prev)}")
    flow.text("input", 0, INPUT + 36, f"input {decimal(step.x)}")
    flow.text("state", RESET + 8, PAST - 28, f"{past_name} = {decimal(step.gated)}")
    flow.text("state", UPDATE + 8, STATE + 18, f"kept {decimal(kept)}")
    flow.text("candidate", SUM - 34, 130, f"taken {decimal(taken)}")
    flow.text("update", UPDATE, MIX + UNIT + 22, f"1 − z {decimal(1 - step.z)}", "middle")
    flow.text("state", WIDTH, 14, "new state", "end")
    flow.tile("reset", RESET, MIX, "r", step.r)
    flow.tile("update", UPDATE, GATE, "z", step.z)
    flow.tile("candidate", CANDIDATE, MIX, "n", step.n)
    flow.tile("state", WIDTH - 34, STATE, "h", step.h)
    return flow.svg(title)


def _road(points: Sequence[tuple[float, float]]) -> str:
    """A path through points that leaves and reaches each of them level."""
    (x, y), *_ = points
    path = f"{x:.2f} {y:.2f}"
    for (x0, y0), (x1, y1) in pairwise(points):
        bend = (x1 - x0) * 0.45
        path += f"C{x0 + bend:.2f} {y0:.2f} {x1 - bend:.2f} {y1:.2f} {x1:.2f} {y1:.2f}"
    return path
