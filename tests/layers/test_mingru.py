import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import nn
from torch.nn.utils.rnn import pack_sequence, unpack_sequence

from gru_course.layers.mingru import MinGRU, mingru_step

EXACT = {"rtol": 1e-13, "atol": 1e-14}
DOUBLE = torch.float64


def mingru(input_size=3, hidden_size=5, *arguments, **options) -> MinGRU:
    return MinGRU(input_size, hidden_size, *arguments, dtype=DOUBLE, **options)


def by_steps(layer: MinGRU, x: torch.Tensor, hx: torch.Tensor | None = None):
    """All layers, step by step: output (T, B, H), h_n (K, B, H) and the last layer's steps."""
    ends = []
    for k in range(layer.num_layers):
        h = x.new_zeros(x.shape[1], layer.hidden_size) if hx is None else hx[k]
        steps = []
        for x_t in x:
            steps.append(mingru_step(x_t, h, *layer.weights(f"_l{k}")))
            h = steps[-1].h
        x = torch.stack([step.h for step in steps])
        ends.append(h)
    return x, torch.stack(ends), steps


# --- the equations -------------------------------------------------------------------------------


def test_a_step_is_two_products_with_the_input_and_a_blend():
    x, h_prev = torch.tensor([[2.0]]), torch.tensor([[0.5]])
    weight, bias = torch.tensor([[1.0], [3.0]]), torch.tensor([-2.0, 1.0])  # rows z, n
    step = mingru_step(x, h_prev, weight, bias)
    assert step.z.item() == 0.5  # sigmoid(1 * 2 - 2)
    assert step.n.item() == 7.0  # 3 * 2 + 1: no tanh holds it
    assert step.h.item() == 3.75  # half of 7 and half of .5


def test_negating_the_rows_of_z_gives_the_papers_form():
    weight, bias = torch.randn(8, 3, dtype=DOUBLE), torch.randn(8, dtype=DOUBLE)
    x, h_prev = torch.randn(2, 3, dtype=DOUBLE), torch.randn(2, 4, dtype=DOUBLE)
    x_z, x_n = (x @ weight.T + bias).chunk(2, dim=-1)
    paper = (1 - torch.sigmoid(x_z)) * h_prev + torch.sigmoid(x_z) * x_n
    sign = torch.tensor([-1.0] * 4 + [1.0] * 4, dtype=DOUBLE)
    ours = mingru_step(x, h_prev, sign[:, None] * weight, sign * bias).h
    torch.testing.assert_close(ours, paper, **EXACT)


@given(
    T=st.integers(1, 12),
    B=st.integers(1, 4),
    num_layers=st.integers(1, 3),
    bias=st.booleans(),
    with_state=st.booleans(),
    seed=st.integers(0, 10**6),
)
def test_the_layer_is_the_step_over_time(T, B, num_layers, bias, with_state, seed):
    torch.manual_seed(seed)
    layer = mingru(3, 5, num_layers, bias)
    x = torch.randn(T, B, 3, dtype=DOUBLE, requires_grad=True)
    hx = torch.randn(num_layers, B, 5, dtype=DOUBLE, requires_grad=True) if with_state else None
    results = []
    for output, h_n in (layer(x, hx), by_steps(layer, x, hx)[:2]):
        loss = output.square().sum() + h_n.sum()
        wanted = [x, *layer.parameters(), *([hx] if with_state else [])]
        results.append([output, h_n, *torch.autograd.grad(loss, wanted)])
    for ours, theirs in zip(*results, strict=True):
        assert (ours - theirs).abs().max() <= 1e-13 * max(1, theirs.abs().max())


def test_gates_are_those_of_the_steps():
    layer, x = mingru(num_layers=2), torch.randn(6, 2, 3, dtype=DOUBLE)
    _, _, gates = layer(x, return_gates=True)
    _, _, steps = by_steps(layer, x)
    torch.testing.assert_close(gates.z, torch.stack([step.z for step in steps]), **EXACT)
    torch.testing.assert_close(gates.n, torch.stack([step.n for step in steps]), **EXACT)


# --- forms of the input --------------------------------------------------------------------------


def test_batch_first_and_a_single_sequence_give_the_same_numbers():
    layer, x = mingru(num_layers=2), torch.randn(6, 2, 3, dtype=DOUBLE)
    swapped = mingru(num_layers=2, batch_first=True)
    swapped.load_state_dict(layer.state_dict())
    output, h_n = layer(x)
    swapped_output, swapped_h_n = swapped(x.transpose(0, 1))
    assert torch.equal(swapped_output.transpose(0, 1), output)
    assert torch.equal(swapped_h_n, h_n)
    single_output, single_h_n = layer(x[:, 1])
    torch.testing.assert_close(single_output, output[:, 1], **EXACT)
    torch.testing.assert_close(single_h_n, h_n[:, 1], **EXACT)


@pytest.mark.parametrize("lengths", [(4, 6, 1, 4), (1, 1, 3), (5, 5, 5), (2,)])
def test_packed_sequences_run_as_each_would_alone(lengths):
    layer = mingru(num_layers=2)
    sequences = [torch.randn(T, 3, dtype=DOUBLE, requires_grad=True) for T in lengths]
    hx = torch.randn(2, len(lengths), 5, dtype=DOUBLE, requires_grad=True)
    output, h_n, gates = layer(
        pack_sequence(sequences, enforce_sorted=False), hx, return_gates=True
    )
    alone = [layer(x, hx[:, k], return_gates=True) for k, x in enumerate(sequences)]
    for k, packed in enumerate(zip(*map(unpack_sequence, (output, *gates)), strict=True)):
        h, z, n = packed
        torch.testing.assert_close(h, alone[k][0], **EXACT)
        torch.testing.assert_close(h_n[:, k], alone[k][1], **EXACT)
        torch.testing.assert_close((z, n), tuple(alone[k][2]), **EXACT)

    wanted = [*sequences, hx, *layer.parameters()]
    together = torch.autograd.grad(output.data.square().sum() + h_n.sum(), wanted)
    apart = torch.autograd.grad(sum(h.square().sum() + e.sum() for h, e, _ in alone), wanted)
    torch.testing.assert_close(together, apart, rtol=1e-12, atol=1e-13)


