"""The three forms in which sequences enter a layer, and the one form in which they run."""

from torch import Tensor
from torch.nn.utils.rnn import PackedSequence

from gru_course.validation import check_beside


class Sequences:
    """The rows of a layer's input in the order in which they run, and the way back.

    A PackedSequence is made of such rows. A padded batch is one whose batch sizes are all equal,
    and a single sequence is a batch of one: so a layer runs packed rows and knows nothing else.

    rows: (N, F), the steps one after another. batch_sizes: how many of the N rows each step has.
    batch: the number of sequences.
    """

    def __init__(self, input: Tensor | PackedSequence, batch_first: bool):
        self.input = input
        self.batch_first = batch_first
        self.packed = isinstance(input, PackedSequence)
        self.single = not self.packed and input.dim() == 2
        if self.packed:
            self.rows, self.batch_sizes = input.data, input.batch_sizes.tolist()
        elif self.single:
            self.rows, self.batch_sizes = input, [1] * len(input)
        else:
            steps = input.transpose(0, 1) if batch_first else input
            self.rows, self.batch_sizes = steps.flatten(0, 1), [steps.shape[1]] * len(steps)
        self.batch = self.batch_sizes[0]

    def restore(self, rows: Tensor) -> Tensor | PackedSequence:
        """Give rows (N, F) the form of the input: packed, a single sequence or padded."""
        if self.packed:
            return self.input._replace(data=rows)
        if self.single:
            return rows
        steps = rows.unflatten(0, (-1, self.batch))
        return steps.transpose(0, 1) if self.batch_first else steps

    def state_shape(self, recurrences: int, hidden_size: int) -> tuple[int, ...]:
        """Return the shape that the caller's states have: (K, B, H), or (K, H) for one sequence."""
        return (recurrences, hidden_size) if self.single else (recurrences, self.batch, hidden_size)

    def enter(self, state: Tensor) -> Tensor:
        """Bring the caller's state to (K, B, H), in the order in which the sequences run."""
        if self.single:
            return state.unsqueeze(1)
        if self.packed and self.input.sorted_indices is not None:
            return state.index_select(1, self.input.sorted_indices)
        return state

    def leave(self, state: Tensor) -> Tensor:
        """Bring a state (K, B, H) back to the caller's shape and order."""
        if self.single:
            return state.squeeze(1)
        if self.packed and self.input.unsorted_indices is not None:
            return state.index_select(1, self.input.unsorted_indices)
        return state


def check_input(
    input: Tensor | PackedSequence, input_size: int, weight: Tensor, batch_first: bool
) -> None:
    """Raise TypeError or ValueError unless input holds sequences that a layer can run."""
    packed = isinstance(input, PackedSequence)
    data = input.data if packed else input
    check_beside("input", data, weight)
    shape = tuple(data.shape)
    batched = "(B, T, I)" if batch_first else "(T, B, I)"
    if packed and data.dim() != 2:
        raise ValueError(f"input must be packed from sequences (T, I), got packed rows {shape}")
    if not packed and data.dim() not in (2, 3):
        raise ValueError(f"input must have shape {batched} or (T, I), got {shape}")
    if data.shape[-1] != input_size:
        raise ValueError(f"input must have input_size={input_size} as its last size, got {shape}")
    if data.numel() == 0:
        raise ValueError(f"input must hold at least one sequence and one step, got {shape}")
