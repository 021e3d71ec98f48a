"""nbval compares what clean notebooks store: text. See tests/notebooks/cleaning.py."""

import time
from queue import Empty

import pytest

from cleaning import DROPPED


def pytest_addoption(pluginmanager):
    """Load nbval where it is asked for, in all workers: it takes seconds of a start."""
    config = pluginmanager.get_plugin("pytestconfig")
    if any(word.startswith("--nbval") for word in config.invocation_params.args):
        pluginmanager.import_plugin("nbval", consider_entry_points=True)
        config.option.plugins.append("nbval")


def pytest_collectstart(collector):
    """Let nbval pass over what the cleaner drops."""
    if hasattr(collector, "skip_compare"):  # only nbval's notebooks have it
        collector.skip_compare += DROPPED


@pytest.hookimpl(trylast=True)  # once the notebook's kernel was started
def pytest_runtest_setup(item):
    """End a notebook at once when its kernel dies: nbval would wait for the kernel's answer."""
    kernel = getattr(item.parent, "kernel", None)
    if kernel and "get_message" not in vars(kernel):
        kernel.get_message = lambda *given, **more: message_of_living(kernel, *given, **more)
    elif kernel and not kernel.is_alive():
        pytest.skip("the kernel died in a cell before this one")


def message_of_living(kernel, stream, timeout):
    """The next message of a kernel of nbval's, within so many seconds, unless the kernel dies."""
    last = time.monotonic() + timeout
    while True:
        try:
            return type(kernel).get_message(kernel, stream, timeout=min(1, timeout))
        except Empty:
            if not kernel.is_alive():
                raise RuntimeError("the kernel died in this cell") from None
            if time.monotonic() >= last:
                raise
