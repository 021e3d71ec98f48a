"""The layers are torch.nn's: the same weights, and the same numbers from the same weights."""

import itertools
from dataclasses import dataclass

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import nn
from torch.nn.utils.rnn import PackedSequence, pack_padded_sequence, pad_packed_sequence

from gru_course.layers import GRU, LSTM, RNN
from gru_course.layers.recurrence import PATHS

OUTPUTS = 1e-14  # absolute, float64
GRADIENTS = 1e-13  # relative to the largest number of the gradient, float64

LAYERS = {
    "gru": (nn.GRU, GRU, {}),
    "lstm": (nn.LSTM, LSTM, {}),
    "rnn": (nn.RNN, RNN, {}),
    "relu": (nn.RNN, RNN, {"nonlinearity": "relu"}),
}
FORMS = ("padded", "single", "packed", "packed unsorted")


@dataclass(frozen=True, kw_only=True)
class Case:
    """A layer, and the sequences that it runs over; `lengths` holds one length per sequence."""

    kind: str
    form: str
    lengths: tuple[int, ...] = (4, 6, 1, 4)
    input_size: int = 3
    hidden_size: int = 5
    num_layers: int = 1
    bias: bool = True
    batch_first: bool = False
    bidirectional: bool = False
    with_state: bool = False
    seed: int = 0
    path: str = "auto"

    def layers(self, dtype=torch.float64) -> tuple[nn.Module, nn.Module]:
        """The layer of torch.nn and ours with its weights."""
        theirs, ours, options = LAYERS[self.kind]
        options = options | {
            "num_layers": self.num_layers,
            "bias": self.bias,
            "batch_first": self.batch_first,
            "bidirectional": self.bidirectional,
            "dtype": dtype,
        }
        torch.manual_seed(self.seed)
        reference = theirs(self.input_size, self.hidden_size, **options)
        layer = ours(self.input_size, self.hidden_size, path=self.path, **options)
        layer.load_state_dict(reference.state_dict(), strict=True)
        return reference, layer

    def tensors(self, dtype=torch.float64) -> list[torch.Tensor]:
        """The steps of all sequences, and the initial states where the case has them."""
        torch.manual_seed(self.seed + 1)
        batch = () if self.form == "single" else (len(self.lengths),)
        shape = (max(self.lengths), *batch, self.input_size)
        x = torch.randn(shape, dtype=dtype)
        if self.batch_first and self.form != "single":
            x = x.transpose(0, 1).contiguous()
        recurrences = self.num_layers * (2 if self.bidirectional else 1)
        count = (2 if self.kind == "lstm" else 1) if self.with_state else 0
        shape = (recurrences, *batch, self.hidden_size)
        return [x, *(torch.randn(shape, dtype=dtype) for _ in range(count))]

    def run(self, layer: nn.Module, x: torch.Tensor, *state: torch.Tensor) -> list[torch.Tensor]:
        """Return output, h_n and, of an LSTM, c_n; a packed output is padded with zeros."""
        if self.form.startswith("packed"):
            lengths = torch.tensor(self.lengths)
            if self.form == "packed":
                lengths = lengths.sort(descending=True).values
            x = pack_padded_sequence(
                x, lengths, batch_first=self.batch_first, enforce_sorted=self.form == "packed"
            )
        hx = (state if self.kind == "lstm" else state[0]) if state else None
        output, last = layer(x, hx)
        if isinstance(output, PackedSequence):
            output, _ = pad_packed_sequence(output, batch_first=self.batch_first)
        return [output, *(last if self.kind == "lstm" else [last])]


def outputs_and_gradients(case: Case, layer: nn.Module, dtype=torch.float64):
    """Return all that the layer gives, and the gradients of a weighted sum of it.

    The gradients are those of the input, the initial states and all weights.
    """
    tensors = [tensor.requires_grad_() for tensor in case.tensors(dtype)]
    outputs = case.run(layer, *tensors)
    weights = [torch.linspace(-1, 2, y.numel(), dtype=dtype).view_as(y) for y in outputs]
    return outputs, torch.autograd.grad(outputs, [*tensors, *layer.parameters()], weights)


cases = st.builds(
    Case,
    kind=st.sampled_from(list(LAYERS)),
    form=st.sampled_from(FORMS),
    lengths=st.lists(st.integers(1, 12), min_size=1, max_size=6).map(tuple),
    input_size=st.integers(1, 6),
    hidden_size=st.integers(1, 9),
    num_layers=st.integers(1, 3),
    bias=st.booleans(),
    batch_first=st.booleans(),
    bidirectional=st.booleans(),
    with_state=st.booleans(),
    seed=st.integers(0, 10**6),
    path=st.sampled_from(PATHS),
)


def assert_parity(case):
    reference, layer = case.layers()
    their_outputs, their_gradients = outputs_and_gradients(case, reference)
    our_outputs, our_gradients = outputs_and_gradients(case, layer)
    for ours, theirs in zip(our_outputs, their_outputs, strict=True):
        torch.testing.assert_close(ours, theirs, rtol=0, atol=OUTPUTS)
    for ours, theirs in zip(our_gradients, their_gradients, strict=True):
        assert ours.shape == theirs.shape
        assert (ours - theirs).abs().max() <= GRADIENTS * theirs.abs().max()


