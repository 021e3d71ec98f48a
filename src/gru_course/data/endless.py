"""Made-up sequences as training data: drawn anew in every epoch, and held ones to validate on.

No seed serves twice. Where a maker's sequences are numberless, as those of `adding`, this means
that none comes twice, in training or in validation. Where they are few, all come again and again:
`recall` has one for each symbol, `counting` one for each n.
"""

from collections.abc import Callable, Iterator
from functools import partial

from gru_course.data.batch import Batch, cut
from gru_course.validation import positive_integer

Make = Callable[..., Batch]  # (batch_size, *, seed), such as partial(memory.adding, steps=100)


def endless(make: Make, batches: int) -> Callable[..., Iterator[Batch]]:
    """Training data that never end: `batches` freshly drawn batches in every epoch.

    make(batch_size, seed=...) makes one. The result is called (batch_size, *, seed, shuffle), as
    `train` does with another seed for every epoch; its batches depend on batch_size and seed alone,
    and each is drawn from a seed of its own.
    """
    return partial(_fresh, make, positive_integer("batches", batches))


def fixed(make: Make, sequences: int, *, seed: int = 0) -> Callable[..., Iterator[Batch]]:
    """Validation data: the same sequences whenever asked, made at once.

    seed: decides the sequences; they are drawn from other seeds than those of any `endless`. The
    result is called (batch_size, *, seed, shuffle): its own seed decides the order if they are
    shuffled.
    """
    held = make(positive_integer("sequences", sequences), seed=2 * seed + 1)
    return partial(cut, held)


def _fresh(
    make: Make, batches: int, batch_size: int, *, seed: int = 0, shuffle: bool = True
) -> Iterator[Batch]:
    """Even seeds, since `fixed` has the odd ones. What is drawn has no order to shuffle."""
    numbers = range(seed * batches, (seed + 1) * batches)
    return (make(batch_size, seed=2 * number) for number in numbers)
