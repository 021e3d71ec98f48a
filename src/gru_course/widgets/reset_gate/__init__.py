"""The reset gate decides how much of the past the candidate hears."""

import math
from typing import Any

from gru_course.widgets.base import GRUWidget, number, option

START: dict[str, Any] = {
    **{"x": -0.6, "h_prev": 0.8, "w": 1.0, "u": 2.0, "b": -0.2},
    **{"r_set_by": "weights", "r": 0.5},
}


class ResetGate(GRUWidget):
    """Gate the past inside the candidate.  n = tanh(w_in x + b_in + r (w_hn h_prev + b_hn))

    The weights set r = sigmoid(w x + u h_prev + b), or the reader does (r_set_by="me"). The
    candidate's own weights and z have no slider; Python may set them.
    """

    module = "reset_gate"
    caption = (
        "From r = 0 to r = 1 the candidate n hears more and more of the past; "
        "the new state h holds its share of the old one at every r."
    )
    presets = {
        "r = 0: input only": {**START, "r_set_by": "me", "r": 0.0},
        "r = 1: Elman candidate": {**START, "r_set_by": "me", "r": 1.0},
        "saturated": {**START, "w": 3.0, "u": 3.0, "b": 4.0, "x": 1.0, "h_prev": 1.0},
        "old state 0": {**START, "h_prev": 0.0},
    }

    x = number(START["x"], -1.0, 1.0, "Input.")
    h_prev = number(START["h_prev"], -1.0, 1.0, "Old hidden state.")
    w = number(START["w"], -3.0, 3.0, "Reset gate's weight of the input.", step=0.1)
    u = number(START["u"], -3.0, 3.0, "Reset gate's weight of the old state.", step=0.1)
    b = number(START["b"], -4.0, 4.0, "Reset gate's bias.", step=0.1)
    r_set_by = option(START["r_set_by"], ("weights", "me"), "Who sets the reset gate.")
    r = number(START["r"], 0.0, 1.0, "Reset gate when r_set_by is 'me'.")
    w_in = number(1.0, -2.0, 2.0, "Candidate's weight of the input.")
    b_in = number(0.0, -1.0, 1.0, "Candidate's bias of the input.")
    w_hn = number(1.2, -2.0, 2.0, "Candidate's weight of the old state, gated by r.")
    b_hn = number(0.3, -1.0, 1.0, "Candidate's bias of the old state, gated by r too.")
    z = number(0.5, 0.0, 1.0, "Update gate; near 1 keeps the old state.")

    def reset_gate(self) -> float:
        """The gate in force: what the weights say, or what the reader set."""
        if self.r_set_by == "me":
            return self.r
        return 1 / (1 + math.exp(-(self.w * self.x + self.u * self.h_prev + self.b)))

    def candidate(self, r: float) -> float:
        """The candidate for a reset gate of r."""
        past = self.w_hn * self.h_prev + self.b_hn
        return math.tanh(self.w_in * self.x + self.b_in + r * past)

    def new_state(self, r: float) -> float:
        """The new state for a reset gate of r."""
        return (1 - self.z) * self.candidate(r) + self.z * self.h_prev
