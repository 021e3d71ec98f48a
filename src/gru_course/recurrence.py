"""What every recurrent layer does: run one step over time, through layers and directions."""

import warnings
from collections.abc import Iterator
from itertools import groupby
from typing import ClassVar

import torch
from torch import Tensor
from torch.nn.functional import dropout, linear
from torch.nn.utils.rnn import PackedSequence

from gru_course.cells import GRUStep, LSTMStep, RNNStep
from gru_course.parameters import RecurrentModule
from gru_course.sequences import Sequences, check_input
from gru_course.validation import check_tensor, flag, positive_integer, probability


class RecurrentLayer(RecurrentModule):
    """What GRU, LSTM and RNN share; each of them adds how one step is made.

    A recurrence is one direction of one layer. K of them, num_layers * directions, run in all.
    """

    state_fields: ClassVar[tuple[str, ...]] = ("h",)  # the fields of a step that the next one reads

    def __init__(
        self,
        input_size: int,
        hidden_size: int,
        num_layers: int = 1,
        bias: bool = True,
        batch_first: bool = False,
        dropout: float = 0.0,
        bidirectional: bool = False,
        device=None,
        dtype=None,
    ):
        super().__init__(input_size, hidden_size, bias)
        self.num_layers = positive_integer("num_layers", num_layers)
        self.batch_first = flag("batch_first", batch_first)
        self.dropout = probability("dropout", dropout)
        self.bidirectional = flag("bidirectional", bidirectional)
        if self.dropout > 0 and num_layers == 1:
            warnings.warn(
                f"dropout acts between layers: dropout={dropout} changes nothing in one layer",
                stacklevel=3,
            )
        for layer, suffixes in enumerate(self._suffixes()):
            width = input_size if layer == 0 else hidden_size * len(suffixes)
            for suffix in suffixes:
                self.add_weights(width, device, dtype, suffix)
        self.reset_parameters()

    def _suffixes(self) -> list[tuple[str, ...]]:
        """Return for each layer the endings of its directions' parameters, as torch names them."""
        directions = ("", "_reverse") if self.bidirectional else ("",)
        return [tuple(f"_l{k}{way}" for way in directions) for k in range(self.num_layers)]

    def _step(self, x: Tensor, *state_and_weights) -> GRUStep | LSTMStep | RNNStep:
        """Advance by one step; x is projected already, so its weight and bias are None."""
        raise NotImplementedError

    def _run(
        self,
        rows: Tensor,
        batch_sizes: list[int],
        state: list[Tensor],
        suffix: str,
        fields: tuple[str, ...],
    ) -> tuple[list[Tensor], list[Tensor]]:
        """Run one direction of one layer over time: the only place where time passes.

        rows (N, F) and batch_sizes are those of `Sequences`; state holds a (B, H) for each of
        `state_fields`. Returns an (N, H) for each of `fields`, and the state at the end.
        """
        weight_ih, weight_hh, bias_ih, bias_hh = self.weights(suffix)
        inputs = linear(rows, weight_ih, bias_ih).split(batch_sizes)  # one product for all steps
        backwards = suffix.endswith("_reverse")
        steps = []
        for size, equally_long in groupby(reversed(inputs) if backwards else inputs, key=len):
            # Only the first sequences run; the others have ended or, backwards, not begun.
            running = [values[:size].type_as(inputs[0]) for values in state]  # for autocast
            for x in equally_long:
                steps.append(self._step(x, *running, None, weight_hh, None, bias_hh))
                running = [getattr(steps[-1], name) for name in self.state_fields]
            state = [torch.cat([new, old[size:]]) for new, old in zip(running, state, strict=True)]
        if backwards:
            steps.reverse()
        return [torch.cat([getattr(step, name) for step in steps]) for name in fields], state

    def _unroll(
        self,
        input: Tensor | PackedSequence,
        initial: dict[str, Tensor | None],
        fields: tuple[str, ...] = ("h",),
    ) -> tuple[list[Tensor | PackedSequence], list[Tensor]]:
        """Run all layers; `initial` names the caller's states, in the order of `state_fields`.

        Returns `fields` (h first) of the last layer's steps, the directions side by side, in the
        form of the input; and the states at the end, each (K, B, H), or (K, H) for one sequence.
        """
        check_input(input, self.input_size, self.weight_ih_l0, self.batch_first)
        sequences = Sequences(input, self.batch_first)
        starts = self._starts(initial, sequences)
        rows, ends = sequences.rows, []
        for suffixes in self._suffixes():
            if ends:  # between layers, never after the last
                rows = dropout(rows, self.dropout, self.training)
            directions = [
                self._run(rows, sequences.batch_sizes, next(starts), suffix, fields)
                for suffix in suffixes
            ]
            computed, layer_ends = zip(*directions, strict=True)
            values = [torch.cat(sides, dim=-1) for sides in zip(*computed, strict=True)]
            ends += layer_ends
            rows = values[0]
        states = [torch.stack(state) for state in zip(*ends, strict=True)]
        return [sequences.restore(v) for v in values], [sequences.leave(s) for s in states]

    def _starts(
        self, initial: dict[str, Tensor | None], sequences: Sequences
    ) -> Iterator[tuple[Tensor, ...]]:
        """Check the initial states and hand them out by layer and direction, each (B, H)."""
        recurrences = self.num_layers * (2 if self.bidirectional else 1)
        shape = sequences.state_shape(recurrences, self.hidden_size)
        states = []
        for name, state in initial.items():
            if state is None:
                state = sequences.rows.new_zeros(shape)
            else:
                check_tensor(name, state, shape, self.weight_ih_l0)
            states.append(sequences.enter(state).unbind(0))
        return zip(*states, strict=True)
