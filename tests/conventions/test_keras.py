"""Keras itself, on PyTorch, gives our numbers from weights that went to it, and the other way."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from gru_course.conventions import from_keras, to_keras
from tests.conventions.agreement import (
    assert_agree,
    assert_disagree,
    assert_same_weights,
    bits,
    each_size,
    float32,
    float64,
    inputs_for,
    our_states,
    random_weights,
    with_and_without_bias,
)

# Keras reads its variables through an `__array__` without NumPy 2's `copy` argument.
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")


# With r before the product Keras loops in Python, where it multiplies float64 in float32 unless it
# runs on TensorFlow: there are no 12 digits to compare.
each_form = pytest.mark.parametrize(
    ("reset_after", "dtype"),
    [(True, float32), (True, float64), (False, float32)],
    ids=["reset after, float32", "reset after, float64", "reset before, float32"],
)


@pytest.fixture(scope="module")
def keras(tmp_path_factory):
    """Keras on PyTorch, with its settings in a folder of ours. Imported here: it takes seconds."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KERAS_BACKEND", "torch")
        patch.setenv("KERAS_HOME", str(tmp_path_factory.mktemp("keras")))
        import keras
    assert keras.backend.backend() == "torch"
    return keras


@pytest.fixture
def keras_layer(keras):
    """Make a Keras GRU that holds such weights, or is drawn at random without them."""

    def make(weights, *, fill=True):
        (rows, input_size), dtype = weights.weight_ih.shape, weights.weight_ih.dtype
        layer = keras.layers.GRU(
            rows // 3,
            use_bias=weights.bias is not None,
            bias_initializer="random_normal",
            reset_after=weights.reset_after,
            return_sequences=True,
            dtype=str(dtype).removeprefix("torch."),
        )
        layer.build((None, None, input_size))
        if fill:
            layer.set_weights(to_keras(weights))
        return layer

    return make


@torch.no_grad()
def keras_states(layer, x, h_0):
    """The states (T, B, H); Keras puts the batch first."""
    y = layer(torch.from_numpy(x).swapaxes(0, 1), initial_state=torch.from_numpy(h_0))
    return y.swapaxes(0, 1).numpy()


@each_form
@each_size
@with_and_without_bias
def test_keras_gives_our_numbers(keras_layer, reset_after, input_size, hidden_size, dtype, bias):
    options = {"bias": bias, "reset_after": reset_after, "dtype": dtype}
    weights = random_weights(input_size, hidden_size, **options)
    x, h_0 = inputs_for(weights)
    assert_agree(keras_states(keras_layer(weights), x, h_0), our_states(weights, x, h_0))


@each_form
@with_and_without_bias
def test_we_give_the_numbers_of_keras(keras_layer, reset_after, dtype, bias):
    layer = keras_layer(random_weights(bias=bias, reset_after=reset_after, dtype=dtype), fill=False)
    weights = from_keras(layer.get_weights(), reset_after=layer.reset_after)
    x, h_0 = inputs_for(weights)
    assert_agree(keras_states(layer, x, h_0), our_states(weights, x, h_0))
    assert list(map(bits, to_keras(weights))) == list(map(bits, layer.get_weights()))


@pytest.mark.parametrize("array", [0, 1, 2], ids=["kernel", "recurrent_kernel", "bias"])
def test_a_wrong_order_of_the_gates_is_noticed(keras_layer, array):
    weights = random_weights()
    layer, (x, h_0) = keras_layer(weights), inputs_for(weights)
    arrays = to_keras(weights)
    z, r, n = np.split(arrays[array], 3, axis=-1)
    arrays[array] = np.concatenate([r, z, n], axis=-1)
    layer.set_weights(arrays)
    assert_disagree(keras_states(layer, x, h_0), our_states(weights, x, h_0))


@given(
    input_size=st.integers(1, 6),
    hidden_size=st.integers(1, 6),
    bias=st.booleans(),
    seed=st.integers(0, 99),
)
def test_round_trips_are_exact(input_size, hidden_size, bias, seed):
    torch.manual_seed(seed)
    weights = random_weights(input_size, hidden_size, bias=bias)
    assert_same_weights(from_keras(to_keras(weights)), weights)
    before = random_weights(input_size, hidden_size, bias=bias, reset_after=False)
    one_bias = from_keras(to_keras(before), reset_after=False)
    assert_same_weights(from_keras(to_keras(one_bias), reset_after=False), one_bias)
    assert bits(one_bias.weight_hh) == bits(before.weight_hh)


@pytest.mark.parametrize(
    ("arrays", "reset_after", "message"),
    [
        ([(3, 15), (5, 15), (15,)], True, r"bias must have shape \(2, 3H\) .*5, got \(15,\)"),
        ([(3, 15), (5, 15), (2, 15)], False, r"bias must have shape \(3H,\) .*got \(2, 15\)"),
        ([(15, 3), (5, 15)], True, r"kernel must have shape \(I, 3H\) .*5, got \(15, 3\)"),
        ([(3, 15), (15, 5)], True, r"recurrent_kernel .* \(H, 3H\), got \(15, 5\)"),
        ([(3, 15)], True, "arrays must be kernel, recurrent_kernel and bias, got 1"),
    ],
)
def test_what_does_not_fit_is_refused(arrays, reset_after, message):
    with pytest.raises(ValueError, match=message):
        from_keras(list(map(np.zeros, arrays)), reset_after=reset_after)