@pytest.mark.parametrize("cut", [1, 3, 6])
def test_a_sequence_in_pieces_is_the_sequence_in_one(cut):
    layer, x = mingru(num_layers=2), torch.randn(7, 2, 3, dtype=DOUBLE)
    whole, end = layer(x)
    pieces, state = [], None
    for piece in x.split(cut):  # cut = 1 streams: one step at a time
        output, state = layer(piece, state)
        pieces.append(output)
    torch.testing.assert_close(torch.cat(pieces), whole, **EXACT)
    torch.testing.assert_close(state, end, **EXACT)


def test_no_state_sees_the_future():
    layer, x = mingru(num_layers=2), torch.randn(7, 2, 3, dtype=DOUBLE)
    before, _ = layer(x)
    x[4:] = 100.0
    assert torch.equal(layer(x)[0][:4], before[:4])


def test_autocast_runs_in_its_own_dtype():
    layer, x = MinGRU(3, 5, 2), torch.randn(6, 2, 3)
    exact, _ = layer(x)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        rounded, _ = layer(x)
        rounded.float().sum().backward()
    assert rounded.dtype == torch.bfloat16
    assert layer.weight_ih_l0.grad.dtype == torch.float32
    torch.testing.assert_close(rounded.float(), exact, rtol=0, atol=0.05)


@pytest.mark.gpu
def test_a_gpu_gives_the_numbers_of_the_cpu(device):
    layer, sequences = MinGRU(3, 5, 2), [torch.randn(T, 3) for T in (4, 6, 1)]
    results = []
    for place in (torch.device("cpu"), device):
        layer.zero_grad()
        packed = pack_sequence(sequences, enforce_sorted=False).to(place)
        output, h_n = layer.to(place)(packed)
        (output.data.square().sum() + h_n.sum()).backward()
        gradients = [parameter.grad.clone() for parameter in layer.parameters()]
        results.append([tensor.cpu() for tensor in (output.data, h_n, *gradients)])
    torch.testing.assert_close(*results, rtol=1e-5, atol=1e-5)


# --- parameters and options ----------------------------------------------------------------------


def test_no_parameter_reads_the_state():
    shapes = {name: tuple(value.shape) for name, value in mingru(3, 5, 2).state_dict().items()}
    assert shapes == {
        "weight_ih_l0": (10, 3),
        "bias_ih_l0": (10,),
        "weight_ih_l1": (10, 5),
        "bias_ih_l1": (10,),
    }
    assert list(mingru(3, 5, bias=False).state_dict()) == ["weight_ih_l0"]


def test_initial_values_are_those_of_a_linear_map():
    torch.manual_seed(3)
    expected = [nn.Linear(size, 10, dtype=DOUBLE).state_dict() for size in (3, 5)]
    torch.manual_seed(3)
    layer = mingru(3, 5, 2)
    for k, linear in enumerate(expected):
        weight, bias = (values.data for values in layer.weights(f"_l{k}"))
        torch.testing.assert_close(weight, linear["weight"], **EXACT)
        torch.testing.assert_close(bias, linear["bias"], **EXACT)


def test_dropout_acts_between_layers_in_training_alone():
    layer, x = mingru(num_layers=2, dropout=0.5), torch.randn(6, 2, 3, dtype=DOUBLE)
    assert not torch.equal(layer(x)[0], layer(x)[0])
    layer.eval()
    torch.testing.assert_close(layer(x)[0], by_steps(layer, x)[0], **EXACT)
    with pytest.warns(UserWarning, match="dropout acts between layers"):
        mingru(dropout=0.5)


def test_it_shows_its_sizes_and_options():
    assert repr(MinGRU(3, 5, num_layers=2)) == "MinGRU(3, 5, num_layers=2)"


@pytest.mark.parametrize(
    ("shape", "state", "message"),
    [
        ((6, 2, 4), None, r"input must have input_size=3 as its last size, got \(6, 2, 4\)"),
        ((3,), None, r"input must have shape \(T, B, I\) or \(T, I\), got \(3,\)"),
        ((0, 2, 3), None, r"input must hold at least one step, got \(0, 2, 3\)"),
        ((6, 2, 3), (1, 3, 5), r"hx must have shape \(1, 2, 5\), got \(1, 3, 5\)"),
        ((6, 3), (1, 1, 5), r"hx must have shape \(1, 5\), got \(1, 1, 5\)"),
    ],
)
def test_input_that_does_not_fit_is_refused(shape, state, message):
    hx = None if state is None else torch.zeros(state, dtype=DOUBLE)
    with pytest.raises(ValueError, match=message):
        mingru()(torch.zeros(shape, dtype=DOUBLE), hx)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((0, 5), "input_size must be at least 1, got 0"),
        ((3, 0), "hidden_size must be at least 1, got 0"),
        ((3, 5, 0), "num_layers must be at least 1, got 0"),
        ((3, 5, 2, True, False, 1.5), "dropout must be a number from 0 to 1, got 1.5"),
    ],
)
def test_sizes_that_make_no_layer_are_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        MinGRU(*arguments)
