"""Weights leave a cell or layer and enter another one as they were, or not at all."""

import numpy as np
import pytest
import torch
from torch import nn

from gru_course import cells, layers
from gru_course.conventions import (
    GRUWeights,
    from_layer,
    into_layer,
    to_flax_linen,
    to_keras,
)
from gru_course.numpy_cell import NumpyGRUCell
from tests.conventions.agreement import (
    assert_agree,
    assert_same_weights,
    inputs_for,
    our_states,
    random_weights,
)

MODULES = {"nn.GRU": nn.GRU, "nn.GRUCell": nn.GRUCell, "GRU": layers.GRU, "GRUCell": cells.GRUCell}


@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize("kind", MODULES)
def test_weights_move_between_cells_and_layers_bit_by_bit(kind, bias):
    weights = random_weights(bias=bias)
    module = MODULES[kind](3, 5, bias=bias, dtype=torch.float64)
    into_layer(weights, module)
    assert_same_weights(from_layer(module), weights)
    names = {name.removesuffix("_l0"): p for name, p in module.named_parameters()}
    assert len(names) == (4 if bias else 2)
    assert all(torch.equal(p, getattr(weights, name)) for name, p in names.items())


def test_every_layer_and_direction_has_weights_of_its_own():
    source = nn.GRU(3, 5, num_layers=2, bidirectional=True)
    target = layers.GRU(3, 5, num_layers=2, bidirectional=True)
    for layer in (0, 1):
        for reverse in (False, True):
            into_layer(from_layer(source, layer, reverse=reverse), target, layer, reverse=reverse)
    expected = source.state_dict()
    assert all(torch.equal(p, expected[name]) for name, p in target.state_dict().items())


@pytest.mark.parametrize("module", [layers.GRU, cells.GRUCell])
def test_the_place_of_r_travels_with_the_weights(module):
    assert from_layer(module(3, 5)).reset_after
    before = module(3, 5, reset_after=False)
    assert not from_layer(before).reset_after
    into_layer(from_layer(before), layers.GRU(3, 5, reset_after=False))
    with pytest.raises(
        ValueError, match=r"must be True for this GRU, got False: .*another equation"
    ):
        into_layer(from_layer(before), nn.GRU(3, 5))
    with pytest.raises(ValueError, match=r"must be False for this GRU.*, got True: .*no b_hn"):
        into_layer(from_layer(nn.GRU(3, 5)), before)


def test_weights_are_copies():
    cell = nn.GRUCell(3, 5)
    weights = from_layer(cell)
    assert not weights.weight_ih.requires_grad
    weights.weight_ih.zero_()
    assert cell.weight_ih.abs().sum() > 0
    into_layer(weights, cell)
    weights.weight_ih.fill_(7)
    assert cell.weight_ih.requires_grad
    assert cell.weight_ih.abs().sum() == 0


def test_weights_in_training_are_taken_as_they_are_and_not_shared():
    cell = nn.GRUCell(3, 5)
    weights = GRUWeights(*cell.parameters())  # they require gradients, and are no copies
    before = weights.weight_ih.clone()
    for array in (to_keras(weights)[0], to_flax_linen(weights)["ir"]["kernel"]):
        array[:] = 7
    assert torch.equal(cell.weight_ih, before)


def test_missing_biases_are_zeros():
    weights, module = random_weights(bias=False), nn.GRU(3, 5, dtype=torch.float64)
    into_layer(weights, module)
    assert not module.bias_ih_l0.any()
    assert not module.bias_hh_l0.any()
    into_layer(from_layer(module), nn.GRU(3, 5, bias=False, dtype=torch.float64))  # zeros may go


def test_the_numpy_cell_takes_them():
    weights = random_weights(reset_after=False)
    x, h_0 = inputs_for(weights)
    cell = NumpyGRUCell(**vars(weights))
    first = np.array([cell(*pair) for pair in zip(x[0], h_0, strict=True)])
    assert_agree(first, our_states(weights, x[:1], h_0)[0])


@pytest.mark.parametrize(
    ("module", "arguments", "error", "message"),
    [
        (nn.LSTM(3, 5), {}, TypeError, "gru must be a GRU or a GRUCell, got LSTM"),
        (nn.GRU(3, 5), {"layer": 1}, ValueError, "layer must be from 0 to 0, got 1"),
        (nn.GRUCell(3, 5), {"layer": -1}, ValueError, "layer must be from 0 to 0, got -1"),
        (nn.GRU(3, 5), {"reverse": True}, ValueError, "reverse must be False .* got True"),
        (nn.GRUCell(3, 5), {"reverse": True}, ValueError, "reverse must be False .* got True"),
    ],
)
def test_a_recurrence_that_is_not_there_is_refused(module, arguments, error, message):
    with pytest.raises(error, match=message):
        from_layer(module, **arguments)
    with pytest.raises(error, match=message):
        into_layer(random_weights(dtype=torch.float32), module, **arguments)


@pytest.mark.parametrize(
    ("module", "message"),
    [
        (nn.GRU(4, 5).double(), r"weight_ih must be .* shape \(15, 4\) .* shape \(15, 3\)"),
        (nn.GRU(3, 5), "weight_ih must be torch.float32 .* got torch.float64"),
        (nn.GRU(3, 5, bias=False).double(), "bias_ih must be 0 for a layer with bias=False, got"),
    ],
)
def test_a_refused_layer_is_left_as_it_was(module, message):
    before = [p.clone() for p in module.parameters()]
    with pytest.raises(ValueError, match=message):
        into_layer(random_weights(), module)
    assert all(map(torch.equal, before, module.parameters()))


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        ({"weight_hh": torch.zeros(20, 5)}, ValueError, r"weight_hh .*\(3H, H\).*got \(20, 5\)"),
        ({"weight_ih": torch.zeros(12, 3)}, ValueError, r"weight_ih .* H = 5, got \(12, 3\)"),
        ({"weight_ih": torch.zeros(15, 0)}, ValueError, r"weight_ih .* got \(15, 0\)"),
        ({"bias_hh": torch.zeros(5)}, ValueError, r"bias_hh .*\(3H,\) with H = 5, got \(5,\)"),
        ({"bias_hh": None}, ValueError, "bias_ih and bias_hh .* None, bias_hh is"),
        ({"weight_ih": None}, TypeError, "weight_ih must be a Tensor, got NoneType"),
        ({"bias_ih": np.zeros(15)}, TypeError, "bias_ih must be a Tensor, got ndarray"),
        ({"bias_ih": torch.zeros(15).half()}, TypeError, "bias_ih .* float64, got float16"),
        ({"bias_ih": torch.zeros(15).double()}, TypeError, "bias_ih must be float32 .* float64"),
        ({"reset_after": 1}, TypeError, "reset_after must be True or False, got 1"),
    ],
)
def test_weights_that_do_not_fit_each_other_are_refused(change, error, message):
    with pytest.raises(error, match=message):
        GRUWeights(**vars(random_weights(dtype=torch.float32)) | change)


def test_a_layer_in_the_place_of_its_weights_is_refused_with_the_way_to_them():
    layer = layers.GRU(2, 3)
    for give in (to_keras, to_flax_linen, lambda weights: into_layer(weights, layer)):
        with pytest.raises(
            TypeError, match=r"weights must be GRUWeights \(see from_layer\), got GRU"
        ):
            give(layer)
