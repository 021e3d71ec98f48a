"""Which tunes are variants of one another: the same notes over long stretches."""

from collections import Counter
from collections.abc import Sequence

WINDOW = 16  # notes
SHARED = 0.3  # of the shorter tune's windows; tunes that share more are variants


def families(tunes: Sequence[str]) -> list[int]:
    """For every tune the number of the first tune of its family.

    tunes: their notes, as `notes_of` gives them. Of one family are tunes that begin with the same
    16 notes, tunes that share more than 30 % of their runs of 16 notes, and, since a variant's
    variant belongs to it too, all that such tunes link.
    """
    first = list(range(len(tunes)))
    windows = [_windows(notes) for notes in tunes]
    heard_in: dict[str, list[int]] = {}
    begun_by: dict[str, int] = {}
    for number, notes in enumerate(tunes):
        shared = Counter(other for w in windows[number] for other in heard_in.get(w, ()))
        _join(first, number, begun_by.setdefault(notes[:WINDOW], number))
        for other, count in shared.items():
            if count > SHARED * min(len(windows[number]), len(windows[other])):
                _join(first, number, other)
        for window in windows[number]:
            heard_in.setdefault(window, []).append(number)
    return [_first(first, number) for number in range(len(tunes))]


def _windows(notes: str) -> set[str]:
    """All runs of 16 notes; a shorter tune is one run."""
    return {notes[start : start + WINDOW] for start in range(max(1, len(notes) - WINDOW + 1))}


def _first(first: list[int], number: int) -> int:
    """Follow the links to the family's first tune."""
    while first[number] != number:
        number = first[number]
    return number


def _join(first: list[int], one: int, other: int) -> None:
    """Make two families one."""
    one, other = _first(first, one), _first(first, other)
    first[max(one, other)] = min(one, other)
