"""Tasks that nothing but memory solves: adding, recall, copying, counting.

Each maker draws a batch of sequences that only its arguments and `seed` decide, on the CPU. Those
of adding and copying are numberless; recall has one for each symbol and counting one for each n, so
there a model may know all by heart, and only a longer lag or a greater n tells whether it does.
Its answers are due where `mask` is True; elsewhere y holds nothing to learn. `endless` and `fixed`
turn a maker into training data and validation data. Each baseline is what a constant answer costs
on average: a model that is no better has kept nothing.
"""

import math

import torch
from torch import Tensor
from torch.nn.functional import one_hot

from gru_course.data.batch import Batch
from gru_course.data.endless import endless, fixed
from gru_course.validation import positive_integer

__all__ = [
    "Batch",
    "adding",
    "adding_baseline",
    "copy_baseline",
    "copy_memory",
    "counting",
    "counting_baseline",
    "counting_each",
    "endless",
    "fixed",
    "recall",
    "recall_baseline",
]

A, B, END = 0, 1, 2  # the classes of `counting`


def adding(batch_size: int, steps: int, *, seed: int) -> Batch:
    """Add the two marked numbers of a sequence.

    x (B, T, 2): a number from 0 to 1, and a marker that is 1 at one step of the first half and at
    one of the second, else 0. y (B, T, 1): the marked numbers' sum, at the last step, where the
    mask is True. `steps` is T, at least 2.

    Source: Hochreiter and Schmidhuber (1997), experiment 4, in the now usual form.
    """
    generator = _generator(batch_size, seed)
    if positive_integer("steps", steps) < 2:
        raise ValueError(f"steps must be at least 2, one for each marker, got {steps}")
    half = steps // 2
    first = torch.randint(half, (batch_size,), generator=generator)
    second = torch.randint(half, steps, (batch_size,), generator=generator)

    x = torch.zeros(batch_size, steps, 2)
    x[..., 0] = torch.rand(batch_size, steps, generator=generator)
    rows = torch.arange(batch_size)
    x[rows, first, 1] = 1
    x[rows, second, 1] = 1
    y = torch.zeros(batch_size, steps, 1)
    y[:, -1, 0] = x[rows, first, 0] + x[rows, second, 0]
    return Batch(x, y, _last(batch_size, steps, 1))


def adding_baseline() -> float:
    """The squared error of always answering 1, on average: the variance of two numbers' sum.

    On a few hundred sequences it may be a tenth more or less. It is not quite the best without
    memory: sometimes the last number itself is marked.
    """
    return 1 / 6


def recall(batch_size: int, steps: int, *, symbols: int = 8, seed: int) -> Batch:
    """Say which symbol was shown, `steps` steps after it was.

    x (B, T, symbols + 1) with T = steps + 1: the symbol one-hot at the first step, then zeros, and
    at the last step a 1 in the last column, which asks. y (B, T): the symbol's number, int64, at
    the last step, where the mask is True. Taught in chapter 8.
    """
    generator = _generator(batch_size, seed)
    length = positive_integer("steps", steps) + 1
    shown = _draw_symbols(batch_size, 1, symbols, generator)
    x = torch.zeros(batch_size, length, symbols + 1)
    x[:, :1, :symbols] = one_hot(shown, symbols)
    x[:, -1, symbols] = 1
    y = torch.zeros(batch_size, length, dtype=torch.int64)
    y[:, -1:] = shown
    return Batch(x, y, _last(batch_size, length, 1))


def recall_baseline(symbols: int = 8) -> float:
    """Nats of guessing among all symbols alike."""
    return math.log(symbols)


def copy_memory(
    batch_size: int, delay: int, *, symbols: int = 8, length: int = 10, seed: int
) -> Batch:
    """Repeat a whole word after a pause, in order.

    x (B, T, symbols + 1) with T = 2 length + delay: `length` symbols one-hot, then zeros; the last
    of the `delay` steps between word and answer has a 1 in the last column, which asks. y (B, T):
    the word once more at the last `length` steps, int64, where the mask is True.

    Source: Hochreiter and Schmidhuber (1997) and Arjovsky et al. (2016), section 5.1; there the
    loss counts the pause too.
    """
    generator = _generator(batch_size, seed)
    steps = 2 * positive_integer("length", length) + positive_integer("delay", delay)
    word = _draw_symbols(batch_size, length, symbols, generator)
    x = torch.zeros(batch_size, steps, symbols + 1)
    x[:, :length, :symbols] = one_hot(word, symbols)
    x[:, length + delay - 1, symbols] = 1
    y = torch.zeros(batch_size, steps, dtype=torch.int64)
    y[:, -length:] = word
    return Batch(x, y, _last(batch_size, steps, length))


def copy_baseline(symbols: int = 8) -> float:
    """Nats per answered step of guessing among all symbols alike."""
    return math.log(symbols)


def counting(batch_size: int, longest: int, *, shortest: int = 1, seed: int) -> Batch:
    """Predict the next symbol of n times a, n times b, end; n is drawn from shortest to longest.

    x (B, T, 2) with T = 2 longest: a and b one-hot, zeros after the word. y (B, T): what comes
    next, int64, as A, B or END. The mask is True from the first b on, where n decides it; as long
    as a's come, the next symbol is open.

    Source: Gers and Schmidhuber (2001); Weiss et al. (2018) on which cells can count.
    Taught in chapter 11.
    """
    generator = _generator(batch_size, seed)
    _check_lengths(longest, shortest)
    return _words(torch.randint(shortest, longest + 1, (batch_size,), generator=generator), longest)


def counting_each(longest: int, *, shortest: int = 1) -> Batch:
    """Every word of `counting` once, from the shortest to the longest: B = longest - shortest + 1.

    Shapes as there; to ask which n a model gets right.
    """
    _check_lengths(longest, shortest)
    return _words(torch.arange(shortest, longest + 1), longest)


def counting_baseline(longest: int, shortest: int = 1) -> float:
    """Nats per answered step, on average, of knowing only how often a b is the last one."""
    _check_lengths(longest, shortest)
    last = 2 / (shortest + longest)  # one end in n b's, and the mean n is halfway
    return 0.0 if last == 1 else -last * math.log(last) - (1 - last) * math.log1p(-last)


def _words(n: Tensor, longest: int) -> Batch:
    """For each of n (B,) its word: n times a, n times b, end."""
    n, t = n.unsqueeze(1), torch.arange(2 * longest)
    is_a, is_b = t < n, (n <= t) & (t < 2 * n)
    x = torch.stack([is_a, is_b], dim=-1).float()
    y = torch.where(t + 1 < n, A, torch.where(t + 1 < 2 * n, B, END))
    return Batch(x, y, is_b)


def _generator(batch_size: int, seed: int) -> torch.Generator:
    positive_integer("batch_size", batch_size)
    return torch.Generator().manual_seed(seed)


def _draw_symbols(batch_size: int, length: int, symbols: int, generator: torch.Generator) -> Tensor:
    if positive_integer("symbols", symbols) < 2:
        raise ValueError(f"symbols must be at least 2, or nothing is to be kept, got {symbols}")
    return torch.randint(symbols, (batch_size, length), generator=generator)


def _check_lengths(longest: int, shortest: int) -> None:
    if positive_integer("longest", longest) < positive_integer("shortest", shortest):
        raise ValueError(f"longest must be at least shortest {shortest}, got {longest}")


def _last(batch_size: int, steps: int, answers: int) -> Tensor:
    """A mask (B, T) that is True at the last `answers` steps."""
    return (torch.arange(steps) >= steps - answers).expand(batch_size, steps).clone()