# --- as torch computes them ----------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("bidirectional", [False, True], ids=["one way", "both ways"])
@pytest.mark.parametrize("num_layers", [1, 3], ids=["1 layer", "3 layers"])
@pytest.mark.parametrize("kind", LAYERS)
def test_outputs_and_gradients_are_those_of_torch(kind, num_layers, bidirectional, form):
    for bias, batch_first in itertools.product([False, True], repeat=2):  # every pair of the three
        assert_parity(
            Case(
                kind=kind,
                form=form,
                num_layers=num_layers,
                bidirectional=bidirectional,
                bias=bias,
                batch_first=batch_first,
                with_state=bias != batch_first,
            )
        )


@given(case=cases)
def test_sizes_and_lengths_do_not_matter(case):
    assert_parity(case)


@given(case=cases)
def test_float32_is_torch_to_six_digits(case):
    reference, layer = case.layers(torch.float32)
    tensors = case.tensors(torch.float32)
    for ours, theirs in zip(case.run(layer, *tensors), case.run(reference, *tensors), strict=True):
        torch.testing.assert_close(ours, theirs, rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("kind", LAYERS)
@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize("bidirectional", [True, False])
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_the_same_seed_draws_the_weights_of_torch_bit_for_bit(kind, bias, bidirectional, dtype):
    theirs, ours, options = LAYERS[kind]
    options = options | {"bias": bias, "bidirectional": bidirectional, "dtype": dtype}
    torch.manual_seed(5)
    expected = theirs(3, 7, 2, **options).state_dict()
    torch.manual_seed(5)
    drawn = ours(3, 7, 2, **options).state_dict()
    assert list(drawn) == list(expected)
    assert all(torch.equal(drawn[name], expected[name]) for name in expected)


@pytest.mark.parametrize("kind", LAYERS)
@pytest.mark.parametrize("bias", [True, False])
def test_torch_loads_our_weights(kind, bias):
    case = Case(kind=kind, form="padded", num_layers=2, bidirectional=True, bias=bias)
    reference, layer = case.layers()
    layer.reset_parameters()
    reference.load_state_dict(layer.state_dict(), strict=True)
    x = case.tensors()[0]
    torch.testing.assert_close(layer(x)[0], reference(x)[0], rtol=0, atol=OUTPUTS)


@pytest.mark.parametrize("form", ["padded", "packed unsorted"])
@pytest.mark.parametrize("kind", LAYERS)
def test_dropout_zeroes_what_torch_zeroes_with_the_same_seed(kind, form):
    case = Case(kind=kind, form=form, num_layers=3)
    layers = case.layers()
    for layer in layers:
        layer.dropout = 0.4
    assert_same = torch.testing.assert_close

    results = {}
    for mode in (True, False):
        for layer in layers:
            torch.manual_seed(11)
            results[layer, mode] = case.run(layer.train(mode), *case.tensors())[0]
        assert_same(results[layers[1], mode], results[layers[0], mode], rtol=0, atol=OUTPUTS)
    assert not torch.equal(results[layers[1], True], results[layers[1], False])


@pytest.mark.parametrize(
    ("kind", "arguments"), [("gru", ()), ("lstm", ()), ("rnn", ()), ("relu", ("relu",))]
)
def test_dropout_in_one_layer_is_warned_of_where_the_layer_is_made(kind, arguments):
    with pytest.warns(UserWarning, match="dropout acts between layers") as caught:
        LAYERS[kind][1](2, 3, 1, *arguments, dropout=0.5)
    assert caught[0].filename == __file__


def test_code_that_packs_weights_for_cudnn_runs_on():
    GRU(2, 3).flatten_parameters()


# --- places and formats --------------------------------------------------------------------------


@pytest.mark.parametrize("kind", LAYERS)
def test_autocast_runs_in_its_own_dtype(kind):
    case = Case(kind=kind, form="packed unsorted", num_layers=2, bidirectional=True)
    _, layer = case.layers(torch.float32)
    tensors = case.tensors(torch.float32)
    exact = case.run(layer, *tensors)[0]
    with torch.autocast("cpu", dtype=torch.bfloat16):
        rounded = case.run(layer, *tensors)[0]
        from_half = case.run(layer, *(tensor.bfloat16() for tensor in tensors))[0]
    assert rounded.dtype == from_half.dtype == torch.bfloat16
    torch.testing.assert_close(rounded.float(), exact, rtol=0, atol=0.05)
    torch.testing.assert_close(from_half.float(), exact, rtol=0, atol=0.05)


def assert_same_numbers_on(device, kind):
    """Compare outputs and gradients there with those of the CPU, in float32."""
    case = Case(kind=kind, form="packed unsorted", num_layers=2, bidirectional=True)
    _, layer = case.layers(torch.float32)
    results = []
    for place in ("cpu", device):
        tensors = [tensor.to(place).requires_grad_() for tensor in case.tensors(torch.float32)]
        outputs = case.run(layer.to(place), *tensors)
        total = sum((y * y).sum() for y in outputs)
        results.append([*outputs, *torch.autograd.grad(total, [*tensors, *layer.parameters()])])
    for here, there in zip(*results, strict=True):
        assert there.device.type == torch.device(device).type
        torch.testing.assert_close(there.cpu(), here, rtol=1e-5, atol=1e-5)


@pytest.mark.gpu
@pytest.mark.parametrize("kind", LAYERS)
def test_a_gpu_gives_the_numbers_of_the_cpu(kind, device):
    assert_same_numbers_on(device, kind)
