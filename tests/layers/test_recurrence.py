"""What a recurrent layer does with time, directions, packed sequences, gates and derivatives."""

from functools import partial

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import nn
from torch.func import functional_call
from torch.nn.utils.rnn import PackedSequence, pack_padded_sequence, pack_sequence

from gru_course.cells import gru_step
from gru_course.layers import GRU, LSTM, RNN

TOLERANCE = {"rtol": 0, "atol": 1e-14}
KINDS = {"gru": GRU, "reset before": partial(GRU, reset_after=False), "lstm": LSTM, "rnn": RNN}
DEEP = {"num_layers": 2, "bidirectional": True, "dtype": torch.float64}

# --- time, layers and directions -----------------------------------------------------------------


def packed_example(lengths=(3, 1, 5), input_size=2):  # to sort and to unsort them differ
    """Sequences of these lengths, one by one and packed."""
    sequences = [torch.randn(length, input_size, dtype=torch.float64) for length in lengths]
    return sequences, pack_sequence(sequences, enforce_sorted=False)


@pytest.mark.parametrize("kind", ["gru", "reset before", "rnn"])
def test_in_a_packed_batch_each_sequence_runs_as_if_alone(kind):
    layer = KINDS[kind](2, 4, **DEEP)
    sequences, packed = packed_example()
    h_0 = torch.randn(4, 3, 4, dtype=torch.float64)
    output, h_n = layer(packed, h_0)
    outputs = nn.utils.rnn.unpack_sequence(output)
    for index, sequence in enumerate(sequences):
        alone, last = layer(sequence, h_0[:, index])
        torch.testing.assert_close(outputs[index], alone, **TOLERANCE)
        torch.testing.assert_close(h_n[:, index], last, **TOLERANCE)


def test_the_second_direction_is_the_first_on_the_flipped_sequence():
    both = GRU(2, 4, bidirectional=True, dtype=torch.float64)
    one = GRU(2, 4, dtype=torch.float64)
    weights = both.state_dict()
    one.load_state_dict({name: weights[f"{name}_reverse"] for name in one.state_dict()})
    x = torch.randn(6, 3, 2, dtype=torch.float64)
    backwards = both(x)[0][..., 4:]
    torch.testing.assert_close(backwards, one(x.flip(0))[0].flip(0), **TOLERANCE)


@given(cut=st.integers(1, 7), reset_after=st.booleans())
def test_a_sequence_can_be_run_in_two_parts(cut, reset_after):
    layer = GRU(2, 4, 2, dtype=torch.float64, reset_after=reset_after)
    x = torch.randn(8, 3, 2, dtype=torch.float64)
    whole, h_n = layer(x)
    first, state = layer(x[:cut])
    second, last = layer(x[cut:], state)
    torch.testing.assert_close(torch.cat([first, second]), whole, **TOLERANCE)
    torch.testing.assert_close(last, h_n, **TOLERANCE)


@pytest.mark.parametrize("reset_after", [True, False])
def test_a_gru_is_its_step_repeated(reset_after):
    layer = GRU(2, 4, dtype=torch.float64, reset_after=reset_after)
    h, states = torch.zeros(3, 4, dtype=torch.float64), []
    x = torch.randn(6, 3, 2, dtype=torch.float64)
    for x_t in x:
        h = gru_step(x_t, h, *layer.parameters(), reset_after=reset_after).h
        states.append(h)
    output, h_n = layer(x)
    torch.testing.assert_close(output, torch.stack(states), **TOLERANCE)
    assert torch.equal(h_n[0], output[-1])


def test_dropout_of_everything_cuts_the_last_layer_off_from_the_input_in_training_only():
    layer = GRU(2, 4, 2, dropout=1.0)
    x, other = torch.randn(2, 6, 3, 2)
    assert torch.equal(layer(x)[0], layer(other)[0])
    layer.eval()
    assert not torch.equal(layer(x)[0], layer(other)[0])


