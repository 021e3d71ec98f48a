"""What torch makes of gate golf's two units: the witness of the widget's numbers."""

import torch

from gru_course.widgets.gate_golf.holes import HOLES

ROWS_X = {"z_x": (2, 0), "z_s": (2, 1), "n_x": (4, 0), "n_s": (4, 1)}  # of weight_ih
ROWS_H = {"z2_h": (3, 0), "n2_h": (5, 0)}  # of weight_hh
ROWS_B = {"r2_b": 1, "z_b": 2, "z2_b": 3, "n_b": 4, "n2_b": 5}


def torch_states(hole: str, sequence: str, weights: dict[str, float]) -> torch.Tensor:
    """The states of both units over a sequence, (T, 2), of a torch.nn.GRU in float64."""
    gru = torch.nn.GRU(2, 2, dtype=torch.float64)
    used = {name: weights.get(name, 0.0) for name in HOLES[hole]["weights"]}
    with torch.no_grad():
        for parameter in gru.parameters():
            parameter.zero_()
        for name, value in used.items():
            if name in ROWS_B:
                gru.bias_ih_l0[ROWS_B[name]] = value
            else:
                matrix = gru.weight_ih_l0 if name in ROWS_X else gru.weight_hh_l0
                matrix[(ROWS_X | ROWS_H)[name]] = value
        given = HOLES[hole][sequence]
        inputs = torch.tensor([given["x"], given["s"]], dtype=torch.float64).T
        return gru(inputs)[0]
