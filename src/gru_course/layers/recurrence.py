"""What every recurrent layer does: run one step over time, through layers and directions."""

import warnings
from collections.abc import Callable, Sequence
from typing import Any, ClassVar, NamedTuple

import torch
from torch import Tensor
from torch.nn.functional import dropout, linear
from torch.nn.utils.rnn import PackedSequence

from gru_course.cells.parameters import RecurrentModule, Weights
from gru_course.layers.fast_path import is_autocast, is_watched
from gru_course.layers.sequences import Sequences, check_input, side_by_side, stack
from gru_course.validation import choice, flag, positive_integer, probability

PATHS = ("auto", "readable", "fast")


class RecurrentLayer(RecurrentModule):
    """What GRU, LSTM and RNN share; each of them adds how one step is made.

    A recurrence is one direction of one layer. K of them, num_layers * directions, run in all.
    path: "readable" runs the step of `cells` and leaves the gradients to autograd, "fast" runs
    `layers.fast`; "auto" is fast on a CPU. Both give the same numbers.

    A new cell is a subclass with `blocks`, `state_fields` and `_step`, and a name in
    `models.CELLS`. With `_over_time` it has a fast path as well.
    """

    weight_ih_l0: Tensor
    state_fields: ClassVar[tuple[str, ...]] = ("h",)  # the fields of a step that the next one reads

    # Over x (T, B, F) as `fast` does, (x, *state_and_weights, backwards) to the outputs and the
    # states at the end; None is a layer without a fast path.
    _over_time: ClassVar[Callable[..., tuple[Tensor, ...]] | None] = None

    def __init__(
        self,
        input_size: int,
        hidden_size: int,
        num_layers: int = 1,
        bias: bool = True,
        batch_first: bool = False,
        dropout: float = 0.0,
        bidirectional: bool = False,
        device: torch.device | str | None = None,
        dtype: torch.dtype | None = None,
        *,
        path: str = "auto",
        proj_size: int = 0,
    ) -> None:
        super().__init__(input_size, hidden_size, bias)
        if proj_size != 0:  # torch's LSTM has the argument, and code names it
            raise ValueError(f"proj_size must be 0, there are no projections, got {proj_size!r}")
        self.proj_size = proj_size
        self.path = choice("path", path, PATHS)
        if path == "fast" and self._over_time is None:
            raise ValueError(f"path must be auto or readable for {type(self).__name__}, got 'fast'")
        self.num_layers = positive_integer("num_layers", num_layers)
        self.batch_first = flag("batch_first", batch_first)
        self.dropout = probability("dropout", dropout)
        self.bidirectional = flag("bidirectional", bidirectional)
        if self.dropout > 0 and num_layers == 1:
            inherited = type(self).__init__ is RecurrentLayer.__init__
            warnings.warn(
                f"dropout acts between layers: dropout={dropout} changes nothing in one layer",
                stacklevel=2 if inherited else 3,  # where the layer is made
            )
        for layer, suffixes in enumerate(self._suffixes()):
            width = input_size if layer == 0 else hidden_size * len(suffixes)
            for suffix in suffixes:
                self.add_weights(width, device, dtype, suffix)
        self.reset_parameters()

    def flatten_parameters(self) -> None:
        """Do nothing: torch.nn's layers pack their weights for cuDNN here, and code calls it."""

    @property
    def _all_weights(self) -> list[list[str]]:
        """The names of each recurrence's parameters; code that drops weights reads them."""
        kinds = ("weight", "bias") if self.bias else ("weight",)
        ends = [suffix for suffixes in self._suffixes() for suffix in suffixes]
        return [[f"{kind}_{name}{end}" for kind in kinds for name in self.readers] for end in ends]

    @property
    def all_weights(self) -> list[list[Tensor]]:
        """The parameters of each recurrence, shapes as in `cells`, as torch.nn lists them."""
        return [[getattr(self, name) for name in names] for names in self._all_weights]

    def _suffixes(self) -> list[tuple[str, ...]]:
        """Return for each layer the endings of its directions' parameters, as torch names them."""
        directions = ("", "_reverse") if self.bidirectional else ("",)
        return [tuple(f"_l{k}{way}" for way in directions) for k in range(self.num_layers)]

    def _step(self, x: Tensor, *state_and_weights: Any) -> NamedTuple:
        """Advance by one step; x is projected already, so its weight and bias are None."""
        raise NotImplementedError

    def _run(
        self,
        stretches: list[Tensor],
        state: Sequence[Tensor],
        weights: Weights,
        backwards: bool,
        fields: tuple[str, ...],
    ) -> tuple[list[list[Tensor]], Sequence[Tensor]]:
        """Run one direction of one layer over the stretches (T, B, F) of `Sequences`.

        state holds a (B, H) for each of `state_fields`. Returns for each stretch a (T, B, H) for
        each of `fields`, and the state at the end.
        """
        computed = []
        for x in reversed(stretches) if backwards else stretches:
            size = x.shape[1]
            waiting: Sequence[Tensor] = ()
            if size < state[0].shape[0]:  # the others have ended or, backwards, not begun
                state, waiting = zip(
                    *(values.tensor_split([size]) for values in state), strict=True
                )
            values, state = self._run_stretch(x, state, weights, backwards, fields)
            if waiting:
                state = [torch.cat(pair) for pair in zip(state, waiting, strict=True)]
            computed.append(values)
        return computed[::-1] if backwards else computed, state

    def _run_stretch(
        self,
        x: Tensor,
        state: Sequence[Tensor],
        weights: Weights,
        backwards: bool,
        fields: tuple[str, ...],
    ) -> tuple[list[Tensor], Sequence[Tensor]]:
        """Run over x (T, B, F), each of its sequences having its row in the states (B, H)."""
        run = self._fast if self._is_fast(x, fields) else self._readable
        return run(x, state, weights, backwards, fields)

    def _is_fast(self, x: Tensor, fields: tuple[str, ...]) -> bool:
        """Choose the path. Gates are not what the fast one returns: it keeps them to itself.

        A batch of no sequences has no time to gain.

        "auto" is fast where that was measured, on a CPU, and readable wherever somebody wants to
        see each operation: autocast, tracing and export, forward derivatives, `torch.func`.
        """
        if self._over_time is None or fields != ("h",) or x.shape[1] == 0:
            return False
        if self.path == "auto":
            return x.device.type == "cpu" and not (is_autocast(x) or is_watched())
        return self.path == "fast"

    def _readable(
        self,
        x: Tensor,
        state: Sequence[Tensor],
        weights: Weights,
        backwards: bool,
        fields: tuple[str, ...],
    ) -> tuple[list[Tensor], Sequence[Tensor]]:
        """Run the step of `cells` over x (T, B, F): one call for each step of time."""
        weight_ih, weight_hh, bias_ih, bias_hh = weights
        inputs = linear(x, weight_ih, bias_ih)  # one product for all steps
        running = [values.type_as(inputs) for values in state]  # for autocast
        blocks = [block.unbind(0) for block in inputs.chunk(self.blocks, dim=-1)]
        of_steps: Sequence[Any] = [*zip(*blocks, strict=True)] if self.blocks > 1 else blocks[0]
        if bias_hh is not None:  # one copy for each row: the rows' gradients are summed once,
            bias_hh = bias_hh.expand(x.shape[1], -1)  # not at every step
        steps = []
        for x_t in reversed(of_steps) if backwards else of_steps:
            step = self._step(x_t, *running, None, weight_hh, None, bias_hh)
            steps.append(step)
            running = [getattr(step, name) for name in self.state_fields]
        if backwards:
            steps.reverse()
        return [torch.stack([getattr(step, name) for step in steps]) for name in fields], running

    def _fast(
        self,
        x: Tensor,
        state: Sequence[Tensor],
        weights: Weights,
        backwards: bool,
        fields: tuple[str, ...],
    ) -> tuple[list[Tensor], Sequence[Tensor]]:
        """Run the same recurrence over x (T, B, F) with the hand-derived gradients of `fast`."""
        if is_autocast(x):  # the fast path computes in the weights' own dtype
            x, *state = (values.type_as(weights[0]) for values in (x, *state))
            with torch.autocast(x.device.type, enabled=False):
                return self._fast(x, state, weights, backwards, fields)
        assert self._over_time is not None  # or the path would not be fast
        output, *running = self._over_time(x, *state, *weights, backwards=backwards)
        return [output], running

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
        # Read once: a parametrisation, such as dropout of weights, may draw anew at every reading.
        weights = [[*map(self.weights, suffixes)] for suffixes in self._suffixes()]
        first = weights[0][0][0]
        check_input(input, self.input_size, first, self.batch_first)
        sequences = Sequences(input, self.batch_first)
        recurrences = self.num_layers * (2 if self.bidirectional else 1)
        starts = sequences.starts(initial, recurrences, self.hidden_size, first)
        stretches = sequences.stretches
        ends: list[Sequence[Tensor]] = []
        for of_layer in weights:
            if ends:  # between layers, never after the last
                stretches = [dropout(x, self.dropout, self.training) for x in stretches]
            ways, layer_ends = zip(
                *(
                    self._run(stretches, next(starts), of_way, backwards, fields)
                    for of_way, backwards in zip(of_layer, (False, True), strict=False)
                ),
                strict=True,
            )
            computed = ways[0] if len(ways) == 1 else side_by_side(ways)
            ends += layer_ends
            stretches = [values[0] for values in computed]
        outputs = [sequences.restore([*values]) for values in zip(*computed, strict=True)]
        return outputs, [sequences.leave(stack(states)) for states in zip(*ends, strict=True)]
