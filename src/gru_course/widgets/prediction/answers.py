"""What a prediction can ask for: one option, several options, or a number; all checked here."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


class Right(str):
    """The feedback of a right option: `Right("z near 1 keeps the old state.")`."""


@dataclass(frozen=True)
class Number:
    """The answer to a question that asks for a number.

    value: the right answer. why: the reason, shown with it. tolerance: how far off is still
    right. unit: shown after the number. misses: feedback for numbers that a reader may well
    give, such as `{0.12: "That is 1 − z."}`.
    """

    value: float
    why: str
    tolerance: float = field(default=0.0, kw_only=True)
    unit: str = field(default="", kw_only=True)
    misses: Mapping[float, str] = field(default_factory=dict, kw_only=True)

    def __post_init__(self) -> None:
        for name in ("value", "tolerance"):
            if not is_number(getattr(self, name)):
                raise TypeError(f"{name} must be a finite number, got {getattr(self, name)!r}")
        if self.tolerance < 0:
            raise ValueError(f"tolerance must be at least 0, got {self.tolerance}")
        check_text("why", self.why)
        for miss, feedback in self.misses.items():
            if not is_number(miss):
                raise TypeError(f"a miss must be a finite number, got {miss!r}")
            if abs(miss - self.value) <= self.tolerance:
                raise ValueError(f"a miss must lie outside the tolerance, got {miss}")
            check_text(f"the feedback of the miss {miss}", feedback)


def content(question: str, answers: Mapping[str, str] | Number, several: bool) -> dict[str, Any]:
    """Check a question with its answers and return what the browser needs of them.

    Raises TypeError or ValueError with one sentence that says what is wrong.
    """
    check_text("question", question)
    if isinstance(answers, Number):
        if several:
            raise ValueError("several must be False when the answer is a Number, got True")
        asked = {**vars(answers), "misses": list(answers.misses.items())}
        return {"question": question, "kind": "number", "number": asked}
    return {
        "question": question,
        "kind": "several" if several else "one",
        "options": _options(answers, several),
    }


def _options(answers: Mapping[str, str], several: bool) -> list[list]:
    """Every option as [text, feedback, is it right], in the order given."""
    if not isinstance(answers, Mapping):
        kind = type(answers).__name__
        raise TypeError(f"answers must be a dict of options and feedback, or a Number, got {kind}")
    if len(answers) < 2:
        raise ValueError(f"answers must hold at least 2 options, got {len(answers)}")
    for option, feedback in answers.items():
        check_text("an option", option)
        check_text(f"the feedback of {option!r}", feedback)
    right = sum(isinstance(feedback, Right) for feedback in answers.values())
    if right == 0:
        raise ValueError("answers must hold a Right(...) option, got none")
    if right > 1 and not several:
        raise ValueError(f"answers must hold 1 Right(...) option unless several=True, got {right}")
    return [[text, str(why), isinstance(why, Right)] for text, why in answers.items()]


def check_text(name: str, value: Any) -> None:
    """Raise unless value is a text with something in it."""
    if not isinstance(value, str):
        raise TypeError(f"{name} must be a text, got {value!r}")
    if not value.strip():
        raise ValueError(f"{name} must not be empty, got {value!r}")


def is_number(value: Any) -> bool:
    """Tell whether value is a finite int or float."""
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
