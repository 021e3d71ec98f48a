"""A task that leaves a mark whenever its training data are asked for, and waits where it is told.

A module of its own, so that other processes can import what they are sent.
"""

import os
import time
from dataclasses import replace
from functools import partial
from pathlib import Path

from gru_course.data.batching import minibatches
from gru_course.data.sine import sine_waves
from gru_course.lab.tasks import Task
from gru_course.losses import masked_mse
from gru_course.training.config import EPOCHS, TrainingConfig

LONGEST_WAIT = 120.0  # seconds: nothing is left behind for ever
WAVES = sine_waves(24, 8, 8, steps=6)


def marked_task(marks: Path) -> Task:
    """Sine waves; every epoch that a process begins leaves the file `<epoch's seed>-<process>`."""
    return Task(
        name="marked",
        input_size=1,
        output_size=1,
        train=partial(marked_batches, marks),
        valid=(WAVES.valid.x, WAVES.valid.y),
        test=(WAVES.test.x, WAVES.test.y),
        loss=masked_mse,
        unit="squared error",
        baselines={"persistence": 0.1},
        hidden_size=4,
        config=TrainingConfig(epochs=3, batch_size=8),
    )


def failing_task(marks: Path) -> Task:
    """A task that no trial can begin."""
    return replace(marked_task(marks), train=failing_batches)


def failing_batches(batch_size: int, *, seed: int, shuffle: bool):
    raise ZeroDivisionError


def marked_batches(marks: Path, batch_size: int, *, seed: int, shuffle: bool):
    here = os.getpid()
    (marks / f"{seed}-{here}").touch()
    stops = [marks / f"wait-in-epoch-{seed}", marks / f"wait-in-process-{here}"]
    deadline = time.monotonic() + LONGEST_WAIT
    while any(stop.exists() for stop in stops) and time.monotonic() < deadline:
        time.sleep(0.02)
    return minibatches(WAVES.train.x, WAVES.train.y, batch_size, seed=seed, shuffle=shuffle)


def processes(marks: Path, seed: int, epoch: int = 1) -> set[int]:
    """Which processes began that epoch of the trial with that seed."""
    return {int(mark.name.split("-")[1]) for mark in marks.glob(f"{seed * EPOCHS + epoch}-*")}


def wait_for(condition, what: str):
    """Wait until condition() is true and return it; a slow machine has all the time it needs."""
    deadline = time.monotonic() + LONGEST_WAIT
    while not (found := condition()):
        assert time.monotonic() < deadline, f"{what} did not come to pass"
        time.sleep(0.02)
    return found
