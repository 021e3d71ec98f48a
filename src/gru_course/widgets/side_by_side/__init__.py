"""One drawn input through a unit of an LSTM and a unit of a GRU, and what either costs."""

import itertools
import math
from functools import partial
from typing import NamedTuple

from gru_course.widgets.base import GRUWidget, number, option, series

STEPS = 24
BLOCKS = {"rnn": 1, "gru": 3, "lstm": 4}  # one for each gate and candidate


def _as_and_bs(count: int) -> list[float]:
    """1 for each a, then -1 for each b, then nothing."""
    return [1.0] * count + [-1.0] * count + [0.0] * (STEPS - 2 * count)


class LSTMUnit(NamedTuple):
    """What one step makes of an LSTM's unit."""

    i: float
    f: float
    g: float
    o: float
    c: float
    h: float


class GRUUnit(NamedTuple):
    """What one step makes of a GRU's unit."""

    z: float
    n: float
    h: float


COUNTING = {"w": 6.0, "u": 0.0, "b_i": 8.0, "b_f": 8.0, "b_o": 8.0, "b_z": 2.0}


class SideBySide(GRUWidget):
    """Run one drawn input through an LSTM and a GRU of one unit each.

    LSTM: c = f c_prev + i tanh(w x), h = o tanh(c), with gates that only their biases set.
    GRU:  h = (1 - z) tanh(w x + u h_prev) + z h_prev, with r = 1 and z set by its bias b_z.
    Both start at 0. input_size and hidden_size are those of the comparison of parameters;
    match="parameters" gives RNN and LSTM the hidden size that costs nearest to the GRU's.
    """

    module = "side_by_side"
    caption = (
        "The same inputs, 1 for each a and −1 for each b, through a unit of an LSTM and a unit of "
        "a GRU. Thin: the sum of the inputs. The memory c may follow it without a limit; h may not."
    )
    presets = {
        "duel: 8 a, 8 b": {**COUNTING, "x": _as_and_bs(8), "step": 8},
        "24 a": {**COUNTING, "x": [1.0] * STEPS, "step": STEPS},
        "LSTM as GRU": {**COUNTING, "b_i": -2.0, "b_f": 2.0, "x": _as_and_bs(8), "step": 8},
        "o closed": {**COUNTING, "b_o": -8.0, "x": _as_and_bs(8), "step": 8},
    }

    x = series(_as_and_bs(8), -1.0, 1.0, "Input at each step.", 0.1)
    w = number(6.0, -6.0, 6.0, "Weight of the input in both candidates.", step=0.1)
    u = number(0.0, -6.0, 6.0, "GRU: the candidate's weight of its own old state.", step=0.1)
    b_i = number(-1.0, -8.0, 8.0, "LSTM: bias of the input gate, which lets the new in.", step=0.1)
    b_f = number(2.0, -8.0, 8.0, "LSTM: bias of the forget gate; near 1 it keeps.", step=0.1)
    b_o = number(8.0, -8.0, 8.0, "LSTM: bias of the output gate, which shows the memory.", step=0.1)
    b_z = number(2.0, -8.0, 8.0, "GRU: bias of the update gate; near 1 it keeps.", step=0.1)
    step = number(8, 1, STEPS, "Step whose numbers are shown.", step=1)
    input_size = number(16, 1, 512, "Features of the input.", step=1)
    hidden_size = number(64, 2, 512, "Units of the GRU.", step=1)
    match = option("units", ("units", "parameters"), "What the layers have in common.")

    def lstm(self) -> list[LSTMUnit]:
        """The LSTM's steps over the drawn input."""
        i, f, o = (_sigmoid(b) for b in (self.b_i, self.b_f, self.b_o))
        steps, c = [], 0.0
        for x in self.x:
            g = math.tanh(self.w * x)
            c = f * c + i * g
            steps.append(LSTMUnit(i, f, g, o, c, o * math.tanh(c)))
        return steps

    def gru(self) -> list[GRUUnit]:
        """The GRU's steps over the drawn input."""
        z = _sigmoid(self.b_z)
        steps, h = [], 0.0
        for x in self.x:
            n = math.tanh(self.w * x + self.u * h)
            h = (1 - z) * n + z * h
            steps.append(GRUUnit(z, n, h))
        return steps

    def sizes(self) -> dict[str, tuple[int, int]]:
        """Hidden size and number of parameters of a layer of each kind: "rnn", "gru", "lstm"."""
        features, units = int(self.input_size), int(self.hidden_size)
        budget = _parameters("gru", features, units)

        def miss(cell: str, size: int) -> int:
            return abs(_parameters(cell, features, size) - budget)

        sizes = dict.fromkeys(BLOCKS, units)
        if self.match == "parameters":  # not even an RNN gets more than three times the units
            upto = range(1, 3 * units + 1)
            sizes = {cell: min(upto, key=partial(miss, cell)) for cell in sizes}
        return {cell: (size, _parameters(cell, features, size)) for cell, size in sizes.items()}

    def sums(self) -> list[float]:
        """The inputs up to each step, added up: the count that a memory should hold."""
        return list(itertools.accumulate(self.x))


def _parameters(cell: str, features: int, units: int) -> int:
    """How many numbers a layer of torch.nn learns, its two biases included."""
    return BLOCKS[cell] * units * (features + units + 2)


def _sigmoid(a: float) -> float:
    return 1 / (1 + math.exp(-a))
