"""What torch makes of a state of `SideBySide`."""

import torch


def _layer(kind, rows: dict[int, float], own: dict[int, float], biases: dict[int, float]):
    layer = kind(1, 1, dtype=torch.float64)
    with torch.no_grad():
        for parameter in layer.parameters():
            parameter.zero_()
        for weight, given in zip(layer.parameters(), (rows, own, biases), strict=False):
            for row, value in given.items():
                weight[row] = value
    return layer


def _inputs(state) -> torch.Tensor:
    return torch.tensor(state["x"], dtype=torch.float64)[:, None]


@torch.no_grad()
def torch_lstm(state) -> tuple[torch.Tensor, torch.Tensor]:
    """h and c after each step; rows are stacked i, f, g, o."""
    biases = {0: state["b_i"], 1: state["b_f"], 3: state["b_o"]}
    layer = _layer(torch.nn.LSTM, {2: state["w"]}, {}, biases)
    h = layer(_inputs(state))[0][:, 0]
    memories, old = [], None
    for x in _inputs(state):
        _, old = layer(x[None], old)
        memories.append(old[1].item())
    return h, torch.tensor(memories, dtype=torch.float64)


@torch.no_grad()
def torch_gru(state) -> torch.Tensor:
    """h after each step; rows are stacked r, z, n, and r is 1."""
    rows, own = {2: state["w"]}, {2: state["u"]}
    layer = _layer(torch.nn.GRU, rows, own, {0: 40.0, 1: state["b_z"]})
    return layer(_inputs(state))[0][:, 0]
