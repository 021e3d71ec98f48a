import math

import pytest
import torch
from torch import nn

from gru_course.analysis import gradient_norms_by_lag
from gru_course.layers import GRU, LSTM, RNN
from gru_course.layers.initialisation import initialise_update_bias
from gru_course.layers.mingru import MinGRU
from gru_course.models import SequenceModel

KINDS = (GRU, LSTM, RNN, nn.GRU, nn.LSTM, nn.RNN, MinGRU)
DOUBLE = torch.float64
T = 100


def fresh(kind=GRU, input_size=8, hidden_size=64, seed=0, **options):
    torch.manual_seed(seed)
    layer = kind(input_size, hidden_size, dtype=DOUBLE, **options)
    return layer, torch.randn(T, 1, input_size, dtype=DOUBLE)


# --- what the numbers are ------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("num_layers", [1, 2])
def test_the_longest_lag_is_the_gradient_of_the_initial_state(kind, num_layers):
    layer, x = fresh(kind, 3, 4, num_layers=num_layers)
    hx = torch.zeros(num_layers, 1, 4, dtype=DOUBLE, requires_grad=True)
    lstm = isinstance(layer, LSTM | nn.LSTM)
    c_0 = torch.zeros_like(hx)
    norms = gradient_norms_by_lag(layer, x[:6], (hx, c_0) if lstm else hx)
    output, _ = layer(x[:6], (hx, c_0) if lstm else hx)
    (gradient,) = torch.autograd.grad(output[-1].sum(), hx)
    assert norms.shape == (7,)
    assert norms[0] == 1
    torch.testing.assert_close(norms[-1], gradient[-1].norm() / 2, rtol=1e-12, atol=0)  # |1,1,1,1|


@pytest.mark.parametrize("options", [{}, {"reset_after": False}], ids=["after", "before"])
def test_a_gate_that_no_weight_moves_passes_on_its_share_at_each_step(options):
    layer, x = fresh(hidden_size=3, **options)
    with torch.no_grad():
        layer.weight_hh_l0.zero_()
        layer.weight_ih_l0.zero_()
        layer.bias_hh_l0.zero_()
        layer.bias_ih_l0[3:6] = math.log(9)  # z = .9
    norms = gradient_norms_by_lag(layer, x)
    expected = 0.9 ** torch.arange(T + 1, dtype=DOUBLE)
    torch.testing.assert_close(norms, expected, rtol=1e-12, atol=0)


def test_an_lstm_remembers_on_its_cell_state():
    layer, x = fresh(LSTM, hidden_size=3)
    with torch.no_grad():
        for name, parameter in layer.named_parameters():
            parameter.zero_()
            if name == "bias_ih_l0":
                parameter[3:6] = math.log(9)  # f = .9
    c = gradient_norms_by_lag(layer, x, state="c")
    torch.testing.assert_close(c, 0.9 ** torch.arange(T + 1, dtype=DOUBLE), rtol=1e-12, atol=0)
    assert gradient_norms_by_lag(layer, x, state="h")[1] == 0  # no weight reads h


def test_the_loss_may_be_any_number_made_of_the_last_state():
    layer, x = fresh(RNN, 3, 4)
    weights = torch.tensor([1.0, 0.0, 0.0, 0.0], dtype=DOUBLE)
    norms = gradient_norms_by_lag(layer, x[:2], loss=lambda h: 5 * (h @ weights).sum())
    h_2 = layer(x[:2])[0][1, 0]
    row = (1 - h_2[0] ** 2) * layer.weight_hh_l0[0]
    torch.testing.assert_close(norms[1], row.norm(), rtol=1e-12, atol=0)


def test_a_models_layer_and_every_form_of_input_are_welcome():
    model = SequenceModel(3, 4, 1).double()
    x = torch.randn(2, 5, 3, dtype=DOUBLE)
    norms = gradient_norms_by_lag(model, x)
    assert torch.equal(gradient_norms_by_lag(model.recurrent, x), norms)
    single = gradient_norms_by_lag(model, x[0])
    torch.testing.assert_close(gradient_norms_by_lag(model, x[:1]), single, rtol=1e-12, atol=0)
    with torch.no_grad():
        assert torch.equal(gradient_norms_by_lag(model, x), norms)
    assert all(parameter.grad is None for parameter in model.parameters())


# --- facts about fresh layers --------------------------------------------------------------------


@pytest.mark.parametrize("seed", [0, 1, 2])
@pytest.mark.parametrize("kind", [GRU, RNN])
def test_a_fresh_layer_sees_nothing_90_steps_back(kind, seed):
    layer, x = fresh(kind, seed=seed)
    assert gradient_norms_by_lag(layer, x)[90] < 1e-15


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_long_memories_from_the_start_let_the_gradient_through(seed):
    layer, x = fresh(seed=seed)
    initialise_update_bias(layer, T)
    assert 0.1 < gradient_norms_by_lag(layer, x)[90] < 1


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_gates_alone_end_neither_vanishing_nor_exploding(seed):
    def derivative():  # the norm of dh_100 / dh_0
        h_0 = torch.zeros(1, 1, 64, dtype=DOUBLE)
        return torch.autograd.functional.jacobian(lambda h: layer(x, h)[1], h_0).norm()

    layer, x = fresh(seed=seed)
    assert derivative() < 1e-15
    with torch.no_grad():
        layer.bias_ih_l0[64:128] += 4
    assert 1 < derivative() < 2
    with torch.no_grad():
        layer.bias_ih_l0[64:128] -= 4
        for block in layer.weight_hh_l0.chunk(3):
            nn.init.orthogonal_(block, gain=6)
    assert derivative() > 1e8


# --- what is refused -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"state": "c"}, "state must be one of h, got 'c'"),
        ({"loss": lambda h: 0 * h.sum()}, "loss must depend on the last state, got a grad.* 0.0"),
        ({"loss": lambda h: torch.ones(())}, "loss must depend on .*, got the constant 1.0"),
    ],
)
def test_a_question_without_an_answer_is_refused(options, message):
    layer, x = fresh(hidden_size=3)
    with pytest.raises(ValueError, match=message):
        gradient_norms_by_lag(layer, x, **options)
