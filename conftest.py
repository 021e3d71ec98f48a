"""nbval compares what clean notebooks store: text. See tests/notebooks/cleaning.py."""

from cleaning import DROPPED


def pytest_collectstart(collector):
    """Let nbval pass over what the cleaner drops."""
    if hasattr(collector, "skip_compare"):  # only nbval's notebooks have it
        collector.skip_compare += DROPPED
