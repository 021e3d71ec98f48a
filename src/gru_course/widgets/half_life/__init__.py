"""How long an update gate remembers, and the bias that makes it so."""

import math

from gru_course.widgets.base import GRUWidget, number

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
