"""A weight that is computed at every reading is read once in a forward, as by torch.nn's layers."""

import pytest
import torch
from torch import Tensor, nn
from torch.nn.utils import parametrize

from gru_course.layers.recurrence import PATHS
from tests.layers.test_layers import LAYERS, OUTPUTS, Case


class Growing(nn.Module):
    """A weight that is another one at every reading."""

    readings = 0

    def forward(self, weight: Tensor) -> Tensor:
        self.readings += 1
        return weight / self.readings


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("kind", LAYERS)
def test_a_packed_forward_uses_one_version_of_each_weight(kind, path):
    case = Case(kind=kind, form="packed unsorted", num_layers=2, bidirectional=True, path=path)
    reference, layer = case.layers()
    readers = {name: Growing() for name, _ in reference.named_parameters()}
    for name, reader in readers.items():
        parametrize.register_parametrization(layer, name, reader)
        reader.readings = 1  # and so every first reading halves it
    reference.load_state_dict({name: w / 2 for name, w in reference.state_dict().items()})

    outputs = [case.run(each, *case.tensors()) for each in (layer, reference)]
    for ours, theirs in zip(*outputs, strict=True):
        torch.testing.assert_close(ours, theirs, rtol=0, atol=OUTPUTS)
    assert {reader.readings for reader in readers.values()} == {2}
