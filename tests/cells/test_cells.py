import math

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import nn

from gru_course.cells import (
    GRUCell,
    LSTMCell,
    RNNCell,
    gru_step,
    lstm_step,
    rnn_step,
)
from gru_course.cells.steps import blocks

CELLS = {
    "gru": (nn.GRUCell, GRUCell, {}),
    "lstm": (nn.LSTMCell, LSTMCell, {}),
    "rnn": (nn.RNNCell, RNNCell, {}),
    "relu": (nn.RNNCell, RNNCell, {"nonlinearity": "relu"}),
}
every_cell = pytest.mark.parametrize("kind", CELLS)


def cell_pair(kind, bias=True, dtype=torch.float64):
    """A torch cell and ours, each drawn from the same seed."""
    theirs, ours, options = CELLS[kind]
    torch.manual_seed(1)
    reference = theirs(5, 3, bias=bias, dtype=dtype, **options)
    torch.manual_seed(1)
    return reference, ours(5, 3, bias=bias, dtype=dtype, **options)


def gradients(outputs, inputs):
    """Gradients of a weighted sum of all outputs, a different weight for every number."""
    weights = [torch.linspace(-1, 2, y.numel(), dtype=y.dtype).view_as(y) for y in outputs]
    return torch.autograd.grad(outputs, inputs, weights)


def assert_relatively_close(ours, theirs, tolerance):
    assert ours.shape == theirs.shape
    assert (ours - theirs).abs().max() <= tolerance * theirs.abs().max()


def states(kind, count, hidden_size=3, dtype=torch.float64):
    """One state, or two for an LSTM."""
    number = 2 if kind == "lstm" else 1
    shape = (count, hidden_size)
    return [torch.randn(shape, dtype=dtype, requires_grad=True) for _ in range(number)]


# --- as torch computes them ----------------------------------------------------------------------


@every_cell
@pytest.mark.parametrize("bias", [True, False])
def test_a_cell_and_its_gradients_are_those_of_torch(kind, bias):
    reference, cell = cell_pair(kind, bias)
    x = torch.randn(7, 5, dtype=torch.float64, requires_grad=True)
    state = states(kind, 7)

    theirs = reference(x, tuple(state)) if kind == "lstm" else (reference(x, *state),)
    step = cell(x, *state)
    ours = (step.h, step.c) if kind == "lstm" else (step.h,)
    for mine, other in zip(ours, theirs, strict=True):
        torch.testing.assert_close(mine, other, rtol=0, atol=1e-14)

    our_gradients = gradients(ours, [x, *state, *cell.parameters()])
    their_gradients = gradients(theirs, [x, *state, *reference.parameters()])
    for mine, other in zip(our_gradients, their_gradients, strict=True):
        assert_relatively_close(mine, other, 1e-13)


@every_cell
def test_a_cell_in_float32_is_torch_to_six_digits(kind):
    reference, cell = cell_pair(kind, dtype=torch.float32)
    x, state = torch.randn(7, 5), states(kind, 7, dtype=torch.float32)
    theirs = reference(x, tuple(state))[0] if kind == "lstm" else reference(x, *state)
    torch.testing.assert_close(cell(x, *state).h, theirs, rtol=0, atol=1e-6)


@every_cell
@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_the_same_seed_draws_the_weights_of_torch_bit_for_bit(kind, bias, dtype):
    reference, cell = cell_pair(kind, bias, dtype)
    theirs, ours = reference.state_dict(), cell.state_dict()
    assert list(ours) == list(theirs)
    assert all(torch.equal(ours[name], theirs[name]) for name in theirs)


@every_cell
@pytest.mark.parametrize("bias", [True, False])
def test_a_state_dict_fits_both_ways(kind, bias):
    reference, cell = cell_pair(kind, bias)
    cell.reset_parameters()
    weights = cell.weight_hh.clone()
    reference.load_state_dict(cell.state_dict(), strict=True)
    cell.reset_parameters()
    cell.load_state_dict(reference.state_dict(), strict=True)
    assert torch.equal(cell.weight_hh, weights)


@every_cell
def test_without_a_state_a_cell_starts_at_zero_and_one_vector_is_a_batch_of_one(kind):
    _, cell = cell_pair(kind)
    x = torch.randn(2, 5, dtype=torch.float64)
    zeros = [torch.zeros_like(state) for state in states(kind, 2)]
    assert torch.equal(cell(x).h, cell(x, *zeros).h)
    torch.testing.assert_close(cell(x[1]).h, cell(x).h[1], rtol=0, atol=1e-15)


