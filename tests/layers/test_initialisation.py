import math

import pytest
import torch
from torch import nn

from gru_course.cells import GRUCell, LSTMCell
from gru_course.layers import GRU, LSTM, RNN
from gru_course.layers.initialisation import initialise_update_bias
from gru_course.layers.mingru import MinGRU

GRUS, LSTMS = (GRU, nn.GRU, GRUCell, nn.GRUCell), (LSTM, nn.LSTM, LSTMCell, nn.LSTMCell)
MAX_LAG = 100


def sums(layer: nn.Module, suffix: str = "") -> torch.Tensor:
    """The biases that a step adds up: one row for each gate and candidate."""
    total = getattr(layer, "bias_ih" + suffix) + getattr(layer, "bias_hh" + suffix)
    return total.detach().unflatten(0, (-1, layer.hidden_size))


def suffix_of(layer: nn.Module) -> str:
    return "_l0" if hasattr(layer, "bias_ih_l0") else ""


@pytest.mark.parametrize("kind", GRUS)
def test_a_fresh_gru_keeps_states_for_2_to_max_lag_steps(kind):
    layer = kind(3, 2000)
    initialise_update_bias(layer, MAX_LAG)
    z = torch.sigmoid(sums(layer, suffix_of(layer))[1])
    memory = 1 / (1 - z)  # steps: T in z = 1 - 1/T
    assert memory.min() >= 2 - 1e-3
    assert memory.max() <= MAX_LAG + 1e-2
    # uniform: the mean of 2000 draws lies within 3 standard deviations of the middle
    assert abs(memory.mean() - 51) < 3 * 98 / math.sqrt(12 * 2000)


@pytest.mark.parametrize("kind", LSTMS)
def test_an_lstms_input_gate_takes_what_its_forget_gate_loses(kind):
    layer = kind(3, 50)
    initialise_update_bias(layer, MAX_LAG)
    i, f, _, _ = torch.sigmoid(sums(layer, suffix_of(layer)))
    assert f.min() >= 0.5 and f.max() <= 1 - 1 / MAX_LAG + 1e-6
    torch.testing.assert_close(i + f, torch.ones(50))


def test_a_mingru_has_one_bias_for_the_whole_sum():
    layer, same_seed = MinGRU(3, 4, num_layers=2), GRU(3, 4, num_layers=2)
    candidate = layer.bias_ih_l1[4:].clone()
    for each in (layer, same_seed):
        initialise_update_bias(each, MAX_LAG, generator=torch.Generator().manual_seed(7))
    assert torch.equal(layer.bias_ih_l1[:4], sums(same_seed, "_l1")[1])
    assert torch.equal(layer.bias_ih_l1[4:], candidate)


@pytest.mark.parametrize(("kind", "touched"), [(GRU, (1,)), (nn.GRU, (1,)), (LSTM, (0, 1))])
def test_all_else_stays_as_it_was(kind, touched):
    layer = kind(3, 4)
    before = {name: value.clone() for name, value in layer.state_dict().items()}
    initialise_update_bias(layer, MAX_LAG)
    for name, value in layer.state_dict().items():
        if name.startswith("weight"):
            assert torch.equal(value, before[name])
        else:
            same = (value == before[name]).unflatten(0, (-1, 4)).all(dim=1).tolist()
            assert same == [row not in touched for row in range(len(same))]


@pytest.mark.parametrize("kind", [GRU, LSTM])
def test_every_layer_and_direction_draws_its_own(kind):
    layer = kind(3, 4, num_layers=2, bidirectional=True)
    initialise_update_bias(layer, MAX_LAG)
    drawn = {
        tuple(sums(layer, suffix)[1].tolist())
        for suffix in ("_l0", "_l0_reverse", "_l1", "_l1_reverse")
    }
    assert len(drawn) == 4
    assert all(0 <= bias <= math.log(MAX_LAG - 1) + 1e-6 for row in drawn for bias in row)


def test_a_seed_means_the_same_for_torchs_layer_and_ours_in_every_dtype():
    layers = [GRU(3, 4, 2), nn.GRU(5, 4, 2), GRU(3, 4, 2, dtype=torch.float64)]
    for layer in layers:
        torch_state = torch.get_rng_state()
        initialise_update_bias(layer, MAX_LAG, generator=torch.Generator().manual_seed(7))
        assert torch.equal(torch.get_rng_state(), torch_state)  # only the generator is asked
    ours, theirs, double = (sums(layer, "_l1")[1] for layer in layers)
    assert torch.equal(ours, theirs)
    assert torch.equal(ours, double.float())


def test_without_a_generator_torchs_own_is_drawn_from():
    drawn = []
    for _ in range(2):
        layer = GRU(3, 4)
        torch.manual_seed(7)
        initialise_update_bias(layer, MAX_LAG)
        drawn.append(sums(layer, "_l0")[1])
    assert torch.equal(*drawn)


def test_the_shortest_horizon_is_a_half_open_gate():
    layer = GRU(3, 4)
    initialise_update_bias(layer, 2)
    assert torch.equal(sums(layer, "_l0")[1], torch.zeros(4))


def test_the_layer_can_still_be_trained():
    layer = GRU(3, 4)
    initialise_update_bias(layer, MAX_LAG)
    layer(torch.randn(5, 2, 3))[0].sum().backward()
    assert layer.bias_ih_l0.is_leaf and layer.bias_ih_l0.grad.abs().max() > 0


@pytest.mark.parametrize(
    ("layer", "max_lag", "error", "message"),
    [
        (RNN(3, 4), 100, TypeError, "layer must be a GRU, LSTM or MinGRU, got RNN"),
        (nn.Linear(3, 4), 100, TypeError, "layer must be a GRU, LSTM or MinGRU, got Linear"),
        (GRU(3, 4, bias=False), 100, ValueError, "layer must have biases .*, got bias=False"),
        (GRU(3, 4), 1, ValueError, "max_lag must be at least 2 steps, got 1"),
        (GRU(3, 4), 0, ValueError, "max_lag must be at least 2 steps, got 0"),
        (GRU(3, 4), 99.5, TypeError, "max_lag must be an integer, got 99.5"),
    ],
)
def test_bad_arguments_are_refused_and_nothing_is_changed(layer, max_lag, error, message):
    before = [parameter.clone() for parameter in layer.parameters()]
    with pytest.raises(error, match=message):
        initialise_update_bias(layer, max_lag)
    assert all(torch.equal(p, old) for p, old in zip(layer.parameters(), before, strict=True))


def test_the_numbers_are_drawn_on_the_cpu():
    elsewhere = type("Generator", (), {"device": torch.device("cuda", 0)})()
    with pytest.raises(ValueError, match="generator must be on the CPU, got one on cuda:0"):
        initialise_update_bias(GRU(3, 4), 100, generator=elsewhere)
