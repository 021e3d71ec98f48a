"""ONNX Runtime gives our numbers from weights that went to a GRU node, and the other way round."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import nn

from gru_course.conventions import OnnxWeights, from_layer, from_onnx, into_layer, to_onnx
from gru_course.layers import GRU
from tests.conventions.agreement import (
    assert_agree,
    assert_disagree,
    assert_same_weights,
    bits,
    both_placements,
    each_size,
    float32,
    float64,
    inputs_for,
    our_states,
    random_weights,
    with_and_without_bias,
)


def gru_model(weights):
    """A model that is one GRU node, with X (T, B, I) and initial_h (D, B, H) for inputs."""
    from onnx import helper, numpy_helper

    directions, _, hidden_size = weights.R.shape
    arrays = {name: a for name in "WRB" if (a := getattr(weights, name)) is not None}
    kind = helper.np_dtype_to_tensor_dtype(weights.W.dtype)
    node = helper.make_node(
        "GRU",
        ["X", "W", "R", "B" if "B" in arrays else "", "", "initial_h"],
        ["Y"],
        hidden_size=hidden_size,
        direction="bidirectional" if directions == 2 else "forward",
        linear_before_reset=weights.linear_before_reset,
    )
    graph = helper.make_graph(
        [node],
        "one GRU",
        [helper.make_tensor_value_info(name, kind, [None] * 3) for name in ("X", "initial_h")],
        [helper.make_tensor_value_info("Y", kind, [None] * 4)],
        [numpy_helper.from_array(array, name) for name, array in arrays.items()],
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 14)], ir_version=8)


def runtime_states(weights, x, h_0):
    """What ONNX Runtime computes, (T, D, B, H); its GRU knows float32 only."""
    import onnxruntime

    session = onnxruntime.InferenceSession(
        gru_model(weights).SerializeToString(), providers=["CPUExecutionProvider"]
    )
    return session.run(None, {"X": x, "initial_h": h_0})[0]


def reference_states(weights, x, h_0):
    """What ONNX's own reference computes, (T, D, B, H), in any dtype."""
    from onnx.reference import ReferenceEvaluator

    return ReferenceEvaluator(gru_model(weights)).run(None, {"X": x, "initial_h": h_0})[0]


@both_placements
@each_size
@with_and_without_bias
@pytest.mark.parametrize(
    ("states", "dtype"),
    [(runtime_states, float32), (reference_states, float64)],
    ids=["ONNX Runtime", "reference"],
)
def test_a_node_gives_our_numbers(states, dtype, reset_after, input_size, hidden_size, bias):
    options = {"bias": bias, "reset_after": reset_after, "dtype": dtype}
    weights = random_weights(input_size, hidden_size, **options)
    x, h_0 = inputs_for(weights)
    node = to_onnx(weights)
    assert node.linear_before_reset == int(reset_after)
    assert_agree(states(node, x, h_0[None])[:, 0], our_states(weights, x, h_0))


@both_placements
def test_both_directions_and_layers_of_a_stack_become_nodes(reset_after):
    stack = GRU(3, 5, num_layers=2, bidirectional=True, reset_after=reset_after)
    x, h_0 = torch.randn(6, 3, 3), torch.randn(4, 3, 5)
    expected, _ = stack(x, h_0)
    y = x.numpy()
    for layer, start in enumerate(h_0.numpy().reshape(2, 2, 3, 5)):
        node = to_onnx(from_layer(stack, layer), from_layer(stack, layer, reverse=True))
        states = runtime_states(node, y, start)  # (T, D, B, H), where PyTorch glues directions
        y = np.concatenate([states[:, 0], states[:, 1]], axis=-1)
    assert_agree(y, expected.detach().numpy())


def test_we_give_the_numbers_of_a_node():
    generator = np.random.default_rng(0)
    W, R, B = (
        generator.normal(size=shape).astype("f") for shape in ((2, 15, 3), (2, 15, 5), (2, 30))
    )
    node = OnnxWeights(W, R, B, linear_before_reset=1)
    layer = nn.GRU(3, 5, bidirectional=True)
    for reverse, weights in zip((False, True), from_onnx(node), strict=True):
        into_layer(weights, layer, reverse=reverse)
    x, h_0 = torch.randn(6, 3, 3), torch.randn(2, 3, 5)
    states = runtime_states(node, x.numpy(), h_0.numpy())
    ours = layer(x, h_0)[0].detach().unflatten(-1, (2, 5)).movedim(2, 1).numpy()
    assert_agree(states, ours)
    assert list(map(bits, to_onnx(*from_onnx(node)))) == list(map(bits, node))


def test_a_wrong_order_of_the_gates_and_a_wrong_form_are_noticed():
    weights = random_weights(dtype=float32)
    x, h_0 = inputs_for(weights)
    ours, node = our_states(weights, x, h_0), to_onnx(weights)
    for name in "WRB":
        z, r, *rest = np.split(getattr(node, name), 6 if name == "B" else 3, axis=1)
        swapped = node._replace(**{name: np.concatenate([r, z, *rest], axis=1)})
        assert_disagree(runtime_states(swapped, x, h_0[None])[:, 0], ours)
    default = node._replace(linear_before_reset=0)
    assert_disagree(runtime_states(default, x, h_0[None])[:, 0], ours)


@given(
    input_size=st.integers(1, 6),
    hidden_size=st.integers(1, 6),
    directions=st.integers(1, 2),
    bias=st.booleans(),
    reset_after=st.booleans(),
    seed=st.integers(0, 99),
)
def test_round_trips_are_exact(input_size, hidden_size, directions, bias, reset_after, seed):
    torch.manual_seed(seed)
    options = {"bias": bias, "reset_after": reset_after}
    weights = [random_weights(input_size, hidden_size, **options) for _ in range(directions)]
    for back, sent in zip(from_onnx(to_onnx(*weights)), weights, strict=True):
        assert_same_weights(back, sent)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"W": np.zeros((15, 3))}, r"W must have shape \(D, 3H, I\) .*got \(15, 3\)"),
        ({"R": np.zeros((1, 5, 15))}, r"R must have shape \(D, 3H, H\), got \(1, 5, 15\)"),
        ({"B": np.zeros((1, 15))}, r"B must have shape \(D, 6H\) .*H = 5, got \(1, 15\)"),
        ({"linear_before_reset": 2}, "linear_before_reset must be 0 or 1, got 2"),
    ],
)
def test_what_does_not_fit_is_refused(change, message):
    with pytest.raises(ValueError, match=message):
        from_onnx(to_onnx(random_weights())._replace(**change))


def test_directions_that_differ_are_refused():
    message = r"backward must be as forward, .* reset_after=True, got .* reset_after=False"
    with pytest.raises(ValueError, match=message):
        to_onnx(random_weights(), random_weights(reset_after=False))