# --- the equations themselves --------------------------------------------------------------------


def test_one_unit_by_hand():
    x, h_prev = 0.5, -0.2
    r = 1 / (1 + math.exp(-(0.1 * x + 0.7 * h_prev)))
    z = 1 / (1 + math.exp(-(0.2 * x + 0.8 * h_prev)))
    n = math.tanh(0.3 * x + r * (0.9 * h_prev + 0.4))
    expected = [r, z, n, (1 - z) * n + z * h_prev]

    weight_ih = torch.tensor([[0.1], [0.2], [0.3]], dtype=torch.float64)
    weight_hh = torch.tensor([[0.7], [0.8], [0.9]], dtype=torch.float64)
    bias_hh = torch.tensor([0.0, 0.0, 0.4], dtype=torch.float64)
    inputs = torch.tensor([[[x]], [[h_prev]]], dtype=torch.float64)
    step = gru_step(*inputs, weight_ih, weight_hh, None, bias_hh)
    assert torch.cat(step).flatten().tolist() == pytest.approx(expected, abs=1e-15)


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


def test_reset_before_is_the_gru_of_the_papers():
    """Cho and Chung write h = (1 - z) h_prev + z n: their update gate is torch's, negated."""
    rng = np.random.default_rng(3)
    w_r, w_z, w = rng.normal(size=(3, 4, 2))
    u_r, u_z, u = rng.normal(size=(3, 4, 4))
    b_r, b_z, b = rng.normal(size=(3, 4))
    x, h_prev = rng.normal(size=(6, 2)), rng.normal(size=(6, 4))

    r = sigmoid(x @ w_r.T + h_prev @ u_r.T + b_r)
    z = sigmoid(x @ w_z.T + h_prev @ u_z.T + b_z)
    n = np.tanh(x @ w.T + (r * h_prev) @ u.T + b)
    h = (1 - z) * h_prev + z * n

    arrays = [x, h_prev, np.vstack([w_r, -w_z, w]), np.vstack([u_r, -u_z, u])]
    bias_ih = torch.from_numpy(np.concatenate([b_r, -b_z, b]))
    step = gru_step(*map(torch.from_numpy, arrays), bias_ih, None, reset_after=False)
    for ours, theirs in [(step.r, r), (1 - step.z, z), (step.n, n), (step.h, h)]:
        np.testing.assert_allclose(ours.numpy(), theirs, rtol=0, atol=1e-14)


def gru_weights(batch=4, input_size=2, hidden_size=3):
    """Random arguments of `gru_step`, in its order."""
    rows = 3 * hidden_size
    shapes = [(batch, input_size), (batch, hidden_size), (rows, input_size), (rows, hidden_size)]
    return [torch.randn(shape, dtype=torch.float64) for shape in [*shapes, (rows,), (rows,)]]


def test_where_the_reset_gate_acts_is_the_same_for_an_open_gate():
    x, h_prev, weight_ih, weight_hh, bias_ih, bias_hh = gru_weights()
    bias_ih[:3] = 1000.0  # sigmoid(1000) is exactly 1
    after = gru_step(x, h_prev, weight_ih, weight_hh, bias_ih, bias_hh)
    before = gru_step(x, h_prev, weight_ih, weight_hh, bias_ih, bias_hh, reset_after=False)
    torch.testing.assert_close(after.n, before.n, rtol=0, atol=1e-14)


def test_a_closed_reset_gate_silences_the_hidden_bias_only_when_it_acts_after_the_product():
    x, h_prev, weight_ih, weight_hh, bias_ih, bias_hh = gru_weights()
    bias_ih[:3] = -1000.0  # sigmoid(-1000) is exactly 0
    after = gru_step(x, h_prev, weight_ih, weight_hh, bias_ih, bias_hh)
    before = gru_step(x, h_prev, weight_ih, weight_hh, bias_ih, bias_hh, reset_after=False)
    x_n = x @ weight_ih[6:].T + bias_ih[6:]
    torch.testing.assert_close(after.n, torch.tanh(x_n), rtol=0, atol=1e-14)
    torch.testing.assert_close(before.n, torch.tanh(x_n + bias_hh[6:]), rtol=0, atol=1e-14)


