"""Text as batches to train on, one character per step, and what a guess without memory costs.

A character is one-hot when it goes in and a class when it is to be predicted. `alphabet` is a
string of all characters; one's place in it is its class.
"""

import math
from collections.abc import Iterator, Sequence

import torch
from torch import Tensor
from torch.nn.functional import one_hot

from gru_course.data.batch import Batch, groups_of_like_length, mask_of
from gru_course.losses import categorical_nll


def encode(text: str, alphabet: str) -> Tensor:
    """The classes (T,) of a text's characters, int64.

    Raises ValueError for a character that is not in the alphabet.
    """
    places = {character: place for place, character in enumerate(alphabet)}
    try:
        return torch.tensor([places[character] for character in text], dtype=torch.int64)
    except KeyError as error:
        raise ValueError(
            f"text must hold characters of the alphabet only, got {error.args[0]!r}"
        ) from None


def decode(classes: Tensor, alphabet: str) -> str:
    """The text of classes (T,), the way back from `encode`."""
    return "".join(alphabet[place] for place in classes.tolist())


def pad_batch(texts: Sequence[str], alphabet: str) -> Batch:
    """Put texts into one batch, T being the length of the longest.

    y (B, T) are the texts' characters as classes, x (B, T, C) the same one step late and one-hot,
    after a first row of zeros: the first character is predicted from nothing. mask (B, T) is False
    at the padding. Raises ValueError for no text, an empty one, or a character without a class,
    TypeError for one text in place of a list.
    """
    lengths = _lengths(texts)
    mask = mask_of(lengths)
    y = torch.zeros(mask.shape, dtype=torch.int64)
    y[mask] = encode("".join(texts), alphabet)
    x = torch.zeros(*y.shape, len(alphabet))
    x[:, 1:] = one_hot(y[:, :-1], len(alphabet)) * mask[:, 1:, None]
    return Batch(x, y, mask)


def batches(
    texts: Sequence[str], alphabet: str, batch_size: int, *, seed: int = 0, shuffle: bool = False
) -> Iterator[Batch]:
    """All texts once, in batches of texts of about equal length, as `groups_of_like_length` says.

    Raises ValueError for a batch_size below 1, and what `pad_batch` raises for texts.
    """
    groups = groups_of_like_length(_lengths(texts), batch_size, seed=seed, shuffle=shuffle)
    return (pad_batch([texts[number] for number in group], alphabet) for group in groups)


def log_frequencies(texts: Sequence[str], alphabet: str) -> Tensor:
    """How often each character comes, as log shares (C,): the output bias to start training from.

    Half a character is added to each count, so one that never comes has a finite number.
    Taught in chapter 14.
    """
    classes = encode("".join(texts), alphabet)
    counts = torch.bincount(classes, minlength=len(alphabet)) + 0.5
    return torch.log(counts / counts.sum())


def uniform_baseline(alphabet: str) -> float:
    """Nats per character when all are as likely; divided by log 2 these are bits."""
    return math.log(len(alphabet))


def frequency_baseline(train: Sequence[str], test: Sequence[str], alphabet: str) -> float:
    """Nats per character of `test` when each comes as often as in `train`, whatever went before."""
    classes = encode("".join(test), alphabet)[None]
    logits = log_frequencies(train, alphabet).double()
    return categorical_nll(logits.expand(*classes.shape, -1), classes).item()


def _lengths(texts: Sequence[str]) -> list[int]:
    if isinstance(texts, str):  # a sequence of texts, too, of one character each
        raise TypeError(f"texts must be a list of texts, got one text of {len(texts)} characters")
    lengths = [len(text) for text in texts]
    if min(lengths, default=0) < 1:
        raise ValueError(f"texts must hold one text at least and none empty, got {len(texts)}")
    return lengths
