"""A batch of no sequences runs, and can be differentiated, as by torch.nn's layers."""

import pytest
import torch
from torch.utils._pytree import tree_leaves

from gru_course.layers import GRU
from gru_course.layers.mingru import MinGRU
from gru_course.layers.recurrence import PATHS
from tests.layers.test_layers import LAYERS, Case


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("batch_first", [False, True])
@pytest.mark.parametrize("kind", LAYERS)
def test_outputs_and_gradients_are_those_of_torch(kind, batch_first, path):
    options = {"num_layers": 2, "bidirectional": True, "batch_first": batch_first, "path": path}
    results = []
    for layer in Case(kind=kind, form="padded", **options).layers():
        x = torch.zeros((0, 4, 3) if batch_first else (4, 0, 3), dtype=torch.float64)
        wanted = [x.requires_grad_(), *layer.parameters()]
        outputs = tree_leaves(layer(x))
        results.append([*outputs, *torch.autograd.grad(outputs[0].sum(), wanted)])
    theirs, ours = results
    assert all(torch.equal(a, b) for a, b in zip(ours, theirs, strict=True))  # empty, or zeros


@pytest.mark.parametrize("layer", [GRU(2, 3), MinGRU(2, 3)], ids=["gru", "mingru"])
def test_gates_of_no_sequences_are_empty(layer):
    output, h_n, gates = layer(torch.zeros(4, 0, 2), return_gates=True)
    assert {tuple(values.shape) for values in (output, *gates)} == {(4, 0, 3)}
    assert h_n.shape == (1, 0, 3)
    output.sum().backward()
    assert all(parameter.grad.count_nonzero() == 0 for parameter in layer.parameters())
