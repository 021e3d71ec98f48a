"""Plots as SVG text, drawn from the equations: what a page without JavaScript and print show."""

from collections.abc import Sequence
from html import escape

from gru_course.palette import CSS_NAMES

WIDTH, HEIGHT = 420, 260  # as narrow as a phone, so that the text never shrinks
LEFT, RIGHT, TOP, BOTTOM = 50, 12, 16, 48

PATTERNS = {name.removeprefix("--gru-"): ink.dash for name, ink in CSS_NAMES.items()}

# A label stays readable where a line runs below it.
HALO = (
    ' paint-order="stroke" stroke="var(--pst-color-background, var(--jp-layout-color0, #fff))" '
    'stroke-width="5" stroke-linejoin="round"'
)


class Picture:
    """A plot of lines and labelled points. x and y: (lowest, highest) value of each axis."""

    def __init__(self, *, x: tuple, y: tuple, x_label: str, y_label: str):
        self.x, self.y = x, y
        self.parts: list[str] = []
        self._text(LEFT + (WIDTH - LEFT - RIGHT) / 2, HEIGHT - 8, x_label, "middle")
        self.parts.append(
            f'<text transform="translate(16 {TOP + (HEIGHT - TOP - BOTTOM) / 2}) rotate(-90)" '
            f'text-anchor="middle" fill="currentColor">{escape(y_label)}</text>'
        )

    def across(self, value: float) -> float:
        """The horizontal place of an x value, in units of the drawing."""
        low, high = self.x
        return round(LEFT + (value - low) / (high - low) * (WIDTH - LEFT - RIGHT), 2)

    def up(self, value: float) -> float:
        """The vertical place of a y value, in units of the drawing."""
        low, high = self.y
        return round(HEIGHT - BOTTOM - (value - low) / (high - low) * (HEIGHT - TOP - BOTTOM), 2)

    def ticks(self, *, x: tuple = (), y: tuple = ()) -> None:
        """Grid lines with their values."""
        for value in x:
            self._grid(
                self.across(value), self.up(self.y[0]), self.across(value), self.up(self.y[1])
            )
            self._text(self.across(value), HEIGHT - BOTTOM + 18, _number(value), "middle")
        for value in y:
            self._grid(
                self.across(self.x[0]), self.up(value), self.across(self.x[1]), self.up(value)
            )
            self._text(LEFT - 8, self.up(value) + 5, _number(value), "end")

    def line(self, kind: str, points: Sequence[tuple[float, float]]) -> None:
        """A line in the colour and pattern of a quantity: "reset", "update", "candidate", ..."""
        path = "L".join(f"{self.across(x)} {self.up(y)}" for x, y in points)
        dash = f' stroke-dasharray="{PATTERNS[kind]}"' if PATTERNS[kind] else ""
        self.parts.append(
            f'<path d="M{path}" fill="none" stroke="var(--gru-{kind})" stroke-width="2"{dash}/>'
        )

    def dot(self, kind: str, x: float, y: float, label: str, side: str = "right") -> None:
        """A point with its label as `note` places it."""
        cx, cy = self.across(x), self.up(y)
        self.parts.append(f'<circle cx="{cx}" cy="{cy}" r="6" fill="var(--gru-{kind})"/>')
        self.note(x, y, label, side)

    def note(self, x: float, y: float, text: str, side: str = "right") -> None:
        """A text above a point, to its "right" or "left"; below it: "below-right", "below-left"."""
        shift, anchor = (10, "start") if side.endswith("right") else (-10, "end")
        down = 22 if side.startswith("below") else -10
        self._text(self.across(x) + shift, self.up(y) + down, text, anchor, HALO)

    def svg(self, title: str) -> str:
        """The finished drawing; `title` is what a screen reader says."""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
            f'aria-label="{escape(title)}" font-size="16" style="max-width: 34rem">'
            f"{''.join(self.parts)}</svg>"
        )

    def _grid(self, x1: float, y1: float, x2: float, y2: float) -> None:
        self.parts.append(
            f'<path d="M{x1} {y1}L{x2} {y2}" stroke="currentColor" stroke-opacity=".2"/>'
        )

    def _text(self, x: float, y: float, text: str, anchor: str, looks: str = "") -> None:
        self.parts.append(
            f'<text x="{x:g}" y="{y:g}" text-anchor="{anchor}" fill="currentColor"{looks}>'
            f"{escape(text)}</text>"
        )


def decimal(value: float, digits: int = 2) -> str:
    """A number for people: fixed digits and a true minus sign, as the live widgets show it."""
    return f"{value:z.{digits}f}".replace("-", "−")


def _number(value: float) -> str:
    return f"{value:g}".replace("-", "−")
