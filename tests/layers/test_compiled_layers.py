"""`torch.compile` and packed sequences: torch's layer, uncompiled, is the witness."""

import pytest
import torch
from torch.nn.utils.rnn import PackedSequence, pack_padded_sequence

from tests.layers.test_layers import OUTPUTS, Case


def fields(packed: PackedSequence) -> dict:
    return dict(zip(packed._fields, packed, strict=True))


@pytest.mark.filterwarnings("ignore:The .grad attribute:UserWarning")  # which torch.compile reads
@pytest.mark.parametrize("enforce_sorted", [True, False], ids=["sorted", "unsorted"])
def test_a_compiled_layer_gives_a_whole_packed_sequence(enforce_sorted):
    torch.compiler.reset()
    reference, layer = Case(kind="gru", form="packed").layers()
    compiled = torch.compile(layer, backend="eager")
    for lengths in ([4, 2, 1], [3, 3, 2]):
        lengths = lengths if enforce_sorted else lengths[::-1]
        x = torch.randn(max(lengths), 3, 3, dtype=torch.float64)
        packed = pack_padded_sequence(x, lengths, enforce_sorted=enforce_sorted)
        ours, theirs = compiled(packed)[0], reference(packed)[0]
        assert type(ours) is PackedSequence
        torch.testing.assert_close(fields(ours), fields(theirs), rtol=0, atol=OUTPUTS)
