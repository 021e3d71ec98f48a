"""One small training run, and the ways in which the tests disturb it."""

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import torch
from torch.optim.optimizer import register_optimizer_step_pre_hook
from tqdm.auto import tqdm

from gru_course.losses import masked_mse
from gru_course.models import SequenceModel
from gru_course.training import train
from gru_course.training.config import TrainingConfig

MODEL = {"hidden_size": 6, "cell": "gru", "num_layers": 2, "dropout": 0.3}
CONFIG = {"epochs": 5, "batch_size": 8, "learning_rate": 0.01, "seed": 4}
STEPS_PER_EPOCH = 4


def waves(count, seed):
    phase = torch.rand(count, 1, 1, generator=torch.Generator().manual_seed(seed)) * 6
    wave = torch.sin(phase + 0.3 * torch.arange(9.0)[None, :, None])
    return wave[:, :-1], wave[:, 1:]


TRAIN, VALID = waves(32, 1), waves(8, 2)


def build(initial_seed=0, **changes):
    torch.manual_seed(initial_seed)
    return SequenceModel(1, output_size=1, **MODEL | changes)


def run(folder=None, *, model=None, data=TRAIN, valid=VALID, loss=masked_mse, **changes):
    """Train a small model with dropout; return it and its history."""
    settings = {name: changes.pop(name) for name in MODEL.keys() & changes.keys()}
    model = build(**settings) if model is None else model
    config = TrainingConfig(**CONFIG | changes)
    arguments = {"loss": loss, "device": "cpu", "checkpoint_dir": folder, "progress": False}
    return model, train(model, data, valid, config, **arguments)


@cache
def undisturbed(**changes):
    """The run that all others must equal."""
    return run(**changes)


def assert_same_run(one, other):
    (model, history), (other_model, other_history) = one, other
    assert history == other_history
    assert len(history.seconds) == len(history)
    weights, other_weights = model.state_dict(), other_model.state_dict()
    assert weights.keys() == other_weights.keys()
    assert all(torch.equal(weights[name], other_weights[name]) for name in weights)


class DisturbanceError(Exception):
    """Whatever may go wrong while training."""


@contextmanager
def disturbed_after(steps: int, disturbance=DisturbanceError) -> Iterator[None]:
    """Inside: so many training steps can be made; the next one raises."""
    made = 0

    def count(*_):
        nonlocal made
        if made == steps:
            raise disturbance
        made += 1

    hook = register_optimizer_step_pre_hook(count)
    try:
        yield
    finally:
        hook.remove()


# Processes to be killed. Where forking is sound, all come from one that has imported torch.
KILL = getattr(signal, "SIGKILL", signal.SIGTERM)  # Windows ends a process at once with either
KILLED = -KILL if os.name == "posix" else KILL
PROCESSES = multiprocessing.get_context("forkserver" if sys.platform == "linux" else "spawn")
if sys.platform == "linux":
    PROCESSES.set_forkserver_preload(["gru_course.training", "torch._dynamo"])  # Adam's, else late


@contextmanager
def process(task: Callable[..., None], *arguments, **options) -> Iterator[multiprocessing.Process]:
    """Inside: another process is at this task; it does not outlive the block."""
    child = PROCESSES.Process(target=task, args=arguments, kwargs=options, daemon=True)
    child.start()
    try:
        yield child
    finally:
        child.kill()
        child.join()


def train_without_end(folder, **changes):
    _prepare()
    run(folder, epochs=100_000, **changes)


def train_until_file_operation(folder, number):
    """Train, and die right before this fsync, replace or unlink; fsync's file is cut in half."""
    _prepare()
    made = 0

    def dying(operation):
        def operate(file, *others, **options):
            nonlocal made
            made += operation is fsync or Path(file).parent == folder
            if made == number:
                if operation is fsync:
                    os.ftruncate(file, os.fstat(file).st_size // 2)
                os.kill(os.getpid(), KILL)
            return operation(file, *others, **options)

        return operate

    fsync = os.fsync
    for name in ("fsync", "replace", "unlink"):
        setattr(os, name, dying(getattr(os, name)))
    run(folder)


def _prepare():
    torch.set_num_threads(1)
    tqdm.set_lock(threading.RLock())  # its own is a semaphore, which a killed process leaves behind
