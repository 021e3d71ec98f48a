"""One trial at a time: in a process, and in the folder of its checkpoints."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import torch
from filelock import FileLock, Timeout

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
    checkpoint_dir.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(checkpoint_dir.with_suffix(".lock"), timeout=ORPHAN_SECONDS)
    try:
        lock.acquire()
    except Timeout:
        yield None
        return
    try:
        yield checkpoint_dir
    finally:
        lock.release()
