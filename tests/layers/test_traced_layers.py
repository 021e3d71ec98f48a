"""`torch.jit.trace`: what a trace of a layer computes, and what it refuses to keep."""

import io

import onnxruntime
import pytest
import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import pack_padded_sequence

from tests.layers.test_second_derivatives import CASES, CELLS, layers

pytestmark = [
    pytest.mark.filterwarnings("ignore:`torch.jit.:DeprecationWarning"),  # users still trace
    pytest.mark.filterwarnings("ignore::torch.jit.TracerWarning"),  # of each check of a shape
]


@pytest.mark.parametrize(("kind", "way"), CASES)
def test_a_traced_layer_runs_over_other_numbers_of_sequences(kind, way):
    layer, witness = layers(kind, way)
    traced = torch.jit.trace(layer, torch.randn(4, 2, layer.input_size, dtype=torch.float64))
    x = torch.randn(4, 5, layer.input_size, dtype=torch.float64)
    torch.testing.assert_close(traced(x), witness(x), rtol=0, atol=1e-14)


class Packing(nn.Module):
    """A layer whose lengths are an input, so that a trace of it is asked to run over others."""

    def __init__(self, layer: nn.Module):
        super().__init__()
        self.layer = layer

    def forward(self, x: Tensor, lengths: Tensor) -> Tensor:
        return self.layer(pack_padded_sequence(x, lengths, enforce_sorted=False))[0].data


@pytest.mark.parametrize("kind", CELLS)
def test_lengths_are_not_kept_in_a_trace(kind):
    x = torch.randn(4, 2, 2, dtype=torch.float64)
    with pytest.raises(TypeError, match=r"padded while torch\.jit traces, got a PackedSequence"):
        torch.jit.trace(Packing(layers(kind, "one way")[0]), (x, torch.tensor([2, 4])))


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of the export itself
@pytest.mark.parametrize("kind", CELLS)
def test_the_older_export_to_onnx_knows_a_layer(kind):
    layer, witness = layers(kind, "one way")
    x, file = torch.randn(4, 3, 2), io.BytesIO()
    torch.onnx.export(layer.float(), (x,), file, input_names=["x"], dynamo=False)
    output, *_ = onnxruntime.InferenceSession(file.getvalue()).run(None, {"x": x.numpy()})
    torch.testing.assert_close(torch.tensor(output), witness.float()(x)[0], rtol=0, atol=1e-6)
