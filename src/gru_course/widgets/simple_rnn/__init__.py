"""A simple recurrent unit: how a pulse fades, and what a weight above 1 does instead."""

import math

from gru_course.widgets.base import GRUWidget, number

STEPS = 24


class SimpleRNN(GRUWidget):
    """One pulse at the first step, then silence.  h = tanh(w x + u h_prev)"""

    module = "simple_rnn"
    caption = "After one pulse the state of a simple recurrent unit fades step by step."
    presets = {
        "fading": {"w": 1.0, "u": 0.9},
        "gone at once": {"w": 1.0, "u": 0.1},
        "stuck": {"w": 1.0, "u": 1.5},
        "flipping": {"w": 1.0, "u": -0.9},
    }

    u = number(0.9, -2.0, 2.0, "Recurrent weight: what the unit makes of its old state.")
    w = number(1.0, -2.0, 2.0, "Input weight.")

    def states(self) -> list[float]:
        """The state after each of the 24 steps: x = 1 at the first, 0 afterwards."""
        h, states = 0.0, []
        for t in range(STEPS):
            h = math.tanh(self.w * (t == 0) + self.u * h)
            states.append(h)
        return states
