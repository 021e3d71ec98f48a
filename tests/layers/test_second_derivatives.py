"""A gradient that can be differentiated is the gradient, also where a weight acts more than once.

The state that a layer is given, or its input, then depends on the same weights: it was carried on,
or it is the layer's own output. Numeric derivatives do not see what goes wrong there.
"""

import pytest
import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import PackedSequence, pack_padded_sequence

from gru_course.layers import GRU, LSTM, RNN
from gru_course.layers.mingru import MinGRU
from tests.helpers.plain_loops import PlainLoop, gru_before, mingru

TOLERANCES = 1e-13, 1e-13, 1e-12  # relative to the largest number of the derivative, float64
H = 2

# Ours, the witness (torch's layer, or a step of `plain_loops`), options of both.
CELLS = {
    "gru": (GRU, nn.GRU, {}),
    "gru before": (GRU, gru_before, {"reset_after": False}),
    "lstm": (LSTM, nn.LSTM, {}),
    "rnn": (RNN, nn.RNN, {}),
    "relu": (RNN, nn.RNN, {"nonlinearity": "relu"}),
    "mingru": (MinGRU, mingru, {}),
}
WAYS = {
    "one way": {},
    "both ways": {"bidirectional": True},
    "one way, readable": {"path": "readable"},
    "both ways, readable": {"bidirectional": True, "path": "readable"},
}
CASES = [(kind, way) for kind in CELLS for way in WAYS if kind != "mingru" or way == "one way"]


def layers(kind: str, way: str) -> tuple[nn.Module, nn.Module]:
    """Our layer, and a witness with the same weights; each reads what it gives."""
    ours, witness, options = CELLS[kind]
    options = {"dtype": torch.float64} | WAYS[way] | options
    layer = ours(H * (2 if "bidirectional" in options else 1), H, **options)
    if witness in (gru_before, mingru):
        return layer, PlainLoop(layer, witness)
    options.pop("path", None)
    reference = witness(layer.input_size, H, **options)
    reference.load_state_dict(layer.state_dict())
    return layer, reference


def carried(layer: nn.Module, x, more) -> list:
    """The second part of the sequences begins where the first has ended."""
    y, state = layer(x)
    return [y, *layer(more, state)]


def decoder(layer: nn.Module, x, _) -> list:
    """What comes out goes in again, with the state."""
    y, state = layer(x)
    for _ in range(2):
        y, state = layer(y, state)
    return [y, state]


def twice(layer: nn.Module, x, _) -> list:
    """What comes out goes in again, from a new state."""
    return [*layer(layer(x)[0])]


def loss(values) -> Tensor:
    """Squares of all numbers, summed, whatever holds them."""
    if isinstance(values, PackedSequence):
        return values.data.square().sum()
    return values.square().sum() if isinstance(values, Tensor) else sum(map(loss, values))


def derivatives(layer: nn.Module, scenario, data: Tensor, packed: bool) -> list[list[Tensor]]:
    """First ones, first ones that can be differentiated, and second ones, by data and weights."""
    wanted = [data, *layer.parameters()]
    x, more = data
    if packed:
        x, more = (pack_padded_sequence(v, [1, 2], enforce_sorted=False) for v in (x, more))
    given = loss(scenario(layer, x, more))
    plain = torch.autograd.grad(given, wanted, retain_graph=True)
    first = torch.autograd.grad(given, wanted, create_graph=True)
    return [plain, first, torch.autograd.grad(loss(first), wanted)]


@pytest.mark.parametrize("packed", [False, True], ids=["padded", "packed"])
@pytest.mark.parametrize("scenario", [carried, decoder, twice])
@pytest.mark.parametrize(("kind", "way"), CASES)
def test_derivatives_are_those_of_the_witness(kind, way, scenario, packed):
    layer, witness = layers(kind, way)
    data = torch.randn(2, 2, 2, layer.input_size, dtype=torch.float64, requires_grad=True)
    ours, theirs = (derivatives(run, scenario, data, packed) for run in (layer, witness))
    for found, expected, most in zip(ours, theirs, TOLERANCES, strict=True):
        for a, b in zip(found, expected, strict=True):
            assert (a - b).abs().max() <= most * b.abs().max()
