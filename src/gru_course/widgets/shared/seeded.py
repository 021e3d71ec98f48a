"""Numbers from a seed, the same that the browser draws from it."""

from collections.abc import Iterator

WORD = 0xFFFFFFFF  # 32 bits


def mulberry32(seed: int) -> Iterator[float]:
    """Numbers from 0 to 1, 32 bits each (mulberry32, in the public domain)."""
    state = seed & WORD
    while True:
        state = (state + 0x6D2B79F5) & WORD
        mixed = (state ^ state >> 15) * (state | 1) & WORD
        mixed ^= (mixed + (mixed ^ mixed >> 7) * (mixed | 61)) & WORD
        yield (mixed ^ mixed >> 14) / 2**32
