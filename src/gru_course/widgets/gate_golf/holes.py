"""The holes of gate golf: for each an input, the answers wanted, and a second sequence to prove it.

Values are -1, 0 or 1, so that a saturated candidate can hit them: tanh(3) is 0.995.
"""

from collections.abc import Iterable
from typing import Any

# Per hole two sequences of (value, signal). The reader sees the first; the second is new.
INPUTS = {
    "copy": ("+0--+00+-+ ..........", "-+0+-0+-0- .........."),
    "ignore negatives": ("+-0--+-+0- ..........", "-+--0-+--0 .........."),
    "hold": ("+-0+-0-+0- !..!..!...", "0+-+0--0+- .!...!..!."),
    "delay": ("+0-+-00+-+ ..........", "-+0-0++-0+ .........."),
}
LEVEL = {"+": 1.0, "0": 0.0, "-": -1.0}


def _copied(values: list[float], signals: list[float]) -> list[float]:
    return values


def _not_negative(values: list[float], signals: list[float]) -> list[float]:
    """The last value that is not negative; 0 before the first."""
    return _kept(values, [value >= 0 for value in values])


def _held(values: list[float], signals: list[float]) -> list[float]:
    """The value at the last signal; 0 before the first."""
    return _kept(values, signals)


def _delayed(values: list[float], signals: list[float]) -> list[float]:
    return [0.0, *values[:-1]]


def _kept(values: list[float], taken: Iterable[float]) -> list[float]:
    answers, answer = [], 0.0
    for value, take in zip(values, taken, strict=True):
        answer = value if take else answer
        answers.append(answer)
    return answers


WANTED = {
    "copy": _copied,
    "ignore negatives": _not_negative,
    "hold": _held,
    "delay": _delayed,
}
# The weights that a hole leaves to the reader. The cell of the delay has a second unit.
WEIGHTS = {
    "copy": ("n_x", "n_b", "z_x", "z_b"),
    "ignore negatives": ("n_x", "n_b", "z_x", "z_b"),
    "hold": ("n_x", "n_s", "n_b", "z_x", "z_s", "z_b"),
    "delay": ("n_x", "n_b", "z_x", "z_b", "n2_h", "n2_b", "z2_h", "z2_b", "r2_b"),
}


def _sequence(hole: str, text: str) -> dict[str, list[float]]:
    values, signals = text.split()
    x = [LEVEL[sign] for sign in values]
    s = [float(sign == "!") for sign in signals]
    return {"x": x, "s": s, "wanted": WANTED[hole](x, s)}


HOLES: dict[str, dict[str, Any]] = {
    hole: {
        "seen": _sequence(hole, seen),
        "fresh": _sequence(hole, fresh),
        "weights": list(WEIGHTS[hole]),
    }
    for hole, (seen, fresh) in INPUTS.items()
}
STEPS = len(HOLES["copy"]["seen"]["x"])
