"""The whole cell, all four stages in one picture, and its run over a sequence."""

import math
from typing import Any, NamedTuple

import traitlets

from gru_course.widgets.base import VIEW, GRUWidget, in_order, number, option

# Twenty draws between -1 and 1, written out.
NOISE = """
    -0.35  0.81  0.12 -0.93  0.64  0.47 -0.58  0.22 -0.71  0.95
     0.38 -0.16 -0.84  0.55 -0.27  0.73 -0.49  0.06  0.88 -0.62
"""
INPUTS = {  # one value of x per step
    "pulse": [0.0] * 2 + [1.0] + [0.0] * 17,
    "steps": [0.0] * 2 + [1.0] * 5 + [0.0] * 4 + [-1.0] * 5 + [0.0] * 4,
    "sine": [round(math.sin(2 * math.pi * t / 10), 2) for t in range(20)],
    "noise": [float(x) for x in NOISE.split()],
}
WHO = ("weights", "me")
CORNERS = ("copy", "Elman RNN", "feed-forward")
DETAILS = {  # how much of the cell is shown, and the presets for it
    "flow": CORNERS,
    "corners": (),  # they are the task
    "run": (*CORNERS, "leaky memory", "latch"),
}


class Step(NamedTuple):
    """What the cell makes of one input and one old state."""

    x: float
    h_prev: float
    r: float
    z: float
    past: float  # w_hn h_prev + b_hn
    gated: float  # what r lets of it into the candidate
    from_x: float  # w_in x + b_in
    n: float
    h: float


def _held(**gates: float) -> dict[str, float | str]:
    """The state in which the reader holds these gates."""
    return {"stage": "state", **gates, **{f"{name}_set_by": "me" for name in gates}}


class WholeCell(GRUWidget):
    """All stages of a GRU of one unit.  h = (1 - z) n + z h_prev

    Its candidate is n = tanh(w_in x + b_in + r (w_hn h_prev + b_hn)). The weights set the gates,
    or the reader does (r_set_by="me"). Step 0 is the cell at x and h_prev; steps 1 to 20 take
    both from the run over the chosen sequence, which starts at h = 0. b_r, b_z and b_in are the
    sums of PyTorch's two biases, where only the sum matters.

    detail: "flow" shows one step and the square of both gates, "corners" also a task on the
    square's corners, "run" the cell over a sequence too. Raises ValueError for another detail.
    """

    module = "whole_cell"
    caption = (
        "One step of a GRU, from left to right. The height of a band is the number that passes "
        "(two strokes: more than 1). r lets a part of the past into the candidate n, z keeps a "
        "part of the old state, and 1 − z lets the candidate in."
    )
    presets = {
        "copy": _held(z=1.0),
        "Elman RNN": _held(r=1.0, z=0.0),
        "feed-forward": _held(r=0.0, z=0.0),
        "leaky memory": _held(r=0.0, z=0.9) | {"w_in": 2.0, "b_in": 0.0, "sequence": "steps"},
        "latch": _held(r=1.0, z=0.5)
        | {"w_in": 4.0, "b_in": 0.0, "w_hn": 3.0, "b_hn": 0.0, "sequence": "steps"},
    }

    x = number(0.4, -1.0, 1.0, "Input, at step 0.")
    h_prev = number(0.8, -1.0, 1.0, "Old hidden state, at step 0.")
    stage = option("state", ("reset", "update", "candidate", "state"), "Stage with its controls.")
    w_ir = number(-1.0, -6.0, 6.0, "Reset gate's weight of the input.", step=0.1)
    w_hr = number(-2.0, -6.0, 6.0, "Reset gate's weight of the old state.", step=0.1)
    b_r = number(1.5, -8.0, 8.0, "Reset gate's bias.", step=0.1)
    r_set_by = option("weights", WHO, "Who sets the reset gate.")
    r = number(0.5, 0.0, 1.0, "Reset gate when r_set_by is 'me'.")
    w_iz = number(-3.0, -6.0, 6.0, "Update gate's weight of the input.", step=0.1)
    w_hz = number(1.0, -6.0, 6.0, "Update gate's weight of the old state.", step=0.1)
    b_z = number(0.8, -8.0, 8.0, "Update gate's bias.", step=0.1)
    z_set_by = option("weights", WHO, "Who sets the update gate.")
    z = number(0.5, 0.0, 1.0, "Update gate when z_set_by is 'me'; near 1 keeps the old state.")
    w_in = number(1.0, -6.0, 6.0, "Candidate's weight of the input.", step=0.1)
    b_in = number(0.0, -4.0, 4.0, "Candidate's bias of the input.", step=0.1)
    w_hn = number(0.8, -6.0, 6.0, "Candidate's weight of the old state, gated by r.", step=0.1)
    b_hn = number(0.0, -4.0, 4.0, "Candidate's bias of the old state, gated by r too.", step=0.1)
    sequence = option("pulse", INPUTS, "Input of the run.")
    step = number(0, 0, 20, "Step of the run that the cell shows; 0 is x and h_prev.", step=1)

    _content = traitlets.Dict(read_only=True).tag(sync=True)

    def __init__(self, *, detail: str = "run", **state: Any) -> None:
        if detail not in DETAILS:
            raise ValueError(f"detail must be one of {', '.join(DETAILS)}, got {detail!r}")
        super().__init__(**state)
        self.set_trait("_content", {} if detail == "run" else {"detail": detail})
        shown = {name: self.presets[name] for name in DETAILS[detail]}
        self.set_trait("_presets", in_order(shown))

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict, dict]:
        data, metadata = super()._repr_mimebundle_(**kwargs)
        metadata[VIEW]["detail"] = self._content.get("detail", "run")  # for the room that it needs
        return data, metadata

    def at(self, x: float, h_prev: float) -> Step:
        """One step of the cell from x and h_prev."""
        r, z = self.r, self.z
        if self.r_set_by == "weights":
            r = _sigmoid(self.w_ir * x + self.w_hr * h_prev + self.b_r)
        if self.z_set_by == "weights":
            z = _sigmoid(self.w_iz * x + self.w_hz * h_prev + self.b_z)
        past = self.w_hn * h_prev + self.b_hn
        from_x = self.w_in * x + self.b_in
        n = math.tanh(from_x + r * past)
        h = (1 - z) * n + z * h_prev
        return Step(x, h_prev, r, z, past, r * past, from_x, n, h)

    def run(self) -> list[Step]:
        """The steps over the chosen sequence, from h = 0."""
        steps, h = [], 0.0
        for x in INPUTS[self.sequence]:
            steps.append(self.at(x, h))
            h = steps[-1].h
        return steps

    def shown(self) -> Step:
        """The step in the picture."""
        if self.step:
            return self.run()[int(self.step) - 1]
        return self.at(self.x, self.h_prev)


def _sigmoid(a: float) -> float:
    return 1 / (1 + math.exp(-a))
