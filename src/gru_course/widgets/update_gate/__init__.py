"""The lever: the update gate mixes the candidate and the old state."""

from gru_course.widgets.base import GRUWidget, number
from gru_course.widgets.shared.lever import lever
from gru_course.widgets.shared.picture import decimal


class UpdateGate(GRUWidget):
    """Drag z from the candidate to the old state.  h = (1 - z) n + z h_prev"""

    module = "update_gate"
    caption = (
        "The new state lies on the straight line from the candidate, at z = 0, "
        "to the old state, at z = 1."
    )
    presets = {
        "keep all": {"z": 1.0},
        "replace all": {"z": 0.0},
        "z = 0.9": {"z": 0.9, "n": -0.4, "h_prev": 0.8},
    }

    z = number(0.5, 0.0, 1.0, "Update gate; near 1 keeps the old state.")
    n = number(-0.4, -1.0, 1.0, "Candidate state.")
    h_prev = number(0.8, -1.0, 1.0, "Old hidden state.")

    def picture(self) -> str:
        h = (1 - self.z) * self.n + self.z * self.h_prev
        label = f"update gate z = {decimal(self.z)}"
        drawing = lever(self.z, h, self.n, self.h_prev, x_label=label)
        return drawing.svg(self.caption)
