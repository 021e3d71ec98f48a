"""Truncated backpropagation through time: long sequences in windows, the state carried on.

The gradient of each window stops at its beginning, so memory no longer grows with the sequence;
what is lost is what an error has to say about steps before its own window.

Source: Williams and Peng (1990); with windows that follow one another, as in Sutskever (2013).
"""

from collections.abc import Callable

from torch import Tensor, nn

from gru_course.data.batch import Batch
from gru_course.losses import count_steps
from gru_course.validation import positive_integer


def backward_in_windows(
    model: nn.Module, batch: Batch, loss: Callable, window: int | None = None
) -> float:
    """Add the gradient of the batch's mean loss to the model's, and return that mean.

    With a window it is the truncated gradient of that mean: all windows are read with the same
    weights, and their shares are summed; the weights change after the whole batch at the earliest.
    batch: x (B, T, I), y (B, T, O) and mask (B, T) or None; model: called with x and a state, as
    `SequenceModel`. window: steps that a gradient reaches back at most; None is the whole
    sequence. Windows count by their real steps, and one without any is only read.
    Raises TypeError or ValueError when window is no integer above 0 or the model reads
    in both directions, and when no step is real. Taught in chapter 7.
    """
    x, y, mask = batch
    if window is not None:
        positive_integer("window", window)
        if getattr(getattr(model, "recurrent", model), "bidirectional", False):
            raise ValueError("window must be None for a model that also reads from the end")
    length = x.shape[1]
    total = count_steps(y, mask)
    if not total:
        raise ValueError("mask must be True at one step at least, got False everywhere")
    mean, state = 0.0, None
    for start in range(0, length, window or length):
        here = slice(start, start + (window or length))
        output, state = model(x[:, here]) if state is None else model(x[:, here], state)
        mask_here = None if mask is None else mask[:, here]
        count = count_steps(y[:, here], mask_here)
        if count:
            share = loss(output, y[:, here], mask_here) * (count / total)
            share.backward()
            mean += share.item()
        if here.stop < length:
            state = detached(state)
    return mean


def detached(state: Tensor | tuple[Tensor, ...]) -> Tensor | tuple[Tensor, ...]:
    """The same numbers with no past: h_n, of any shape, or the pair of h_n and c_n."""
    return tuple(s.detach() for s in state) if isinstance(state, tuple) else state.detach()
