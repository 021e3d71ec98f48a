"""Trials in processes of this machine."""

import os
import threading
import time
from collections.abc import Generator
from concurrent.futures.process import BrokenProcessPool
from functools import cache
from typing import Any

from joblib import Parallel, delayed
from tqdm import tqdm

from gru_course.lab.fitting import run_trial
from gru_course.lab.trial import Outcome

POLL_SECONDS = 0.25


def run_locally(calls: list[tuple], jobs: int) -> Generator[Outcome]:
    """The outcomes of `run_trial(*call)` for all calls, each as soon as it is there.

    Raises ChildProcessError when a process is killed; closing the iterator ends the processes.
    """
    # One trial a message: none waits for another's end to be known. No array goes through a file:
    # what the processes pickle for each other stays between them.
    parallel = Parallel(jobs, batch_size=1, max_nbytes=None, return_as="generator_unordered")
    outcomes = parallel(delayed(_run_beside)(os.getpid(), *call) for call in calls)
    try:
        yield from outcomes
    except BrokenProcessPool as error:
        raise ChildProcessError(
            "a process that trained was killed, perhaps for want of memory; what had ended is "
            "kept, and the same call goes on with the rest"
        ) from error
    finally:
        outcomes.close()


def _run_beside(parent: int, *call: Any) -> Outcome:
    if os.getpid() != parent:
        _end_with(parent)
    return run_trial(*call)


@cache  # once in a process
def _end_with(parent: int) -> None:
    """Let this process end when its parent does: a killed sweep must leave nobody at work.

    Whoever goes on with the sweep would else meet orphans that train the same trials.
    """
    tqdm.set_lock(threading.RLock())  # its own would be called leaked when this process is killed

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(POLL_SECONDS)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
