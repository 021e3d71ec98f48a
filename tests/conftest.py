"""What every test shares: one seed, one thread, one device; and what a test needs is told."""

import pytest
import torch
from hypothesis import settings

from gru_course.training.device import resolve_device

# Fixtures that read what `course.py` builds, and what that is.
BUILT = {"book_folder": "the book", "kept_outputs": "the book", "decks": "the slides"}

NIGHTLY = pytest.StashKey[set]()  # the files of what was collected that hold tests for the night

# The same examples in every run, so that a failure is one everywhere; never a judgement of speed.
settings.register_profile("course", deadline=None, derandomize=True)
settings.load_profile("course")


@pytest.fixture(autouse=True)
def seeded_torch():
    torch.manual_seed(0)
    torch.set_num_threads(1)


@pytest.fixture
def device() -> torch.device:
    """Where the course computes: GRU_COURSE_DEVICE decides, and a test marked `gpu` needs a GPU."""
    return resolve_device()


def pytest_collection_modifyitems(config, items):
    """Mark what reads the built book; tests marked `gpu` say why they did not run without one."""
    config.stash[NIGHTLY] = {item.path for item in items if item.get_closest_marker("nightly")}
    for item in items:
        if not BUILT.keys().isdisjoint(item.fixturenames):
            item.add_marker("built")
    if resolve_device().type == "cpu":
        reason = "needs a CUDA or MPS device: there is none, or GRU_COURSE_DEVICE says cpu"
        for item in items:
            if item.get_closest_marker("gpu"):
                item.add_marker(pytest.mark.skip(reason=reason))


def pytest_report_collectionfinish(items):
    """Say what must be there before these tests can run; `course.py test` reads it."""
    needs = {need for item in items for name, need in BUILT.items() if name in item.fixturenames}
    if any(item.get_closest_marker("browser") for item in items):
        needs.add("a browser")
    return [f"These tests need {', '.join(sorted(needs))}."] if needs else []
