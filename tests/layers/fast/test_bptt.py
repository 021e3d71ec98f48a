"""The hand-derived gradients are those of the steps in `cells`, whatever the way through time."""

from functools import partial

import pytest
import torch

from gru_course.cells import gru_step, lstm_step, rnn_step
from gru_course.layers.fast import time_walk
from gru_course.layers.fast.gru import gru_over_time
from gru_course.layers.fast.gru_reset_before import gru_before_over_time
from gru_course.layers.fast.lstm import lstm_over_time
from gru_course.layers.fast.rnn import rnn_over_time

OUTPUTS = 1e-14  # absolute, float64
GRADIENTS = 1e-13  # relative to the largest number of the gradient, float64

# The fast way over time, its readable step, blocks of H rows in a weight, states.
RECURRENCES = {
    "gru": (gru_over_time, gru_step, 3, 1),
    "gru before": (gru_before_over_time, partial(gru_step, reset_after=False), 3, 1),
    "lstm": (lstm_over_time, lstm_step, 4, 2),
    "rnn": (rnn_over_time, rnn_step, 1, 1),
    "relu": (
        partial(rnn_over_time, nonlinearity="relu"),
        partial(rnn_step, nonlinearity="relu"),
        1,
        1,
    ),
}
every_recurrence = pytest.mark.parametrize("kind", RECURRENCES)
both_ways = pytest.mark.parametrize("backwards", [False, True])


@pytest.fixture
def short_spans(monkeypatch):
    """Spans of two steps of a (3, 4) state, so that five steps are three spans."""
    monkeypatch.setattr(time_walk, "SPAN", 24)


def example(kind, *, steps=5, bias=True, scale=0.5) -> list[torch.Tensor | None]:
    """x (T, 3, 2), states (3, 4) and weights, all waiting for a gradient; biases may be None."""
    _, _, blocks, states = RECURRENCES[kind]
    rows = blocks * 4
    shapes = [(steps, 3, 2), *[(3, 4)] * states, (rows, 2), (rows, 4), (rows,), (rows,)]
    tensors = [scale * torch.randn(shape, dtype=torch.float64) for shape in shapes]
    tensors = [tensor.requires_grad_() for tensor in tensors]
    return tensors if bias else [*tensors[:-2], None, None]


def readable(kind, x, *state_and_weights, backwards):
    """The definition: the step of `cells`, one step after the other."""
    _, step, _, states = RECURRENCES[kind]
    state, weights = state_and_weights[:states], state_and_weights[states:]
    outputs = []
    for x_t in reversed(x) if backwards else x:
        made = step(x_t, *state, *weights)
        state = (made.h, made.c) if states == 2 else (made.h,)
        outputs.append(made.h)
    return torch.stack(outputs[::-1] if backwards else outputs), *state


def fast(kind, *inputs, backwards):
    return RECURRENCES[kind][0](*inputs, backwards=backwards)


def differences(kind, inputs, backwards, used=slice(None)) -> tuple[float, float]:
    """Largest difference of outputs, absolute, and of gradients, relative to each one's largest.

    used: on which of output and last states the loss depends.
    """
    wanted = [t for t in inputs if t is not None and t.requires_grad]
    ours, theirs = (run(kind, *inputs, backwards=backwards) for run in (fast, readable))
    weights = [torch.randn_like(values) for values in theirs]
    losses = [
        sum((v * w).sum() for v, w in [*zip(side, weights, strict=True)][used])
        for side in (ours, theirs)
    ]
    gradients = [torch.autograd.grad(loss, wanted, materialize_grads=True) for loss in losses]
    of_outputs = max((a - b).abs().max().item() for a, b in zip(ours, theirs, strict=True))
    of_gradients = max(
        ((a - b).abs().max() / b.abs().max().clamp(min=1e-30)).item()
        for a, b in zip(*gradients, strict=True)
    )
    return of_outputs, of_gradients


@every_recurrence
@both_ways
@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize("steps", [1, 5])
def test_outputs_and_gradients_are_those_of_the_steps(kind, backwards, bias, steps):
    inputs = example(kind, steps=steps, bias=bias)
    of_outputs, of_gradients = differences(kind, inputs, backwards)
    assert of_outputs <= OUTPUTS
    assert of_gradients <= GRADIENTS


@every_recurrence
@both_ways
@pytest.mark.usefixtures("short_spans")
def test_spans_change_nothing(kind, backwards):
    assert len(time_walk.Walk(5, 3, 4, backwards).spans) == 3
    of_outputs, of_gradients = differences(kind, example(kind), backwards)
    assert of_outputs <= OUTPUTS
    assert of_gradients <= GRADIENTS


