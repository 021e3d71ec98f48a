"""What every test shares: one seed, one thread, one device."""

import pytest
import torch
from hypothesis import settings

from gru_course.device import resolve_device

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


def pytest_collection_modifyitems(items):
    """Tests marked `gpu` say why they did not run where there is no GPU to run on."""
    if resolve_device().type == "cpu":
        reason = "needs a CUDA or MPS device: there is none, or GRU_COURSE_DEVICE says cpu"
        for item in items:
            if item.get_closest_marker("gpu"):
                item.add_marker(pytest.mark.skip(reason=reason))
