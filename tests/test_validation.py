"""Cells and layers refuse what does not fit, in one sentence: argument, rule, value received."""

import re
import warnings

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pack_sequence

from gru_course.cells import GRUCell, LSTMCell, RNNCell
from gru_course.layers import GRU, LSTM, RNN
from gru_course.validation import positive_number

every_cell = pytest.mark.parametrize("cell", [GRUCell, LSTMCell, RNNCell])
every_layer = pytest.mark.parametrize("layer", [GRU, LSTM, RNN])


def refuses(error, message):
    """Expect this error with exactly this message."""
    return pytest.raises(error, match=f"^{re.escape(message)}$")


BAD_SIZES = {
    "input_size must be at least 1, got 0": ((0, 3), ValueError),
    "hidden_size must be at least 1, got -2": ((5, -2), ValueError),
    "hidden_size must be an integer, got 2.5": ((5, 2.5), TypeError),
    "hidden_size must be an integer, got True": ((5, True), TypeError),
    "input_size must be an integer, got '5'": (("5", 3), TypeError),
}


@pytest.mark.parametrize("module", [GRUCell, LSTMCell, RNNCell, GRU, LSTM, RNN])
@pytest.mark.parametrize("message", BAD_SIZES)
def test_a_size_is_a_whole_number_from_1(module, message):
    sizes, error = BAD_SIZES[message]
    with refuses(error, message):
        module(*sizes)


BAD_OPTIONS = {
    "num_layers must be at least 1, got 0": ({"num_layers": 0}, ValueError),
    "num_layers must be an integer, got 1.0": ({"num_layers": 1.0}, TypeError),
    "dropout must be a number from 0 to 1, got 1.5": ({"dropout": 1.5}, ValueError),
    "dropout must be a number from 0 to 1, got -0.1": ({"dropout": -0.1}, ValueError),
    "dropout must be a number from 0 to 1, got nan": ({"dropout": float("nan")}, ValueError),
    "dropout must be a number from 0 to 1, got True": ({"dropout": True}, TypeError),
    "dropout must be a number from 0 to 1, got '0.5'": ({"dropout": "0.5"}, TypeError),
    "bias must be True or False, got 0.1": ({"bias": 0.1}, TypeError),
    "batch_first must be True or False, got None": ({"batch_first": None}, TypeError),
    "bidirectional must be True or False, got 2": ({"bidirectional": 2}, TypeError),
}


@pytest.mark.parametrize("number", [np.float32(0.25), np.float64(0.25), np.int64(0)])
def test_a_number_of_numpy_is_a_number(number):
    dropout = GRU(5, 3, 2, dropout=number).dropout
    assert dropout == nn.GRU(5, 3, 2, dropout=number).dropout
    assert type(dropout) is float
    assert positive_number("rate", number + 1) == number + 1


@every_layer
@pytest.mark.parametrize("message", BAD_OPTIONS)
def test_a_layer_refuses_options_that_mean_nothing(layer, message):
    options, error = BAD_OPTIONS[message]
    with refuses(error, message):
        layer(5, 3, **options)


def test_options_of_one_kind_are_checked_too():
    for kind in (RNN, RNNCell):
        with refuses(ValueError, "nonlinearity must be one of tanh, relu, got 'sigmoid'"):
            kind(5, 3, nonlinearity="sigmoid")
    for kind in (GRU, GRUCell):
        with refuses(TypeError, "reset_after must be True or False, got 'no'"):
            kind(5, 3, reset_after="no")


@every_layer
def test_dropout_in_one_layer_is_said_to_do_nothing(layer):
    with pytest.warns(UserWarning, match=r"dropout=0\.5 changes nothing in one layer"):
        layer(5, 3, dropout=0.5)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        layer(5, 3, num_layers=2, dropout=0.5)


BAD_X = {
    "x must be a Tensor, got list": ([0.0] * 5, TypeError),
    "x must have shape (B, 5) or (5,), got (2, 4)": (torch.zeros(2, 4), ValueError),
    "x must have shape (B, 5) or (5,), got (1, 2, 5)": (torch.zeros(1, 2, 5), ValueError),
    "x must have shape (B, 5) or (5,), got ()": (torch.zeros(()), ValueError),
    "x must have the weights' dtype torch.float32, got torch.float64": (
        torch.zeros(2, 5, dtype=torch.float64),
        ValueError,
    ),
    "x must be on the weights' device cpu, got meta": (
        torch.zeros(2, 5, device="meta"),
        ValueError,
    ),
}


@every_cell
@pytest.mark.parametrize("message", BAD_X)
def test_a_cell_refuses_an_input_that_does_not_fit_its_weights(cell, message):
    x, error = BAD_X[message]
    with refuses(error, message):
        cell(5, 3)(x)