@pytest.mark.parametrize("reset_after", [True, False])
def test_an_open_update_gate_keeps_the_state_and_a_closed_one_takes_the_candidate(reset_after):
    arguments = gru_weights()
    bias_ih = arguments[4]
    bias_ih[3:6] = 1000.0
    assert torch.equal(gru_step(*arguments, reset_after=reset_after).h, arguments[1])
    bias_ih[3:6] = -1000.0
    step = gru_step(*arguments, reset_after=reset_after)
    assert torch.equal(step.h, step.n)


@given(seed=st.integers(0, 10**6), scale=st.floats(0.01, 30), reset_after=st.booleans())
def test_the_new_state_lies_between_the_candidate_and_the_old_state(seed, scale, reset_after):
    torch.manual_seed(seed)
    x, h_prev, *weights = gru_weights()
    step = gru_step(x, h_prev, *(scale * w for w in weights), reset_after=reset_after)
    rounding = 1e-15 * (1 + h_prev.abs())
    assert (step.h >= torch.minimum(step.n, h_prev) - rounding).all()
    assert (step.h <= torch.maximum(step.n, h_prev) + rounding).all()
    assert ((step.r >= 0) & (step.r <= 1) & (step.z >= 0) & (step.z <= 1)).all()
    assert (step.n.abs() <= 1).all()


def test_an_lstm_that_forgets_nothing_and_takes_in_nothing_carries_its_cell_state():
    c_prev = torch.tensor([[0.3, -2.0]])
    i, f, g, o = [-1000.0] * 2, [1000.0] * 2, [1.0] * 2, [1000.0] * 2
    zeros = torch.zeros(8, 2)
    bias = torch.tensor([*i, *f, *g, *o])
    step = lstm_step(torch.zeros(1, 2), torch.zeros(1, 2), c_prev, zeros, zeros, bias, None)
    assert torch.equal(step.c, c_prev)
    assert torch.equal(step.h, torch.tanh(c_prev))


def test_a_relu_state_can_leave_the_interval_that_tanh_cannot():
    x, weight = torch.tensor([[2.0]]), torch.tensor([[1.5]])
    arguments = (x, torch.zeros(1, 1), weight, weight, None, None)
    assert rnn_step(*arguments, nonlinearity="relu").h.item() == 3.0
    assert rnn_step(*arguments).h.item() == pytest.approx(math.tanh(3.0), abs=1e-6)


@pytest.mark.parametrize("reset_after", [True, False])
def test_a_missing_bias_is_a_bias_of_zero(reset_after):
    x, h_prev, weight_ih, weight_hh, bias_ih, _ = gru_weights()
    zero = torch.zeros_like(bias_ih)
    absent = gru_step(x, h_prev, weight_ih, weight_hh, None, None, reset_after=reset_after)
    present = gru_step(x, h_prev, weight_ih, weight_hh, zero, zero, reset_after=reset_after)
    torch.testing.assert_close(absent, present, rtol=0, atol=1e-15)


@pytest.mark.parametrize("reset_after", [True, False])
def test_a_projected_input_needs_no_input_weights(reset_after):
    x, h_prev, weight_ih, weight_hh, bias_ih, bias_hh = gru_weights()
    projected = blocks(3, x, weight_ih, bias_ih)
    whole = gru_step(x, h_prev, weight_ih, weight_hh, bias_ih, bias_hh, reset_after=reset_after)
    rest = gru_step(projected, h_prev, None, weight_hh, None, bias_hh, reset_after=reset_after)
    assert all(torch.equal(a, b) for a, b in zip(whole, rest, strict=True))


@pytest.mark.parametrize("reset_after", [True, False])
def test_first_and_second_derivatives_of_a_gru_step_agree_with_finite_differences(reset_after):
    arguments = [tensor.requires_grad_() for tensor in gru_weights(2, 1, 2)]
    assert torch.autograd.gradcheck(
        lambda *inputs: gru_step(*inputs, reset_after=reset_after), arguments
    )
    assert torch.autograd.gradgradcheck(
        lambda *inputs: gru_step(*inputs, reset_after=reset_after).h, arguments
    )


def test_repr_shows_the_sizes_and_what_is_not_default():
    assert repr(GRUCell(5, 3)) == "GRUCell(5, 3)"
    assert repr(GRUCell(5, 3, bias=False, reset_after=False)) == (
        "GRUCell(5, 3, bias=False, reset_after=False)"
    )
    assert repr(RNNCell(5, 3, nonlinearity="relu")) == "RNNCell(5, 3, nonlinearity='relu')"
