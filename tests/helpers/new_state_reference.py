"""The states of NewState by torch.nn.GRUCell; a gate that is held hears a bias and nothing else."""

import math

import torch


def torch_states(state: dict) -> torch.Tensor:
    """The state after each of the drawn inputs, shape (24,), float64."""
    cell = torch.nn.GRUCell(1, 1, dtype=torch.float64).requires_grad_(False)
    rows = {name: (state[f"w_i{name}"], state[f"w_h{name}"], state[f"b_{name}"]) for name in "rz"}
    for name in "rz":
        if state[f"{name}_set_by"] == "me":
            rows[name] = (0.0, 0.0, _logit(state[name]))
    of_x, of_h, bias = zip(rows["r"], rows["z"], (state["w_in"], state["w_hn"], 0.0), strict=True)
    cell.weight_ih.copy_(torch.tensor(of_x, dtype=torch.float64)[:, None])
    cell.weight_hh.copy_(torch.tensor(of_h, dtype=torch.float64)[:, None])
    cell.bias_ih.copy_(torch.tensor(bias, dtype=torch.float64))
    cell.bias_hh.zero_()
    h, states = torch.zeros(1, 1, dtype=torch.float64), []
    for x in state["x"]:
        h = cell(torch.tensor([[x]], dtype=torch.float64), h)
        states.append(h[0, 0])
    return torch.stack(states)


def _logit(gate: float) -> float:
    return 800.0 if gate == 1 else -800.0 if gate == 0 else math.log(gate / (1 - gate))
