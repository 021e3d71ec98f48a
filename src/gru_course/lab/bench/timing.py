"""Times that can be compared on a machine that has other things to do."""

import statistics
import time
from collections.abc import Callable

LEAST = 0.1  # seconds that one measurement takes at least: the first calls find cold caches


def interleaved(
    functions: dict[str, Callable[[], object]],
    rounds: int = 9,
    *,
    clock: Callable[[], float] = time.process_time,
    least: float = LEAST,
) -> dict[str, list[float]]:
    """Call all functions in turn, round after round; seconds per call, one number for each round.

    Whatever slows the machine down for a while slows all of them, so the ratios of one round hold.
    clock: processor time by default, which waiting for others does not lengthen; a device that
    works by itself needs a clock that waits for it. A call that is shorter than `least` seconds is
    repeated. Raises ValueError for fewer rounds than one or no function.
    """
    if rounds < 1 or not functions:
        raise ValueError(
            f"there must be a function and a round at least, got {len(functions)} and {rounds}"
        )
    repeats = {name: _repeats(function, clock, least) for name, function in functions.items()}
    times: dict[str, list[float]] = {name: [] for name in functions}
    for _ in range(rounds):
        for name, function in functions.items():
            times[name].append(_seconds(function, repeats[name], clock))
    return times


def ratio(times: dict[str, list[float]], name: str, reference: str) -> float:
    """How much longer `name` takes than `reference`: the median of the rounds' ratios."""
    pairs = zip(times[name], times[reference], strict=True)
    return statistics.median(ours / theirs for ours, theirs in pairs)


def _repeats(function: Callable, clock: Callable, least: float) -> int:
    """How often to call a function in one measurement; the first call, which warms up, is free."""
    function()
    once = _seconds(function, 1, clock)
    return 1 if once >= least else round(least / max(once, least / 1000)) or 1


def _seconds(function: Callable, repeats: int, clock: Callable) -> float:
    start = clock()
    for _ in range(repeats):
        function()
    return (clock() - start) / repeats
