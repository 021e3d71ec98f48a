"""The three forms in which sequences enter a layer, and the one form in which they run."""

from collections.abc import Iterator
from itertools import groupby

import torch
from torch import Tensor
from torch.nn.utils.rnn import PackedSequence

from gru_course.validation import check_beside, check_tensor


class Sequences:
    """A layer's input as stretches of time in which equally many sequences run, and the way back.

    A padded batch is one stretch, and so is a single sequence, a batch of one. A PackedSequence
    has a new stretch wherever a sequence has ended.

    stretches: tensors (T, B, F), B never growing. batch: the number of sequences.
    """

    def __init__(self, input: Tensor | PackedSequence, batch_first: bool):
        self.batch_first = batch_first
        self.packed = input if isinstance(input, PackedSequence) else None
        self.single = isinstance(input, Tensor) and input.dim() == 2
        if isinstance(input, PackedSequence):
            self.stretches = _cut(input.data, input.batch_sizes.tolist())
        elif self.single:
            self.stretches = [input.unsqueeze(1)]
        else:
            self.stretches = [input.transpose(0, 1) if batch_first else input]
        self.batch = self.stretches[0].shape[1]

    def restore(self, stretches: list[Tensor]) -> Tensor | PackedSequence:
        """Give stretches (T, B, F) the form of the input: packed, a single sequence or padded."""
        if self.packed is not None:
            data = torch.cat([x.flatten(0, 1) for x in stretches])
            return PackedSequence(data, *self.packed[1:])  # torch.compile loses what _replace makes
        (steps,) = stretches
        if self.single:
            return steps.squeeze(1)
        return steps.transpose(0, 1) if self.batch_first else steps

    def state_shape(self, recurrences: int, hidden_size: int) -> tuple[int, ...]:
        """Return the shape that the caller's states have: (K, B, H), or (K, H) for one sequence."""
        return (recurrences, hidden_size) if self.single else (recurrences, self.batch, hidden_size)

    def starts(
        self,
        initial: dict[str, Tensor | None],
        recurrences: int,
        hidden_size: int,
        weight: Tensor,
    ) -> Iterator[tuple[Tensor, ...]]:
        """Check the caller's states and hand them out by recurrence, each (B, H); None is zeros.

        weight, of any shape, has the dtype and the device that they must have.
        """
        shape = self.state_shape(recurrences, hidden_size)
        states = []
        for name, state in initial.items():
            if state is None:
                state = self.stretches[0].new_zeros(shape)
            else:
                check_tensor(name, state, shape, weight)
            states.append(self.enter(state).unbind(0))
        return zip(*states, strict=True)

    def enter(self, state: Tensor) -> Tensor:
        """Bring the caller's state to (K, B, H), in the order in which the sequences run."""
        if self.single:
            return state.unsqueeze(1)
        if self.packed is not None and self.packed.sorted_indices is not None:
            return state.index_select(1, self.packed.sorted_indices)
        return state

    def leave(self, state: Tensor) -> Tensor:
        """Bring a state (K, B, H) back to the caller's shape and order."""
        if self.single:
            return state.squeeze(1)
        if self.packed is not None and self.packed.unsorted_indices is not None:
            return state.index_select(1, self.packed.unsorted_indices)
        return state


def _cut(rows: Tensor, batch_sizes: list[int]) -> list[Tensor]:
    """Cut rows (N, F) wherever the number of rows to a step changes."""
    sizes = [(batch, len([*steps])) for batch, steps in groupby(batch_sizes)]
    parts = rows.split([batch * steps for batch, steps in sizes])
    return [part.unflatten(0, (-1, batch)) for part, (batch, _) in zip(parts, sizes, strict=True)]


def check_input(
    input: Tensor | PackedSequence, input_size: int, weight: Tensor, batch_first: bool
) -> None:
    """Raise TypeError or ValueError unless input holds sequences that a layer can run.

    That is (T, B, I), (B, T, I) with batch_first, (T, I) for one sequence, or packed ones, which
    cannot be traced: their lengths would stand in the trace, and be used for every other batch.
    """
    packed = isinstance(input, PackedSequence)
    if packed and torch.jit.is_tracing():
        raise TypeError("input must be padded while torch.jit traces, got a PackedSequence")
    data = input.data if isinstance(input, PackedSequence) else input
    check_beside("input", data, weight)
    shape = tuple(data.shape)
    batched = "(B, T, I)" if batch_first else "(T, B, I)"
    if packed and data.dim() != 2:
        raise ValueError(f"input must be packed from sequences (T, I), got packed rows {shape}")
    if not packed and data.dim() not in (2, 3):
        raise ValueError(f"input must have shape {batched} or (T, I), got {shape}")
    if data.shape[-1] != input_size:
        raise ValueError(f"input must have input_size={input_size} as its last size, got {shape}")
    if shape[1 if batch_first and data.dim() == 3 else 0] == 0:
        raise ValueError(f"input must hold at least one step, got {shape}")


def side_by_side(ways: tuple) -> list[list[Tensor]]:
    """Join what the directions computed, stretch by stretch and field by field, along features.

    Each field of a stretch is (T, B, H) in both ways, and (T, B, 2H) joined.
    """
    return [
        [torch.cat(sides, dim=-1) for sides in zip(*stretch, strict=True)]
        for stretch in zip(*ways, strict=True)
    ]


def stack(states: tuple[Tensor, ...]) -> Tensor:
    """States (B, H) of K recurrences as (K, B, H); one alone is not copied."""
    return states[0].unsqueeze(0) if len(states) == 1 else torch.stack(states)
