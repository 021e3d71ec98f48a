"""What code for torch.nn's layers reads of a layer is there, and says what torch's says."""

import pytest
import torch

from gru_course.layers import GRU, LSTM
from gru_course.layers.mingru import MinGRU
from tests.layers.test_layers import LAYERS, Case


@pytest.mark.parametrize("bidirectional", [False, True])
@pytest.mark.parametrize("bias", [False, True])
@pytest.mark.parametrize("kind", LAYERS)
def test_a_layer_lists_its_parameters_as_torch_does(kind, bias, bidirectional):
    case = Case(kind=kind, form="padded", num_layers=2, bias=bias, bidirectional=bidirectional)
    reference, layer = case.layers()
    for name in ("_all_weights", "mode", "proj_size"):
        assert getattr(layer, name) == getattr(reference, name)
    torch.testing.assert_close(layer.all_weights, reference.all_weights, rtol=0, atol=0)


def test_a_layer_without_hidden_weights_lists_those_that_it_has():
    layer = MinGRU(2, 3)
    ((weight, bias),) = layer.all_weights
    assert weight is layer.weight_ih_l0 and bias is layer.bias_ih_l0


def test_an_lstm_has_no_projections():
    assert repr(LSTM(2, 3, proj_size=0)) == "LSTM(2, 3)"
    with pytest.raises(ValueError, match="proj_size must be 0, there are no projections, got 1"):
        LSTM(2, 3, proj_size=1)
    with pytest.raises(TypeError, match="proj_size"):  # which torch.nn.GRU refuses as well
        GRU(2, 3, proj_size=0)
