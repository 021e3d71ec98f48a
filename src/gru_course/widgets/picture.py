"""Plots as SVG text, drawn from the equations: what a page without JavaScript and print show."""

from html import escape

WIDTH, HEIGHT = 640, 280
LEFT, RIGHT, TOP, BOTTOM = 56, 16, 16, 48

PATTERNS = {"reset": "2 4", "update": "8 4", "candidate": "8 3 2 3"}


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

    def line(self, kind: str, points: list[tuple[float, float]]) -> None:
        """A line in the colour and pattern of a quantity: "reset", "update", "candidate", ..."""
        path = "L".join(f"{self.across(x)} {self.up(y)}" for x, y in points)
        dash = f' stroke-dasharray="{PATTERNS[kind]}"' if kind in PATTERNS else ""
        self.parts.append(
            f'<path d="M{path}" fill="none" stroke="var(--gru-{kind})" stroke-width="2"{dash}/>'
        )

    def dot(self, kind: str, x: float, y: float, label: str, side: str = "right") -> None:
        """A point with its label to the "right" or "left" of it."""
        cx, cy = self.across(x), self.up(y)
        shift, anchor = (10, "start") if side == "right" else (-10, "end")
        self.parts.append(f'<circle cx="{cx}" cy="{cy}" r="6" fill="var(--gru-{kind})"/>')
        self._text(cx + shift, cy - 10, label, anchor)

    def svg(self, title: str) -> str:
        """The finished drawing; `title` is what a screen reader says."""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
            f'aria-label="{escape(title)}" font-size="15">{"".join(self.parts)}</svg>'
        )

    def _grid(self, x1: float, y1: float, x2: float, y2: float) -> None:
        self.parts.append(
            f'<path d="M{x1} {y1}L{x2} {y2}" stroke="currentColor" stroke-opacity=".2"/>'
        )

    def _text(self, x: float, y: float, text: str, anchor: str) -> None:
        self.parts.append(
            f'<text x="{x:g}" y="{y:g}" text-anchor="{anchor}" fill="currentColor">'
            f"{escape(text)}</text>"
        )


def _number(value: float) -> str:
    return f"{value:g}".replace("-", "−")
