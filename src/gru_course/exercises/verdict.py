"""What a check says of an answer, as text and as HTML."""

from dataclasses import dataclass
from html import escape

RIGHT = "RIGHT"
NOT_RIGHT = "NOT RIGHT"
NOT_YET = "NOT YET"

MARKS = {RIGHT: "✓", NOT_RIGHT: "✗", NOT_YET: "…"}


@dataclass(frozen=True, repr=False)
class Verdict:
    """The outcome of a check; true if the answer is right.

    exercise: its number in the book. state: RIGHT, NOT_RIGHT or NOT_YET. sentence: what decided it.
    held: the properties that hold, in the order of teaching, up to the first that does not.
    """

    exercise: str
    state: str
    sentence: str
    held: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return self.state == RIGHT

    def __repr__(self) -> str:
        ticked = (f"\n  {MARKS[RIGHT]} {property}" for property in self.held)
        return f"{self.exercise} {self.state}: {self.sentence}{''.join(ticked)}"

    def _repr_html_(self) -> str:
        ticked = "".join(f"<li>{MARKS[RIGHT]} {escape(property)}</li>" for property in self.held)
        listed = f'<ul style="list-style: none">{ticked}</ul>' if ticked else ""
        return (
            '<div role="status" style="border-left: 0.25em solid; padding-left: 1em">'
            f"<strong>{MARKS[self.state]} {escape(self.exercise)} {self.state}</strong>: "
            f"{escape(self.sentence)}{listed}</div>"
        )
