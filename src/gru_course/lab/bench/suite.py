"""All that is measured, in the order of the table."""

import time
from collections.abc import Iterator
from functools import partial

import torch

from gru_course.lab.bench import SECTIONS, footprint, speed, witnesses
from gru_course.lab.bench.measured import Figure
from gru_course.lab.bench.timing import interleaved
from gru_course.validation import choice


def measure_all(
    device: torch.device, rounds: int = 9, sections: tuple[str, ...] = SECTIONS
) -> Iterator[Figure]:
    """Measure section by section; each figure comes as soon as it is known.

    Goals belong to a CPU with one thread: on another device the same figures have none. Raises
    ValueError for an unknown section or fewer rounds than one.
    """
    for section in sections:
        choice("section", section, SECTIONS)
    on_cpu = partial(interleaved, rounds=rounds)
    measure = on_cpu
    if device.type != "cpu":
        measure = partial(on_cpu, clock=partial(_waiting_clock, device))
    for section in sections:
        if section == "training":
            for shape in speed.SHAPES:
                yield from speed.training(shape, device, measure)
        if section == "inference":
            for shape in speed.SHAPES:
                yield from speed.forward(shape, device, measure)
        if section == "lstm":
            for shape in speed.SHAPES:
                yield from speed.lstm(shape, device, measure)
        if section == "memory":
            for shape in speed.SHAPES:
                yield from footprint.peak(shape, device)
            yield from footprint.truncated(device)
        if section == "witnesses":
            for sizes in witnesses.STEP_SIZES:
                yield from witnesses.control_step(sizes, on_cpu)
            for shape in witnesses.MINGRU_SHAPES:
                yield from witnesses.mingru(shape, device, measure)


def _waiting_clock(device: torch.device) -> float:
    """Wall time once the device has done all that it was told."""
    torch.accelerator.synchronize(device)
    return time.perf_counter()
