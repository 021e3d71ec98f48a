"""One cell in a loop, or as many copies of it as there are steps."""

import math
from typing import Any

from gru_course.widgets.base import GRUWidget, number, option, series

STEPS = 8
FRESH = {"shown": "guess", "guess": [0.0] * STEPS}  # a new riddle
CELL = {"w_in": 1.0, "w_hn": 0.6, "w_z": 0.0, "b_z": 0.4}
INPUTS = [1.0, 1.0, 1.0, 0.5, 0.0, -1.0, -1.0, 0.0]
START: dict[str, Any] = {**FRESH, **CELL, "h_0": -0.8, "x": INPUTS}


class Unrolling(GRUWidget):
    """Guess a run of one unit, then see it, and see which inputs each state can hear.

    n = tanh(w_in x + w_hn h_prev / 2), z = sigmoid(w_z x + b_z), h = (1 - z) n + z h_prev: a GRU
    whose reset gate stands at a half and whose update gate listens to the input only. Every step
    uses the same four weights. The guess is the reader's h_1 to h_8; shown="truth" reveals the run.
    """

    module = "unrolling"
    caption = (
        "Eight steps of one cell. Each state depends on the inputs up to its own step and on the "
        "state before the first; later inputs come too late."
    )
    still = {"shown": "truth"}
    presets = {
        "long memory": {**START, "b_z": 3.0, "h_0": 0.9},
        "no memory": {**START, "b_z": -8.0, "w_hn": 0.0},
        "deaf to negative x": {
            **{**START, "w_z": -5.0, "b_z": 3.0, "h_0": 0.0},
            **{"step": 8, "x": [0.0, 0.6, 1.0, -0.8, -0.8, 0.0, -1.0, -0.4]},
        },
    }

    view = option("unrolled", ("folded", "unrolled"), "One cell with a loop, or a copy a step.")
    step = number(5, 1, STEPS, "Step that is looked at.", step=1)
    shown = option("guess", ("guess", "truth"), "Whether the true states are shown.")
    h_0 = number(START["h_0"], -1.0, 1.0, "State before the first step.")
    b_z = number(CELL["b_z"], -8.0, 8.0, "Update gate's bias.", step=0.1)
    w_z = number(CELL["w_z"], -8.0, 8.0, "Update gate's weight of the input.", step=0.1)
    w_in = number(CELL["w_in"], -2.0, 2.0, "Candidate's weight of the input.", step=0.1)
    w_hn = number(CELL["w_hn"], -2.0, 2.0, "Candidate's weight of the old state.", step=0.1)
    x = series(START["x"], -1.0, 1.0, "Input at each step.")
    guess = series(START["guess"], -1.0, 1.0, "The reader's guess of each state.", step=0.05)

    def states(self) -> list[float]:
        """The states h_0 to h_8."""
        states = [self.h_0]
        for x in self.x:
            z, n = self._gate_and_candidate(x, states[-1])
            states.append((1 - z) * n + z * states[-1])
        return states

    def slopes(self) -> list[float]:
        """How far the state at `step` moves for each unit of h_0 and of x_1 to x_8."""
        inputs: list[float] = []
        chain = 1.0  # chain: the slope by the state after the step at hand
        t = round(self.step)
        for x, h_prev in zip(self.x[:t][::-1], self.states()[:t][::-1], strict=True):
            z, n = self._gate_and_candidate(x, h_prev)
            by_n, by_z = (1 - z) * (1 - n**2), (h_prev - n) * z * (1 - z)
            inputs.insert(0, chain * (by_n * self.w_in + by_z * self.w_z))
            chain *= z + by_n * self.w_hn / 2
        return [chain, *inputs, *[0.0] * (STEPS - t)]

    def error(self) -> float:
        """Root mean squared error of the guess."""
        squares = [(g - h) ** 2 for g, h in zip(self.guess, self.states()[1:], strict=True)]
        return math.sqrt(sum(squares) / STEPS)

    def _gate_and_candidate(self, x: float, h_prev: float) -> tuple[float, float]:
        z = 1 / (1 + math.exp(-(self.w_z * x + self.b_z)))
        return z, math.tanh(self.w_in * x + self.w_hn * h_prev / 2)
