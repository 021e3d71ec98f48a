"""What the tests of all forms share: weights, our numbers from them, and what agreeing means."""

import numpy as np
import pytest
import torch
from torch import nn

from gru_course.conventions import GRUWeights, into_layer
from gru_course.layers import GRU

STEPS, BATCH = 4, 3
TOLERANCES = {np.dtype(np.float32): 1e-6, np.dtype(np.float64): 1e-12}
float32, float64 = torch.float32, torch.float64

each_size = pytest.mark.parametrize(
    ("input_size", "hidden_size"), [(1, 1), (3, 1), (1, 4), (3, 5)], ids=lambda n: str(n)
)
each_dtype = pytest.mark.parametrize("dtype", [float32, float64], ids=["float32", "float64"])
both_placements = pytest.mark.parametrize(
    "reset_after", [True, False], ids=["reset after", "reset before"]
)
with_and_without_bias = pytest.mark.parametrize("bias", [True, False], ids=["bias", "no bias"])


def random_weights(
    input_size=3, hidden_size=5, *, bias=True, reset_after=True, dtype=float64
) -> GRUWeights:
    """Normal numbers of deviation 1/2: the gates leave their middle, float32 keeps 6 digits."""
    rows = 3 * hidden_size
    shapes = [(rows, input_size), (rows, hidden_size), *([(rows,), (rows,)] if bias else [])]
    drawn = [torch.randn(shape, dtype=dtype) / 2 for shape in shapes]
    return GRUWeights(*drawn, reset_after=reset_after)


def inputs_for(weights: GRUWeights) -> tuple[np.ndarray, np.ndarray]:
    """A sequence x (T, B, I) and a first state (B, H) in the weights' dtype."""
    (_, hidden_size), (_, input_size) = weights.weight_hh.shape, weights.weight_ih.shape
    sizes = (STEPS, BATCH, input_size), (BATCH, hidden_size)
    return tuple(torch.randn(size, dtype=weights.weight_ih.dtype).numpy() for size in sizes)


@torch.no_grad()
def our_states(weights: GRUWeights, x: np.ndarray, h_0: np.ndarray) -> np.ndarray:
    """The states (T, B, H) of PyTorch's own layer, or of the course's if the reset comes before."""
    sizes = weights.weight_ih.shape[1], weights.weight_hh.shape[1]
    options = {"bias": weights.bias is not None, "dtype": weights.weight_ih.dtype}
    layer = (
        nn.GRU(*sizes, **options)
        if weights.reset_after
        else GRU(*sizes, **options, reset_after=False)
    )
    into_layer(weights, layer)
    return layer(torch.from_numpy(x), torch.from_numpy(h_0)[None])[0].numpy()


def assert_agree(theirs, ours: np.ndarray) -> None:
    """The same numbers within 1e-6 in float32, 1e-12 in float64."""
    theirs = np.asarray(theirs)
    assert theirs.dtype == ours.dtype
    np.testing.assert_allclose(theirs, ours, rtol=0, atol=TOLERANCES[ours.dtype])


def assert_disagree(theirs, ours: np.ndarray) -> None:
    """The check above notices the difference, and by a wide margin."""
    assert np.abs(np.asarray(theirs) - ours).max() > 0.01
    with pytest.raises(AssertionError):
        assert_agree(theirs, ours)


def assert_same_weights(weights: GRUWeights, expected: GRUWeights) -> None:
    """The same bits in every field."""
    assert list(map(bits, vars(weights).values())) == list(map(bits, vars(expected).values()))


def bits(value):
    """A tensor or an array as something to compare bit by bit."""
    if isinstance(value, torch.Tensor):
        value = value.numpy()
    return (value.dtype, value.shape, value.tobytes()) if isinstance(value, np.ndarray) else value
