"""A process and its children, looked at again and again while they work."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import psutil


class Watch:
    """The peak memory and the processor time of a process and all its children.

    peak: bytes, the largest sum of their resident sets. Pages that they share, such as a library's
    code, count once for each, so the sum is an upper bound. times: seconds by process id.
    """

    def __init__(self, pid: int):
        self.root = psutil.Process(pid)
        self.peak = 0
        self.times: dict[int, float] = {}

    @property
    def processor_seconds(self) -> float:
        """What all of them have used of the processor since each began."""
        return sum(self.times.values())

    def look(self) -> None:
        """Take one sample; children that end meanwhile keep the time of their last one."""
        resident = 0
        for process in (self.root, *self.root.children(recursive=True)):
            try:
                with process.oneshot():
                    resident += process.memory_info().rss
                    used = process.cpu_times()
            except psutil.NoSuchProcess:
                continue
            self.times[process.pid] = used.user + used.system
        self.peak = max(self.peak, resident)


@contextmanager
def watching(pid: int, every: float = 0.05) -> Iterator[Watch]:
    """Look at a process at this interval, in seconds, and once more at the end."""
    watch, done = Watch(pid), threading.Event()

    def keep_looking() -> None:
        while not done.wait(every):
            watch.look()

    looker = threading.Thread(target=keep_looking, daemon=True)
    looker.start()
    try:
        yield watch
    finally:
        done.set()
        looker.join()
        watch.look()
