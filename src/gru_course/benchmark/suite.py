"""All that is measured, in the order of the table."""

import time
from collections.abc import Iterator
from functools import partial

import torch

from gru_course.benchmark import footprint, speed, witnesses
from gru_course.benchmark.figures import Figure
from gru_course.benchmark.timing import interleaved
from gru_course.validation import choice

SECTIONS = ("training", "inference", "lstm", "memory", "witnesses")


def measure_all(
    device: torch.device, rounds: int = 9, sections: tuple[str, ...] = SECTIONS
) -> Iterator[Figure]:
    """Measure section by section; each figure comes as soon as it is known.

    Goals belong to a CPU with one thread: on another device the same figures have none. Raises
    ValueError for an unknown section or fewer rounds than one.
    """
    for section in sections:
        choice("section", section, SECTIONS)
    measure = partial(interleaved, rounds=rounds)
    if device.type != "cpu":
        measure = partial(measure, clock=partial(_waiting_clock, device))
    for section in sections:
        if section == "training":
            for shape in speed.SHAPES:
                yield from speed.training(shape, device, measure)
        elif section == "inference":
            for shape in speed.SHAPES:
                yield from speed.forward(shape, device, measure)
        elif section == "lstm":
            for shape in speed.SHAPES:
                yield from speed.lstm(shape, device, measure)
        elif section == "memory":
            for shape in speed.SHAPES:
                yield from footprint.peak(shape, device)
            yield from footprint.truncated(device)
        else:
            for sizes in witnesses.STEP_SIZES:
                yield from witnesses.control_step(sizes, partial(interleaved, rounds=rounds))
            for shape in witnesses.MINGRU_SHAPES:
                yield from witnesses.mingru(shape, device, measure)


def _waiting_clock(device: torch.device) -> float:
    """Wall time once the device has done all that it was told."""
    torch.accelerator.synchronize(device)
    return time.perf_counter()
