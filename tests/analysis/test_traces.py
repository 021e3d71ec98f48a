import numpy as np
import pytest
import torch
from torch import nn
from torch.nn.utils.rnn import pack_sequence

from gru_course.analysis import gate_traces, half_lives
from gru_course.layers import GRU, LSTM, RNN
from gru_course.layers.mingru import MinGRU
from gru_course.models import SequenceModel

DOUBLE = torch.float64
EXACT = {"rtol": 1e-13, "atol": 1e-14}


def close(array, tensor):
    torch.testing.assert_close(torch.from_numpy(array), tensor.detach(), **EXACT)


# --- traces --------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["padded", "batch first", "single"])
@pytest.mark.parametrize("kind", [GRU, MinGRU])
def test_traces_are_the_gates_that_the_layer_returns(kind, form):
    layer = kind(3, 4, num_layers=2, batch_first=form == "batch first", dtype=DOUBLE)
    x = torch.randn(*((6, 3) if form == "single" else (6, 2, 3)), dtype=DOUBLE)
    hx = torch.randn(2, *((4,) if form == "single" else (6 if layer.batch_first else 2, 4)))
    output, _, gates = layer(x, hx.double(), return_gates=True)
    traces = gate_traces(layer, x, hx.double())
    assert list(traces) == [*gates._fields, "h"]
    close(traces["h"], output)
    for name, gate in gates._asdict().items():
        close(traces[name], gate)


@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize(
    ("kind", "names"),
    [(nn.GRU, "rznh"), (nn.LSTM, "ifgoch"), (nn.RNN, "h"), (LSTM, "ifgoch"), (RNN, "h")],
)
def test_torchs_layers_can_be_looked_into(kind, names, bias):
    layer = kind(3, 4, num_layers=2, bias=bias, dtype=DOUBLE)
    x = torch.randn(6, 2, 3, dtype=DOUBLE)
    traces = gate_traces(layer, x)
    assert "".join(traces) == names
    close(traces["h"], layer(x)[0])
    if "c" in traces:
        close(traces["c"][-1], layer(x)[1][1][-1])


def test_the_reset_gate_before_the_product_and_relu_are_respected():
    x = torch.randn(6, 2, 3, dtype=DOUBLE)
    for layer in (
        GRU(3, 4, reset_after=False, dtype=DOUBLE),
        nn.RNN(3, 4, nonlinearity="relu", dtype=DOUBLE),
    ):
        close(gate_traces(layer, x)["h"], layer(x)[0])


def test_traces_of_a_model_are_plain_arrays():
    model, x = SequenceModel(3, 4, 1, num_layers=2, dropout=0.9), torch.randn(2, 6, 3)
    traces = gate_traces(model, x)
    assert {name: (type(a), a.shape) for name, a in traces.items()} == dict.fromkeys(
        "rznh", (np.ndarray, (2, 6, 4))
    )
    model.eval()  # the traces know no dropout
    np.testing.assert_allclose(traces["h"], model.recurrent(x)[0].detach(), rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize(
    ("layer", "error", "message"),
    [
        (nn.Linear(3, 4), TypeError, "layer must be a GRU, LSTM, RNN or MinGRU, got Linear"),
        (nn.LSTM(3, 4, proj_size=2), TypeError, "got LSTM.*proj_size=2"),
        (GRU(3, 4, bidirectional=True), ValueError, "layer must run in one direction, got bi"),
        (GRU(5, 4), ValueError, "input must have input_size=5 as its last size"),
        (GRU(3, 4, dtype=DOUBLE), ValueError, "input must have the weights' dtype"),
    ],
)
def test_what_cannot_be_traced_is_refused(layer, error, message):
    with pytest.raises(error, match=message):
        gate_traces(layer, torch.zeros(6, 2, 3))


@pytest.mark.parametrize(
    ("layer", "hx", "error", "message"),
    [
        (
            GRU(3, 4),
            torch.zeros(1, 3, 4),
            ValueError,
            r"hx must have shape \(1, 2, 4\), got \(1, 3",
        ),
        (LSTM(3, 4), torch.zeros(1, 2, 4), TypeError, r"hx must be a pair of tensors \(h_0, c_0\)"),
        (GRU(3, 4), (torch.zeros(1, 2, 4),), TypeError, "hx must be a Tensor, got tuple"),
    ],
)
def test_a_state_that_does_not_fit_is_refused(layer, hx, error, message):
    with pytest.raises(error, match=message):
        gate_traces(layer, torch.zeros(6, 2, 3), hx)


def test_packed_sequences_have_no_common_time():
    with pytest.raises(TypeError, match="input must be a Tensor, got PackedSequence"):
        gate_traces(GRU(3, 4), pack_sequence([torch.zeros(4, 3), torch.zeros(2, 3)]))


# --- half-lives ----------------------------------------------------------------------------------


def test_half_lives_of_well_known_gates():
    lives = half_lives([0.0, 0.5, 0.25, 0.99, 1.0])
    np.testing.assert_allclose(lives, [0.0, 1.0, 0.5, 68.9676, np.inf], rtol=1e-6)
    assert half_lives(0.5) == 1
    assert half_lives(np.array([[0.5]], np.float32)).shape == (1, 1)
    assert half_lives(torch.tensor([0.5], requires_grad=True)) == [1]


def test_after_its_half_life_half_of_a_state_is_left():
    z = torch.linspace(0.01, 0.999, 50, dtype=DOUBLE)
    np.testing.assert_allclose(z ** torch.from_numpy(half_lives(z)), 0.5, rtol=1e-12)


def test_a_trace_counts_with_its_geometric_mean():
    trace = torch.tensor([[0.25, 1.0], [1.0, 1.0], [0.5, 1.0]], dtype=DOUBLE)  # (T, H)
    lives = half_lives(trace, time_axis=0)
    np.testing.assert_allclose(lives, [1.0, np.inf])  # 1/8 is left after 3 steps
    assert half_lives(torch.tensor([0.5, 0.0]), time_axis=0) == 0  # once closed, all is gone
    constant = np.full((7, 2, 3), 0.9)
    np.testing.assert_allclose(half_lives(constant, time_axis=1), half_lives(constant[:, 0]))


@pytest.mark.parametrize("z", [1.5, -0.1, float("nan"), [0.5, 2.0]])
def test_a_gate_lies_between_0_and_1(z):
    with pytest.raises(ValueError, match=r"z must be from 0 to 1, got (1.5|-0.1|nan|2.0)"):
        half_lives(z)
