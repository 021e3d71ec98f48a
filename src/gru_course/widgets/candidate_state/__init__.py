"""The candidate of two units, with the reset gate after or before the product."""

import math
from typing import Any

from gru_course.widgets.base import GRUWidget, number


def _weight(default: float) -> Any:
    return number(default, -2.0, 2.0, "Candidate's weight of unit i (first) from unit j.", step=0.1)


def _bias(default: float) -> Any:
    return number(default, -1.0, 1.0, "Bias beside the product with the old state.", step=0.1)


def _gate(default: float) -> Any:
    return number(default, 0.0, 1.0, "Reset gate of the unit.", step=0.05)


def _state(default: float) -> Any:
    return number(default, -1.0, 1.0, "Old state of the unit.", step=0.1)


class CandidateState(GRUWidget):
    """Gate the past after the product or before it: two candidates of the same weights.

    after:  n = tanh(r * (W_hn h_prev + b_hn))     before:  n = tanh(W_hn (r * h_prev) + b_hn)

    There are two units, because one unit without a bias would show no difference. The input's
    part of the candidate is the same in both forms, and 0 here.
    """

    module = "candidate_state"
    caption = (
        "The same weights and gates, two candidates. After the product a gate scales its row, "
        "the bias too; before it a gate scales its column, and the bias is not gated."
    )
    presets = {
        "mixing": {
            **{"w_11": 0.5, "w_12": 1.5, "w_21": -1.5, "w_22": 0.5, "b_1": 0.0, "b_2": 0.0},
            **{"r_1": 1.0, "r_2": 0.1, "h_1": 0.8, "h_2": -0.6},
        },
        "bias only": {
            **{"w_11": 0.0, "w_12": 0.0, "w_21": 0.0, "w_22": 0.0, "b_1": 0.8, "b_2": -0.4},
            **{"r_1": 0.1, "r_2": 0.6, "h_1": 0.8, "h_2": -0.6},
        },
        "no mixing, no bias": {
            **{"w_11": 1.5, "w_12": 0.0, "w_21": 0.0, "w_22": -1.0, "b_1": 0.0, "b_2": 0.0},
            **{"r_1": 0.8, "r_2": 0.4, "h_1": 0.8, "h_2": -0.6},
        },
        "the prediction": {
            **{"w_11": 0.0, "w_12": 1.0, "w_21": 1.0, "w_22": 0.0, "b_1": 0.0, "b_2": 0.0},
            **{"r_1": 0.0, "r_2": 1.0, "h_1": 0.5, "h_2": 0.8},
        },
        "r = 1": {"r_1": 1.0, "r_2": 1.0},
    }

    w_11, w_12 = _weight(0.5), _weight(1.5)
    w_21, w_22 = _weight(-1.0), _weight(0.5)
    b_1, b_2 = _bias(0.2), _bias(0.0)
    r_1, r_2 = _gate(0.8), _gate(0.4)
    h_1, h_2 = _state(0.8), _state(-0.6)

    def parts(self) -> list[list[float]]:
        """What h_1, h_2 and the bias would add to each candidate before tanh, without gates."""
        return [
            [self.w_11 * self.h_1, self.w_12 * self.h_2, self.b_1],
            [self.w_21 * self.h_1, self.w_22 * self.h_2, self.b_2],
        ]

    def candidate(self, reset_after: bool) -> list[float]:
        """Both candidates, with the gates after or before the product."""
        return [
            math.tanh(math.fsum(part * (1 if gate is None else gate) for gate, part in row))
            for row in map(zip, self._gates(reset_after), self.parts())
        ]

    def _gates(self, reset_after: bool) -> list[list[float | None]]:
        """What multiplies each part; None where nothing does."""
        if reset_after:
            return [[self.r_1] * 3, [self.r_2] * 3]
        return [[self.r_1, self.r_2, None]] * 2
