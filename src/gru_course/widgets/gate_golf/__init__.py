"""Be the GRU. The reader sets gates, then weights, so that two units do a small job."""

import math
from collections.abc import Mapping
from typing import Any

import traitlets

from gru_course.widgets.base import GRUWidget, number, option, series
from gru_course.widgets.gate_golf.holes import HOLES, STEPS

IN_REACH = 0.1  # root mean squared error of an answer that counts
REPLACE = [0.0] * STEPS  # z = 0 takes the candidate
NO_WEIGHTS = {name: 0.0 for name in HOLES["delay"]["weights"]} | {"n_s": 0.0, "z_s": 0.0}


def _weight(help: str) -> Any:
    return number(0.0, -9.0, 9.0, help, step=1.0)


class GateGolf(GRUWidget):
    """Do a small job with as few weights as possible.  h = (1 - z) n + z h_prev

    By hand (set_by="me") the reader draws z and z2, and the candidates are fixed: n = tanh(3 x),
    and for the second unit n2 = tanh(6 r2 h_prev) with r2 = 0.5. With weights (set_by="weights"):
    n = tanh(n_x x + n_s s + n_b), z = sigmoid(z_x x + z_s s + z_b), and for the second unit
    n2 = tanh(r2 n2_h h_prev + n2_b), z2 = sigmoid(z2_h h_prev + z2_b), r2 = sigmoid(r2_b), where
    h_prev is the first unit's old state.

    trained: {hole: (error, weights)}, what a trained cell reaches, to be shown beside the reader's
    own. Raises ValueError for an unknown hole, an error below 0 or no weights.
    """

    module = "gate_golf"
    caption = (
        "Ten inputs, the answers wanted (dashes) and the answers of the cell (line). "
        "Whoever sets the update gate decides at every step: keep the old answer or take a new one."
    )
    presets = {
        "copy, by hand": {**NO_WEIGHTS, "hole": "copy", "set_by": "me", "z": REPLACE},
        "copy, 2 weights": {
            **NO_WEIGHTS,
            **{"hole": "copy", "set_by": "weights", "n_x": 3.0, "z_b": -4.0},
        },
        "ignore negatives, 3 weights": {
            **NO_WEIGHTS,
            **{"hole": "ignore negatives", "set_by": "weights"},
            **{"n_x": 3.0, "z_x": -9.0, "z_b": -4.0},
        },
        "delay, by hand": {
            **NO_WEIGHTS,
            **{"hole": "delay", "set_by": "me", "z": REPLACE, "z2": REPLACE},
        },
        "delay, 4 weights": {
            **NO_WEIGHTS,
            **{"hole": "delay", "set_by": "weights"},
            **{"n_x": 3.0, "z_b": -4.0, "n2_h": 6.0, "z2_b": -4.0},
        },
    }

    hole = option("hold", HOLES, "The job.")
    set_by = option("me", ("me", "weights"), "Who sets the update gate.")
    z = series([0.5] * STEPS, 0.0, 1.0, "Update gate at each step when set_by is 'me'.")
    z2 = series([0.5] * STEPS, 0.0, 1.0, "The second unit's, for the delay.")
    n_x = _weight("Candidate's weight of the input.")
    n_s = _weight("Candidate's weight of the signal.")
    n_b = _weight("Candidate's bias.")
    z_x = _weight("Update gate's weight of the input.")
    z_s = _weight("Update gate's weight of the signal.")
    z_b = _weight("Update gate's bias.")
    n2_h = _weight("Second candidate's weight of the first unit's old state.")
    n2_b = _weight("Second candidate's bias.")
    z2_h = _weight("Second update gate's weight of the first unit's old state.")
    z2_b = _weight("Second update gate's bias.")
    r2_b = _weight("Second reset gate's bias.")
    step = number(4, 1, STEPS, "Step whose numbers are shown.", step=1)

    _content = traitlets.Dict(read_only=True).tag(sync=True)

    def __init__(
        self, trained: Mapping[str, tuple[float, int]] | None = None, **state: Any
    ) -> None:
        for hole, (error, weights) in (trained or {}).items():
            if hole not in HOLES:
                raise ValueError(f"trained must name {', '.join(HOLES)}, got {hole!r}")
            if not (math.isfinite(error) and error >= 0 and weights >= 1):
                raise ValueError(
                    f"trained[{hole!r}] must be an error of 0 or more and a number of weights, "
                    f"got {(error, weights)}"
                )
        super().__init__(**state)
        content = {"trained": {k: list(v) for k, v in trained.items()}} if trained else {}
        self.set_trait("_content", content)

    def answers(self, sequence: str = "seen") -> list[float]:
        """The cell's answer at each step of the "seen" or the "fresh" sequence."""
        given = HOLES[self.hole][sequence]
        by_hand = self.set_by == "me"
        h, h2, answers = 0.0, 0.0, []
        for t, (x, s) in enumerate(zip(given["x"], given["s"], strict=True)):
            old = h
            if by_hand:
                z, n, z2, n2 = self.z[t], math.tanh(3 * x), self.z2[t], math.tanh(3 * old)
            else:
                z = _sigmoid(self.z_x * x + self.z_s * s + self.z_b)
                n = math.tanh(self.n_x * x + self.n_s * s + self.n_b)
                z2 = _sigmoid(self.z2_h * old + self.z2_b)
                n2 = math.tanh(_sigmoid(self.r2_b) * self.n2_h * old + self.n2_b)
            h = (1 - z) * n + z * old
            h2 = (1 - z2) * n2 + z2 * h2
            answers.append(h2 if self.hole == "delay" else h)
        return answers

    def error(self, sequence: str = "seen") -> float:
        """Root mean squared error of the answers to the "seen" or the "fresh" sequence."""
        wanted = HOLES[self.hole][sequence]["wanted"]
        pairs = zip(self.answers(sequence), wanted, strict=True)
        return math.sqrt(sum((answer - want) ** 2 for answer, want in pairs) / STEPS)

    def weights(self) -> int:
        """How many of the weights in play are not 0."""
        return sum(getattr(self, name) != 0 for name in HOLES[self.hole]["weights"])


def _sigmoid(a: float) -> float:
    return 1 / (1 + math.exp(-a))
