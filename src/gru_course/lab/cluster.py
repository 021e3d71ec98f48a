"""Trials on a Dask cluster, which is started by hand:

dask scheduler
dask worker tcp://<its address>:8786 --nworkers 4 --nthreads 1   # on every machine
"""

import logging
import uuid
from collections.abc import Generator, Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from gru_course.lab.fitting import run_trial
from gru_course.lab.trial import Outcome, Trial

if TYPE_CHECKING:
    from gru_course.lab.recipe import Recipe
    from gru_course.lab.tasks import Task


CONNECT_SECONDS = 10
KEPT = "what had ended is kept, and the same call goes on with the rest"
RETRIES = 2  # of a trial that raised, such as for a full disk


def run_on_cluster(calls: list[tuple], address: str) -> Generator[Outcome]:
    """The outcomes of `run_trial(*call)` for all calls, each as soon as it is there.

    The workers need the package, and give what they found back to this process, which alone keeps
    it: they need no disk in common. Where they have one, interrupted trials go on from their
    checkpoints. A worker trains one trial at a time, however many threads it has. What a worker
    was at when it died is run again on another one.

    Raises ModuleNotFoundError without Dask, ConnectionError when the scheduler cannot be reached
    or is lost, ChildProcessError for a trial during which worker after worker died.
    """
    try:
        from distributed import Client, KilledWorker, as_completed
        from distributed.comm import CommClosedError, parse_address, parse_host_port
    except ModuleNotFoundError:
        raise ModuleNotFoundError(
            'a scheduler needs Dask, which is not installed: pip install "gru-course[cluster]"'
        ) from None
    try:
        parse_host_port(parse_address(address)[1])  # a client that finds no port cannot be closed
        client = Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        raise ConnectionError(
            f"scheduler must be the address of a Dask scheduler that runs, got {address!r} "
            f"({error})"
        ) from None

    ours = uuid.uuid4().hex  # a cluster gives all who ask for one key one result
    futures = [
        client.submit(_run_there, *call, key=f"gru-course-{call[0].key}-{ours}", retries=RETRIES)
        for call in calls
    ]
    try:
        for future in as_completed(futures, loop=client.loop, raise_errors=False):
            outcome = future.result()
            future.release()  # else it would be computed again when its worker dies
            yield outcome
    except (CancelledError, CommClosedError):
        raise ConnectionError(f"the scheduler {address} was lost; {KEPT}") from None
    except KilledWorker as error:
        raise ChildProcessError(
            f"worker after worker died during one trial ({error}); {KEPT}"
        ) from None
    finally:
        client.cancel(futures)
        with _silence():  # a client that is closed while it looks for its scheduler complains
            client.close()


@contextmanager
def _silence() -> Iterator[None]:
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(before)


def _run_there(
    trial: Trial, task: "Task | Recipe", checkpoint_dir: Path | None, device: str | None
) -> Outcome:
    """A worker uses the folder's checkpoints when it sees the folder."""
    shared = checkpoint_dir is not None and checkpoint_dir.parent.is_dir()
    return run_trial(trial, task, checkpoint_dir if shared else None, device)
