"""The check of chapter 05: an update gate for an average that reaches back a given time."""

import math
from collections.abc import Callable, Iterator

from gru_course.exercises.checking import exercise
from gru_course.exercises.findings import Finding, same


@exercise("5.2")
def check_gate_for_mean_lag(gate_for_mean_lag: Callable[[float], float]) -> Iterator[Finding]:
    """Check `gate_for_mean_lag(lag)`: the z whose running average is `lag` steps old on average."""
    yield same(
        "a lag of 7 should ask for the z whose sum of k (1 - z) z^k over all k is 7",
        gate_for_mean_lag(7),
        7 / 8,
        {
            "when the newest input counts one seventh": 6 / 7,
            "when half of the state is to be left after 7 steps": 0.5 ** (1 / 7),
            "when a share of 1/e is to be left after 7 steps": math.exp(-1 / 7),
            "when 1 - z keeps": 1 / 8,
        },
        tolerance=1e-4,
    )
    yield same(
        "a lag of 1 should ask for z = 1/2",
        gate_for_mean_lag(1),
        0.5,
        {"when every lag gets the z of a lag of 7": 7 / 8},
        tolerance=1e-4,
    )
    yield same(
        "a lag of 0 should ask for z = 0: the state is the newest input",
        gate_for_mean_lag(0),
        0.0,
        {"when z = 1, a state that hears no input at all": 1.0},
        tolerance=1e-4,
    )
