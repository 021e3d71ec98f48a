"""What is left of a gradient on its way back, in a simple network, a GRU and an LSTM."""

import math

from gru_course.widgets.base import GRUWidget, number, option
from gru_course.widgets.gradient_road.layers import MAKERS, road, run

LONGEST = 200  # steps
START = {"layers": "drawn", "gain": 1.0, "b_z": 0.0, "b_f": 0.0, "steps": 50.0, "step": 25.0}


class GradientRoad(GRUWidget):
    """Follow the gradient of the last state back to the first, in three layers of one size.

    The gradient is that of the sum of all units after `steps` steps, by the state after step t:
    by h in the simple network and the GRU, by the memory c in the LSTM. Its size is its norm over
    sqrt(hidden_size), and so 1 at the last step. layers="drawn" takes weights as torch would start
    them, the recurrent ones times `gain`, and inputs of variance 1; "by hand" one unit whose gates
    only a bias sets, a pulse and then silence.
    """

    module = "gradient_road"
    caption = (
        "How much of the last state's gradient reaches each earlier step, in powers of ten: as "
        "torch starts the layers, less than a millionth is left after thirty steps."
    )
    presets = {
        "torch's start": START,
        "bias +4": {**START, "b_z": 4.0, "b_f": 4.0},
        "weights × 6": {**START, "gain": 6.0},
        "latch": {**START, "layers": "by hand", "w": 4.0, "u": 3.0, "steps": 100.0, "step": 50.0},
    }

    layers = option("drawn", ("drawn", "by hand"), "Layers with drawn weights, or one unit.")
    hidden_size = number(16, 1, 32, "Units of each drawn layer.", step=1)
    steps = number(50, 10, LONGEST, "Steps.", step=1)
    gain = number(1.0, 0.0, 8.0, "Factor on the drawn recurrent weights.", step=0.1)
    b_z = number(0.0, -4.0, 8.0, "Added to the GRU's update gate; near 1 it keeps.", step=0.1)
    b_f = number(0.0, -4.0, 8.0, "Added to the LSTM's forget gate; near 1 it keeps.", step=0.1)
    w = number(1.0, -6.0, 6.0, "By hand: the candidate's weight of the input.", step=0.1)
    u = number(0.5, -6.0, 6.0, "By hand: the candidate's weight of the old state.", step=0.1)
    seed = number(0, 0, 99, "Draws weights and inputs.", step=1)
    step = number(25, 1, LONGEST, "Step that is looked at, at most the last.", step=1)

    def roads(self) -> dict[str, list[float]]:
        """The gradient's size at the states 0 to T of "rnn", "gru" and "lstm", by torch."""
        xs, cells = MAKERS[self.layers](self.state)
        return {
            name: [norm.norm().item() / math.sqrt(cell.hidden_size) for norm in road(run(cell, xs))]
            for name, cell in cells.items()
        }
