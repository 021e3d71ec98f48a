"""A command to call, a folder of its own for what it keeps, and rolls that train in a moment."""

import numpy as np
import pytest
from click.testing import CliRunner
from scipy.io import savemat

from gru_course.lab.cli import main


@pytest.fixture(autouse=True)
def own_cache(tmp_path, monkeypatch):
    """No test finds or leaves runs in the user's cache folder."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("GRU_COURSE_CACHE", str(folder))
    return folder


@pytest.fixture
def course():
    """Call the command: course("train", "sine") gives click's result, with stdout and stderr."""
    return lambda *words: CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture
def mat_file(tmp_path):
    """Three parts of two short pieces each, in the form of the classical sets."""
    generator = np.random.default_rng(0)
    parts = {}
    for part in ("traindata", "validdata", "testdata"):
        parts[part] = np.empty((1, 2), dtype=object)
        for number, length in enumerate((6, 9)):
            parts[part][0, number] = (generator.random((length, 88)) < 0.05).astype(float)
    savemat(tmp_path / "small.mat", parts)
    return tmp_path / "small.mat"
