"""The lever: the update gate mixes the candidate and the old state."""

from gru_course.widgets.base import GRUWidget, number


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
