"""The two forms: one meaning of z keeps the old state, the other replaces it."""

from gru_course.widgets.base import GRUWidget, number, option

# What happens to the weights on the way, as the signs of s and b in the copy.
SIGNS = {
    "copy": (1, 1),
    "negate b": (1, -1),
    "negate W, U": (-1, 1),
    "negate W, U, b": (-1, -1),
}


class UpdateGateForms(GRUWidget):
    """Copy weights from PyTorch's form of the GRU into the form of Chung et al.

    PyTorch: h = (1 - z) n + z h_prev. Chung et al. and the FAU lecture:
    h = (1 - z) h_prev + z n. In both z = sigmoid(s + b), where s = W_z x + U_z h_prev.
    """

    module = "update_gate_forms"
    caption = (
        "Two cells with the same weights. In PyTorch's form z near 1 keeps the old state; in the "
        "form of Chung et al. z near 1 replaces it, so the copy forgets what the original keeps."
    )
    presets = {
        "long memory": {"s": 0.0, "b": 4.6, "conversion": "copy"},
        "z = 0.5": {"s": -1.0, "b": 1.0, "conversion": "copy"},
        "lucky: b = 0": {"s": 2.0, "b": 0.0, "conversion": "negate W, U"},
    }

    s = number(1.4, -6.0, 6.0, "What x and h bring to the gate: W_z x + U_z h_prev.", 0.1)
    b = number(1.0, -6.0, 6.0, "Bias of the update gate.", 0.1)
    conversion = option("copy", tuple(SIGNS), "What is done with the weights on the way.")
    n = number(-0.4, -1.0, 1.0, "Candidate state.")
    h_prev = number(0.8, -1.0, 1.0, "Old hidden state.")
