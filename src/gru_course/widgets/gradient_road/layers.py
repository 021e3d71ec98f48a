"""The three layers of GradientRoad in torch, and what is left of their gradient on the way back."""

import math
from collections.abc import Callable

import torch
from torch import Tensor, nn

from gru_course.widgets.shared.seeded import mulberry32

CELLS = {"rnn": (nn.RNNCell, 1), "gru": (nn.GRUCell, 3), "lstm": (nn.LSTMCell, 4)}
PARAMETERS = ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
OPEN = 40.0  # the bias of a gate that stands at 1 in float64


def drawn(state: dict) -> tuple[Tensor, dict[str, nn.RNNCellBase]]:
    """Inputs (T, 1) of variance 1 and the three cells, all drawn from the seed as torch would."""
    size, numbers = int(state["hidden_size"]), mulberry32(int(state["seed"]))
    cells = {name: cell(1, size, dtype=torch.float64) for name, (cell, _) in CELLS.items()}
    for cell in cells.values():
        for name in PARAMETERS:
            parameter = getattr(cell, name).data
            uniform = [2 * next(numbers) - 1 for _ in range(parameter.numel())]
            values = torch.tensor(uniform, dtype=torch.float64) / math.sqrt(size)
            parameter.copy_(values.view_as(parameter))
        cell.weight_hh.data *= state["gain"]
    cells["gru"].bias_hh.data[size : 2 * size] += state["b_z"]  # rows r, z, n
    cells["lstm"].bias_hh.data[size : 2 * size] += state["b_f"]  # rows i, f, g, o
    xs = [math.sqrt(3) * (2 * next(numbers) - 1) for _ in range(int(state["steps"]))]
    return torch.tensor(xs, dtype=torch.float64)[:, None], cells


def by_hand(state: dict) -> tuple[Tensor, dict[str, nn.RNNCellBase]]:
    """A pulse (T, 1), then silence; and units whose candidates hear w x + u h, their gates a bias.

    r = 1 in the GRU; o = 1 and i = 1 - f in the LSTM, as a GRU would couple them.
    """
    gates = {
        "rnn": [None],
        "gru": [OPEN, state["b_z"], None],
        "lstm": [-state["b_f"], state["b_f"], None, OPEN],
    }
    cells = {}
    for name, rows in gates.items():
        cell = cells[name] = CELLS[name][0](1, 1, dtype=torch.float64)
        candidate = torch.tensor([row is None for row in rows], dtype=torch.float64)[:, None]
        cell.weight_ih.data = state["w"] * candidate
        cell.weight_hh.data = state["u"] * candidate
        cell.bias_ih.data = torch.tensor([row or 0.0 for row in rows], dtype=torch.float64)
        cell.bias_hh.data.zero_()
    xs = torch.zeros(int(state["steps"]), 1, dtype=torch.float64)
    xs[0] = 1.0
    return xs, cells


MAKERS: dict[str, Callable[[dict], tuple[Tensor, dict[str, nn.RNNCellBase]]]] = {
    "drawn": drawn,
    "by hand": by_hand,
}


def run(cell: nn.RNNCellBase, xs: Tensor) -> list[Tensor]:
    """What carries the memory before the first step and after each: h, or an LSTM's c; (1, H)."""
    zero = torch.zeros(1, cell.hidden_size, dtype=torch.float64, requires_grad=True)
    states = [(zero, zero)]
    for x in xs:
        if isinstance(cell, nn.LSTMCell):
            states.append(cell(x[None], states[-1]))
        else:
            h = cell(x[None], states[-1][0])
            states.append((h, h))
    return [carries for _, carries in states]


def road(states: list[Tensor]) -> list[Tensor]:
    """The gradient of the sum of the last state by every state: T + 1 vectors (H)."""
    return [grad[0] for grad in torch.autograd.grad(states[-1].sum(), states)]
