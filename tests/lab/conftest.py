"""Experiments are told to use the CPU: there, equal trials end equal to the last bit."""

import joblib
import pytest

from gru_course.training.device import ENVIRONMENT_VARIABLE


@pytest.fixture(autouse=True, scope="module")
def on_the_cpu():
    """For the processes that tests start, too."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(ENVIRONMENT_VARIABLE, "cpu")
        yield


@pytest.fixture(scope="module")
def pool():
    """Processes that train, ended when the test is."""
    yield
    joblib.externals.loky.get_reusable_executor().shutdown(wait=True, kill_workers=True)