@every_recurrence
@both_ways
@pytest.mark.parametrize(
    "used", [slice(1), slice(1, 2), slice(-1, None)], ids=["output", "h", "last"]
)
def test_a_loss_may_depend_on_the_output_or_on_a_last_state_alone(kind, backwards, used):
    assert differences(kind, example(kind), backwards, used)[1] <= GRADIENTS


@every_recurrence
def test_saturated_gates_pass_finite_gradients(kind):
    of_outputs, of_gradients = differences(kind, example(kind, scale=8.0, steps=3), False)
    assert of_outputs <= (1e-9 if kind == "relu" else OUTPUTS)  # its states are not below 1
    assert of_gradients <= 1e-10  # the factors are near 0, where they keep few digits


@every_recurrence
def test_frozen_parts_get_no_gradient_and_the_others_theirs(kind):
    inputs = example(kind)
    for frozen in range(len(inputs)):
        part = [
            None if t is None else t.detach().requires_grad_(t.requires_grad and i != frozen)
            for i, t in enumerate(inputs)
        ]
        assert differences(kind, part, False)[1] <= GRADIENTS


@every_recurrence
@both_ways
@pytest.mark.usefixtures("short_spans")
def test_numeric_derivatives_agree(kind, backwards):
    inputs = example(kind)
    assert torch.autograd.gradcheck(
        partial(fast, kind, backwards=backwards), inputs, fast_mode=True
    )


@every_recurrence
@both_ways
def test_the_gradient_can_be_differentiated_again(kind, backwards):
    inputs = example(kind, steps=2)
    assert torch.autograd.gradgradcheck(
        partial(fast, kind, backwards=backwards), inputs, fast_mode=True
    )


@every_recurrence
def test_one_graph_gives_its_gradients_twice(kind):
    inputs = example(kind)
    wanted = [t for t in inputs if t.requires_grad]
    output, *_ = fast(kind, *inputs, backwards=False)
    first, second = (torch.autograd.grad(output.sum(), wanted, retain_graph=i == 0) for i in (0, 1))
    assert all(torch.equal(a, b) for a, b in zip(first, second, strict=True))


@every_recurrence
def test_an_output_that_was_overwritten_is_noticed(kind):
    inputs = example(kind)
    output, *_ = fast(kind, *inputs, backwards=False)
    output.detach().zero_()  # the way back reads the states, so this would falsify the gradients
    with pytest.raises(RuntimeError, match="inplace"):
        output.sum().backward()


@every_recurrence
@both_ways
@pytest.mark.usefixtures("short_spans")
def test_without_a_graph_the_numbers_are_the_same(kind, backwards):
    inputs = example(kind)
    with torch.no_grad():
        plain = fast(kind, *inputs, backwards=backwards)
    for a, b in zip(plain, fast(kind, *inputs, backwards=backwards), strict=True):
        assert torch.equal(a, b) and not a.requires_grad


def test_inputs_may_lie_anyhow_in_memory():
    x, *others = example("gru")
    scattered = torch.randn(2, 3, 5, dtype=torch.float64).permute(2, 1, 0).requires_grad_()
    assert scattered.shape == x.shape and not scattered.is_contiguous()
    assert differences("gru", [scattered, *others], False)[1] <= GRADIENTS


def kept_bytes(run) -> int:
    """How many bytes autograd keeps for the way back, counting each storage once."""
    kept = {}

    def pack(tensor):
        kept[tensor.untyped_storage().data_ptr()] = tensor.untyped_storage().nbytes()
        return tensor

    with torch.autograd.graph.saved_tensors_hooks(pack, lambda tensor: tensor):
        result = run()  # alive until the count, or its memory is used again
    assert result
    return sum(kept.values())


def test_less_is_kept_than_torch_keeps():
    layer = torch.nn.GRU(8, 32)
    x = torch.randn(40, 16, 8)
    theirs = kept_bytes(lambda: layer(x))
    h_0 = torch.zeros(16, 32)
    ours = kept_bytes(lambda: gru_over_time(x, h_0, *layer.parameters()))
    assert ours < theirs


@both_ways
@pytest.mark.parametrize("steps", [1, 4, 5, 64])
@pytest.mark.usefixtures("short_spans")
def test_spans_cover_every_step_once_in_running_order(steps, backwards):
    walk = time_walk.Walk(steps, 3, 4, backwards)
    values = torch.arange(steps)
    order = [int(step) for span in walk.spans for step in walk.forth(values[span])]
    assert order == sorted(range(steps), reverse=backwards)
    way_back = [int(s) for span in reversed(walk.spans) for s in walk.back(values[span])]
    assert way_back == order[::-1]
    assert max(span.stop - span.start for span in walk.spans) == walk.length <= 2
