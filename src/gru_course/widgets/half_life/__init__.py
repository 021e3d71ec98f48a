"""How long an update gate remembers, and the bias that makes it so."""

import math

from gru_course.widgets.base import GRUWidget, number
from gru_course.widgets.shared.picture import Picture, decimal

LONGEST = 10_000  # steps, the end of the axis


def bias_of(z: float) -> float:
    """The bias with which a gate that hears nothing else stands at z, between 0 and 1."""
    return math.log(z / (1 - z))


class HalfLife(GRUWidget):
    """How many steps until half is left.  t = ln 2 / -ln z, with z = sigmoid(b)

    b is all that the update gate hears: in `torch.nn.GRU` the sum of its two biases while weights
    and inputs add nothing. `steps` asks what is left after so many.
    """

    module = "half_life"
    caption = (
        "What is left of the old state while the update gate stays at z. On an axis of powers of "
        "ten every gate gives the same curve, further to the right the nearer z is to 1."
    )
    presets = {f"z = {z:g}": {"b": bias_of(z)} for z in (0.5, 0.9, 0.99, 0.999)}

    b = number(0.0, -4.0, 9.0, "What the update gate hears: its bias.")
    steps = number(10, 1, 1000, "After how many steps to look.", step=1)

    def z(self) -> float:
        """The update gate."""
        return 1 / (1 + math.exp(-self.b))

    def half_life(self) -> float:
        """Steps until half of the old state is left."""
        return math.log(2) / math.log1p(math.exp(-self.b))  # -ln z, also where z rounds to 1

    def picture(self) -> str:
        drawing = Picture(
            x=(0, math.log10(LONGEST)),
            y=(0, 1),
            x_label="steps: 1, 10, 100, 1000, 10 000",
            y_label="left of the old state",
        )
        drawing.ticks(x=(), y=(0, 0.5, 1))
        places = [i / 25 for i in range(101)]
        drawing.line("update", [(place, self.z() ** 10**place) for place in places])
        reached = min(max(self.half_life(), 1), LONGEST)
        name = f"z = {decimal(self.z(), 3)}: half after {decimal(self.half_life(), 1)} steps"
        drawing.dot("state", math.log10(reached), 0.5, name, "right" if reached < 50 else "left")
        return drawing.svg(self.caption)