@every_cell
def test_a_cell_refuses_a_state_that_would_only_broadcast(cell):
    with refuses(ValueError, "h_prev must have shape (2, 3), got (1, 3)"):
        cell(5, 3)(torch.zeros(2, 5), torch.zeros(1, 3))
    with refuses(ValueError, "h_prev must have the weights' dtype torch.float32, got torch.int64"):
        cell(5, 3)(torch.zeros(2, 5), torch.zeros(2, 3, dtype=torch.int64))


def test_an_lstm_cell_names_the_state_that_does_not_fit():
    with refuses(ValueError, "c_prev must have shape (2, 3), got (2, 4)"):
        LSTMCell(5, 3)(torch.zeros(2, 5), torch.zeros(2, 3), torch.zeros(2, 4))


BAD_INPUT = {
    "input must be a Tensor, got list": ([[0.0] * 5], TypeError),
    "input must have shape (T, B, I) or (T, I), got (5,)": (torch.zeros(5), ValueError),
    "input must have shape (T, B, I) or (T, I), got (1, 4, 2, 5)": (
        torch.zeros(1, 4, 2, 5),
        ValueError,
    ),
    "input must have input_size=5 as its last size, got (4, 2, 1)": (
        torch.zeros(4, 2, 1),
        ValueError,
    ),
    "input must hold at least one step, got (0, 2, 5)": (torch.zeros(0, 2, 5), ValueError),
    "input must hold at least one step, got (0, 5)": (torch.zeros(0, 5), ValueError),
    "input must have the weights' dtype torch.float32, got torch.uint8": (
        torch.zeros(4, 2, 5, dtype=torch.uint8),
        ValueError,
    ),
    "input must be on the weights' device cpu, got meta": (
        torch.zeros(4, 2, 5, device="meta"),
        ValueError,
    ),
    "input must be packed from sequences (T, I), got packed rows (5,)": (
        pack_sequence([torch.zeros(3), torch.zeros(2)]),
        ValueError,
    ),
    "input must have input_size=5 as its last size, got (6, 4)": (
        pack_padded_sequence(torch.zeros(3, 2, 4), [3, 3]),
        ValueError,
    ),
}


@every_layer
@pytest.mark.parametrize("message", BAD_INPUT)
def test_a_layer_refuses_an_input_that_it_cannot_run(layer, message):
    input, error = BAD_INPUT[message]
    with refuses(error, message):
        layer(5, 3)(input)


def test_the_message_names_the_order_of_batch_and_time():
    with refuses(ValueError, "input must have shape (B, T, I) or (T, I), got (5,)"):
        GRU(5, 3, batch_first=True)(torch.zeros(5))


BAD_STATE = {
    "hx must have shape (4, 2, 3), got (2, 2, 3)": (torch.zeros(2, 2, 3), ValueError),
    "hx must have shape (4, 2, 3), got (4, 3)": (torch.zeros(4, 3), ValueError),
    "hx must have the weights' dtype torch.float32, got torch.float64": (
        torch.zeros(4, 2, 3, dtype=torch.float64),
        ValueError,
    ),
    "hx must be on the weights' device cpu, got meta": (
        torch.zeros(4, 2, 3, device="meta"),
        ValueError,
    ),
    "hx must be a Tensor, got tuple": ((torch.zeros(4, 2, 3),) * 2, TypeError),
}


@pytest.mark.parametrize("layer", [GRU, RNN])
@pytest.mark.parametrize("message", BAD_STATE)
def test_a_layer_refuses_an_initial_state_that_does_not_fit(layer, message):
    hx, error = BAD_STATE[message]
    with refuses(error, message):
        layer(5, 3, num_layers=2, bidirectional=True)(torch.zeros(7, 2, 5), hx)


@every_layer
def test_the_state_of_one_sequence_has_no_batch(layer):
    state = torch.zeros(1, 1, 3)
    name, hx = ("h_0", (state, state)) if layer is LSTM else ("hx", state)
    with refuses(ValueError, f"{name} must have shape (1, 3), got (1, 1, 3)"):
        layer(5, 3)(torch.zeros(7, 5), hx)


def test_an_lstm_needs_a_pair_of_states():
    state = torch.zeros(1, 2, 3)
    with refuses(TypeError, "hx must be a pair of tensors (h_0, c_0), got Tensor"):
        LSTM(5, 3)(torch.zeros(7, 2, 5), state)
    with refuses(ValueError, "c_0 must have shape (1, 2, 3), got (1, 2, 4)"):
        LSTM(5, 3)(torch.zeros(7, 2, 5), (state, torch.zeros(1, 2, 4)))


@every_layer
def test_unsorted_lengths_are_for_torch_to_refuse_and_for_a_layer_to_run(layer):
    padded, lengths = torch.zeros(4, 2, 5), torch.tensor([2, 4])
    with pytest.raises(RuntimeError, match="sorted in decreasing order"):
        pack_padded_sequence(padded, lengths)
    packed = pack_padded_sequence(padded, lengths, enforce_sorted=False)
    output, _ = layer(5, 3)(packed)
    assert output.batch_sizes.tolist() == [2, 2, 1, 1]
    assert torch.equal(output.sorted_indices, packed.sorted_indices)
