"""A layer run step by step, with nothing fused: every step and every state can be looked at."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, cast

from torch import Tensor, nn

from gru_course.cells import gru_step, lstm_step, rnn_step
from gru_course.layers import GRU, LSTM, RNN
from gru_course.layers.mingru import MinGRU, mingru_step
from gru_course.layers.recurrence import RecurrentLayer
from gru_course.layers.sequences import Sequences, check_input
from gru_course.validation import check_beside, check_tensor

WEIGHTS = ("weight_ih", "weight_hh", "bias_ih", "bias_hh")


@dataclass(frozen=True)
class Unrolled:
    """The last layer's run over T steps.

    start: its states (B, H) before the first step, by name, leaves of autograd. steps: what each
    step computed, a `GRUStep` or its like. sequences: the form of the input, and the way back.
    """

    start: dict[str, Tensor]
    steps: list[Any]
    sequences: Sequences


def unroll(
    layer: nn.Module, input: Tensor, hx: Tensor | tuple[Tensor, Tensor] | None = None
) -> Unrolled:
    """Run a GRU, LSTM or RNN, ours or torch.nn's, a MinGRU, or the one in a `SequenceModel`.

    input (T, B, I), (B, T, I) with batch_first, or (T, I); hx as the layer takes it, zeros when
    None. Dropout between layers is left out.
    Raises TypeError or ValueError for any other layer, for two directions, and when a shape, a
    dtype or a device does not fit.
    """
    layer = cast(RecurrentLayer, getattr(layer, "recurrent", layer))
    advance, weight_names, state_names = _anatomy(layer)
    if getattr(layer, "bidirectional", False):
        raise ValueError("layer must run in one direction, got bidirectional=True")
    check_beside("input", input, layer.weight_ih_l0)  # refuses packed ones: they have no T steps
    check_input(input, layer.input_size, layer.weight_ih_l0, layer.batch_first)

    sequences = Sequences(input, layer.batch_first)
    inputs = [x for stretch in sequences.stretches for x in stretch.unbind(0)]
    starts = _starts(layer, sequences, hx, state_names)
    for k in range(layer.num_layers):
        # torch's layers without bias lack the attribute, ours hold None
        weights = [getattr(layer, f"{name}_l{k}", None) for name in weight_names]
        start = {name: state[k].detach().requires_grad_() for name, state in starts.items()}
        state, steps = list(start.values()), []
        for x in inputs:
            steps.append(advance(x, *state, *weights))
            state = [getattr(steps[-1], name) for name in state_names]
        inputs = [step.h for step in steps]
    return Unrolled(start, steps, sequences)


def _anatomy(layer: nn.Module) -> tuple[Callable, tuple[str, ...], tuple[str, ...]]:
    """Return a layer's step, and the names of the weights and of the states that it reads."""
    if isinstance(layer, GRU | nn.GRU):
        reset_after = getattr(layer, "reset_after", True)
        return partial(gru_step, reset_after=reset_after), WEIGHTS, ("h",)
    if isinstance(layer, LSTM) or (isinstance(layer, nn.LSTM) and layer.proj_size == 0):
        return lstm_step, WEIGHTS, ("h", "c")
    if isinstance(layer, RNN | nn.RNN):
        return partial(rnn_step, nonlinearity=layer.nonlinearity), WEIGHTS, ("h",)
    if isinstance(layer, MinGRU):
        return mingru_step, ("weight_ih", "bias_ih"), ("h",)
    raise TypeError(f"layer must be a GRU, LSTM, RNN or MinGRU, got {layer}")


def _starts(
    layer: Any,
    sequences: Sequences,
    hx: Tensor | tuple[Tensor, Tensor] | None,
    names: tuple[str, ...],
) -> dict[str, Tensor]:
    """Check the initial states and return them by name, each (num_layers, B, H)."""
    shape = sequences.state_shape(layer.num_layers, layer.hidden_size)
    given: Any = hx
    if hx is None:
        given = [sequences.stretches[0].new_zeros(shape) for _ in names]
    elif len(names) == 1:
        given = [hx]
    if not (isinstance(given, tuple | list) and len(given) == len(names)):
        raise TypeError(f"hx must be a pair of tensors (h_0, c_0), got {type(given).__name__}")
    for state in given:
        check_tensor("hx", state, shape, layer.weight_ih_l0)
    return {name: sequences.enter(state) for name, state in zip(names, given, strict=True)}
