"""The published equations, and nothing else."""

import pytest

from .v8 import evaluate


@pytest.fixture(scope="session")
def js():
    """A function that evaluates a function of JavaScript where `eq` holds all the equations."""
    return evaluate