# --- derivatives ---------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("packed", [False, True], ids=["padded", "packed"])
def test_derivatives_agree_with_finite_differences(kind, packed):
    layer = KINDS[kind](2, 2, **DEEP)
    names, weights = zip(*layer.named_parameters(), strict=True)

    def run(x, state, *values):
        sequences = pack_padded_sequence(x, [2, 3], enforce_sorted=False) if packed else x
        hx = (state, state.sin()) if isinstance(layer, LSTM) else state
        output, last = functional_call(
            layer, dict(zip(names, values, strict=True)), (sequences, hx)
        )
        last = last if isinstance(last, tuple) else (last,)
        return output.data if packed else output, *last

    x = torch.randn(3, 2, 2, dtype=torch.float64, requires_grad=True)
    state = torch.randn(4, 2, 2, dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradcheck(run, (x, state, *weights), fast_mode=True)


# --- the gates -----------------------------------------------------------------------------------


@pytest.mark.parametrize("reset_after", [True, False])
@pytest.mark.parametrize("batch_first", [True, False])
def test_the_gates_rebuild_the_states(batch_first, reset_after):
    layer = GRU(2, 4, 2, batch_first=batch_first, dtype=torch.float64, reset_after=reset_after)
    x = torch.randn(3, 6, 2, dtype=torch.float64)
    plain, last = layer(x)
    h, h_n, (r, z, n) = layer(x, return_gates=True)
    torch.testing.assert_close((h, h_n), (plain, last), **TOLERANCE)
    assert r.shape == z.shape == n.shape == h.shape

    time = 1 if batch_first else 0
    steps = h.shape[time]
    before = torch.cat([torch.zeros_like(h).narrow(time, 0, 1), h.narrow(time, 0, steps - 1)], time)
    torch.testing.assert_close(h, (1 - z) * n + z * before, **TOLERANCE)


def test_the_gates_are_those_of_the_last_layer():
    layer = GRU(2, 4, 2, dtype=torch.float64)
    upper = GRU(4, 4, dtype=torch.float64)
    weights = layer.state_dict()
    upper.load_state_dict({name: weights[name.replace("l0", "l1")] for name in upper.state_dict()})
    lower = GRU(2, 4, dtype=torch.float64)
    lower.load_state_dict({name: weights[name] for name in lower.state_dict()})

    x = torch.randn(6, 3, 2, dtype=torch.float64)
    expected = upper(lower(x)[0], return_gates=True)[2]
    torch.testing.assert_close(layer(x, return_gates=True)[2], expected, **TOLERANCE)


def test_the_gates_of_both_directions_lie_side_by_side():
    layer = GRU(2, 4, bidirectional=True, dtype=torch.float64)
    h, _, (_, z, n) = layer(torch.randn(6, 2, dtype=torch.float64), return_gates=True)
    nothing = torch.zeros(1, 4, dtype=torch.float64)
    before = torch.cat([torch.cat([nothing, h[:-1, :4]]), torch.cat([h[1:, 4:], nothing])], dim=1)
    torch.testing.assert_close(h, (1 - z) * n + z * before, **TOLERANCE)


def test_the_gates_of_packed_sequences_are_packed_as_the_output_is():
    layer = GRU(2, 4, dtype=torch.float64)
    sequences, packed = packed_example()
    _, _, gates = layer(packed, return_gates=True)
    for gate, name in zip(gates, gates._fields, strict=True):
        assert isinstance(gate, PackedSequence)
        for unpacked, sequence in zip(nn.utils.rnn.unpack_sequence(gate), sequences, strict=True):
            alone = getattr(layer(sequence, return_gates=True)[2], name)
            torch.testing.assert_close(unpacked, alone, **TOLERANCE)


def test_a_gate_can_be_trained_on():
    layer = GRU(2, 4)
    _, _, gates = layer(torch.randn(6, 3, 2), return_gates=True)
    gates.z.mean().backward()
    assert layer.weight_hh_l0.grad[4:8].abs().sum() > 0


def test_repr_shows_the_sizes_and_what_is_not_default():
    assert repr(GRU(1, 32)) == "GRU(1, 32)"
    assert repr(GRU(1, 32, 2, batch_first=True, reset_after=False)) == (
        "GRU(1, 32, num_layers=2, batch_first=True, reset_after=False)"
    )
    assert repr(LSTM(1, 32, bidirectional=True)) == "LSTM(1, 32, bidirectional=True)"
    assert repr(RNN(1, 32, nonlinearity="relu", bias=False)) == (
        "RNN(1, 32, nonlinearity='relu', bias=False)"
    )
