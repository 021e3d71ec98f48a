"""From properties to a check: `@exercise` runs them in order and stops at the first that fails."""

import dis
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

from gru_course.exercises.findings import Finding
from gru_course.exercises.verdict import NOT_RIGHT, NOT_YET, RIGHT, Verdict

Properties = Callable[..., Iterator[Finding]]
Check = Callable[..., Verdict]

# What a function does that is still `...`, with or without a docstring, in every Python from 3.11.
OF_A_STUB = {"RESUME", "NOP", "LOAD_CONST", "POP_TOP", "RETURN_VALUE", "RETURN_CONST"}


def exercise(number: str, *, function: bool = True) -> Callable[[Properties], Check]:
    """Make a check of a generator that yields the properties of an answer in teaching order.

    number: the exercise in the book, such as "2.2". function: whether the answer is a function,
    and not a value. What the answer itself raises is not caught: its traceback leads to the fault.
    """

    def decorate(properties: Callable[..., Iterator[Finding]]) -> Callable[..., Verdict]:
        @wraps(properties)
        def check(*answers: Any) -> Verdict:
            if any(map(is_missing, answers)):
                return Verdict(number, NOT_YET, "put your answer in the place of the dots.")
            if function and not callable(answers[0]):
                kind = type(answers[0]).__name__
                wanted = f"hand in the function itself, by its name alone; yours is of type {kind}."
                return Verdict(number, NOT_RIGHT, wanted)
            held: list[str] = []
            for finding in properties(*answers):
                if not finding.holds:
                    return Verdict(number, NOT_RIGHT, finding.fault, tuple(held))
                held.append(finding.should)
            return Verdict(number, RIGHT, f"all {len(held)} properties hold.", tuple(held))

        vars(check)["exercise"] = number
        return check

    return decorate


def is_missing(answer: Any) -> bool:
    """Whether an answer is `...`, or a function that does nothing but `...`."""
    if answer is ... or not hasattr(answer, "__code__"):
        return answer is ...
    steps = list(dis.get_instructions(answer))
    returned = [step.argval for step in steps if "CONST" in step.opname]
    return {step.opname for step in steps} <= OF_A_STUB and set(returned) <= {None, ...}
