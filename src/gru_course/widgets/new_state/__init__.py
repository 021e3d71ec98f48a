"""The new state over a sequence that the reader draws."""

import math
from typing import NamedTuple

from gru_course.widgets.base import GRUWidget, number, option, series

# A loud word, silence, a word with the other sign, silence, a soft word. Between -1 and 1.
DRAWN = """
    0.0 0.0 0.6 1.0 0.8 0.4 0.0 0.0 0.0 0.0 -0.5 -1.0
    -0.9 -0.4 0.0 0.0 0.0 0.0 0.3 0.5 0.3 0.0 0.0 0.0
"""
INPUTS = [float(x) for x in DRAWN.split()]
STEPS = len(INPUTS)
WHO = ("weights", "me")


class Step(NamedTuple):
    """What one step makes of its input and of the old state."""

    r: float
    z: float
    n: float
    h: float


def _held(r: float, z: float, **weights: float) -> dict[str, float | str]:
    return {"r_set_by": "me", "r": r, "z_set_by": "me", "z": z, **weights}


class NewState(GRUWidget):
    """Run one unit over a drawn input of 24 steps from h = 0.  h = (1 - z) n + z h_prev

    n = tanh(w_in x + r w_hn h_prev). r = sigmoid(w_ir x + w_hr h_prev + b_r) and z alike, or the
    reader holds a gate at one value for all steps (r_set_by="me").
    """

    module = "new_state"
    caption = (
        "One unit over 24 inputs (thin). Its candidate (dash-dot) answers to the input at once; "
        "its state (thick) follows as far as the update gate lets it."
    )
    presets = {
        "follow": _held(0.0, 0.0),
        "leaky memory": _held(0.0, 0.9, w_in=2.0),
        "latch": _held(1.0, 0.5, w_in=4.0, w_hn=3.0),
        "hear only the positive": {
            "z_set_by": "weights",
            "w_iz": -6.0,
            "w_hz": 0.0,
            "b_z": 2.0,
            "r_set_by": "me",
            "r": 0.0,
            "w_in": 2.0,
        },
    }

    x = series(INPUTS, -1.0, 1.0, "Input at each step.", 0.1)
    r_set_by = option("weights", WHO, "Who sets the reset gate.")
    r = number(1.0, 0.0, 1.0, "Reset gate when r_set_by is 'me'.")
    w_ir = number(0.0, -6.0, 6.0, "Reset gate's weight of the input.", step=0.1)
    w_hr = number(0.0, -6.0, 6.0, "Reset gate's weight of the old state.", step=0.1)
    b_r = number(2.0, -8.0, 8.0, "Reset gate's bias.", step=0.1)
    z_set_by = option("weights", WHO, "Who sets the update gate.")
    z = number(0.5, 0.0, 1.0, "Update gate when z_set_by is 'me'; near 1 keeps the old state.")
    w_iz = number(-2.0, -6.0, 6.0, "Update gate's weight of the input.", step=0.1)
    w_hz = number(0.0, -6.0, 6.0, "Update gate's weight of the old state.", step=0.1)
    b_z = number(1.5, -8.0, 8.0, "Update gate's bias.", step=0.1)
    w_in = number(1.5, -6.0, 6.0, "Candidate's weight of the input.", step=0.1)
    w_hn = number(0.8, -6.0, 6.0, "Candidate's weight of the old state, gated by r.", step=0.1)
    step = number(6, 1, STEPS, "Step whose numbers are shown.", step=1)

    def run(self) -> list[Step]:
        """The steps over the drawn input."""
        steps, h = [], 0.0
        for x in self.x:
            r = self.r if self.r_set_by == "me" else self._gate("r", x, h)
            z = self.z if self.z_set_by == "me" else self._gate("z", x, h)
            n = math.tanh(self.w_in * x + r * self.w_hn * h)
            h = (1 - z) * n + z * h
            steps.append(Step(r, z, n, h))
        return steps

    def shares(self) -> list[float]:
        """How much of the candidate of each step is in the state at the chosen step, 0 to 1."""
        shares = [0.0] * STEPS
        kept = 1.0
        for t in reversed(range(int(self.step))):
            z = self.run()[t].z
            shares[t] = (1 - z) * kept
            kept *= z
        return shares

    def _gate(self, name: str, x: float, h_prev: float) -> float:
        of_x, of_h, bias = (getattr(self, n) for n in (f"w_i{name}", f"w_h{name}", f"b_{name}"))
        return 1 / (1 + math.exp(-(of_x * x + of_h * h_prev + bias)))
