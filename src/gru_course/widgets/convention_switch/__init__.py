"""One cell in the letters of PyTorch, Chung et al., Cho et al. and Keras."""

import math
from typing import NamedTuple

from gru_course.widgets.base import GRUWidget, number, option


class Form(NamedTuple):
    """How one source writes the cell."""

    name: str
    keeps: bool  # z near 1 keeps the old state
    reset_after: bool  # r acts after the product


FORMS = {
    "pytorch": Form("PyTorch", keeps=True, reset_after=True),
    "chung": Form("Chung / FAU", keeps=False, reset_after=False),
    "cho": Form("Cho, third version", keeps=True, reset_after=False),
    "keras": Form("Keras", keeps=True, reset_after=True),
}


class Step(NamedTuple):
    """What one form makes of the input and the old state; z in its own meaning."""

    r: float
    z: float
    n: float
    h: float


class ConventionSwitch(GRUWidget):
    """Write one cell of one unit in the form of each source, weights converted on the way.

    In PyTorch's letters r = sigmoid(x - h_prev), z = sigmoid(h_prev - x + b_z) and
    n = tanh(1.5 x + r (1.2 h_prev + b_hn)). A form with r before the product has no place for
    b_hn inside r: there the two biases of the candidate are added.
    """

    module = "convention_switch"
    caption = (
        "One cell in the form of the chosen source. Its z keeps the old state or replaces it, and "
        "its r acts after the product or before it; with b_hn = 0 all four make the same state."
    )
    presets = {
        "all agree": {"b_hn": 0.0},
        "as in Chung": {"form": "chung", "b_hn": 0.0, "b_z": 1.5},
        "two differ": {"form": "chung", "b_hn": 2.0, "b_z": 0.0},
        "first step": {"h_prev": 0.0, "b_hn": 1.0, "b_z": 0.0},
    }

    form = option("pytorch", tuple(FORMS), "Whose letters and meanings are shown.")
    x = number(-0.6, -1.0, 1.0, "Input.")
    h_prev = number(0.8, -1.0, 1.0, "Old hidden state.")
    b_z = number(-0.5, -6.0, 6.0, "Update gate's bias, in PyTorch's form.", step=0.1)
    b_hn = number(0.5, -2.0, 2.0, "Candidate's bias of the old state, in PyTorch's form.", 0.1)

    def converted(self, form: str) -> Step:
        """The step as the cell makes it whose weights were converted into the form."""
        keeps, after = FORMS[form][1:]
        x, h_prev = self.x, self.h_prev
        r = _sigmoid(x - h_prev)
        kept = _sigmoid(h_prev - x + self.b_z)
        past = r * (1.2 * h_prev + self.b_hn) if after else 1.2 * (r * h_prev) + self.b_hn
        n = math.tanh(1.5 * x + past)
        return Step(r, kept if keeps else 1 - kept, n, (1 - kept) * n + kept * h_prev)


def _sigmoid(a: float) -> float:
    return 1 / (1 + math.exp(-a))
