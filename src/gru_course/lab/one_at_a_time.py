"""One trial at a time: in a process, and in the folder of its checkpoints."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import torch

from gru_course.files import locked

THREADS = 1  # of torch, in every trial
ORPHAN_SECONDS = 3  # how long a process may outlive its killed parent
_IN_THIS_PROCESS = threading.Lock()  # which has one state of random numbers, one count of threads


@contextmanager
def alone(checkpoint_dir: Path | None) -> Iterator[Path | None]:
    """Inside: no other trial runs in this process, torch has one thread, and the folder is ours.

    One thread, because several trials share a machine, and so that sums have one order everywhere.
    Gives None for a folder in which another process is at work: a cluster may have given up a
    worker that still trains, and run its trial elsewhere.
    """
    with _IN_THIS_PROCESS, _one_thread(), _our_folder(checkpoint_dir) as folder:
        yield folder


@contextmanager
def _one_thread() -> Iterator[None]:
    threads = torch.get_num_threads()
    torch.set_num_threads(THREADS)
    try:
        yield
    finally:
        torch.set_num_threads(threads)


@contextmanager
def _our_folder(checkpoint_dir: Path | None) -> Iterator[Path | None]:
    if checkpoint_dir is None:
        yield None
        return
    with locked(checkpoint_dir.with_suffix(".lock"), ORPHAN_SECONDS) as ours:
        yield checkpoint_dir if ours else None
