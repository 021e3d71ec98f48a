"""Chapters as readers download them: alone in a folder, with the package as a wheel holds it.

What is stored was compared on one thread, on which the build runs the chapters; here they run on
two and print the same.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from cleaning import cleaned
from gru_press.book.pages.run_it_yourself import UNKNOWN, with_set_up

ROOT = Path(__file__).parents[2]
RUN = """
import nbformat, sys
from nbclient import execute
print(nbformat.writes(execute(nbformat.read(sys.stdin, 4))))
"""


@pytest.fixture(scope="session")
def installed(tmp_path_factory):
    """A folder that holds what a wheel would: the package and its copy of the results."""
    folder = tmp_path_factory.mktemp("site")
    without = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "src" / "gru_course", folder / "gru_course", ignore=without)
    shutil.copytree(ROOT / "chapters" / "results", folder / "gru_course" / "measured")
    return folder


def stored(chapter):
    return json.loads((ROOT / "chapters" / f"{chapter}.ipynb").read_text("utf-8"))


@pytest.mark.parametrize(
    "chapter",
    [
        "05_new_hidden_state",
        pytest.param("08_memory_and_gradients", marks=pytest.mark.nightly),
        pytest.param("09_training", marks=pytest.mark.nightly),
        pytest.param("11_lstm_side_by_side", marks=pytest.mark.nightly),
    ],
)
def test_a_download_prints_on_two_threads_what_is_stored(chapter, tmp_path, installed):
    done = subprocess.run(
        [sys.executable, "-c", RUN],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(installed), "OMP_NUM_THREADS": "2"},
        input=json.dumps(with_set_up(stored(chapter), UNKNOWN)),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    ran = json.loads(done.stdout)
    _, *cells = ran["cells"]
    assert cleaned({**ran, "cells": cells})[0]["cells"] == stored(chapter)["cells"]


def test_a_download_says_in_its_first_cell_that_the_package_is_missing(monkeypatch):
    monkeypatch.setitem(sys.modules, "gru_course", None)
    first, *_ = with_set_up(stored("02_reset_gate"), UNKNOWN)["cells"]
    with pytest.raises(ModuleNotFoundError, match="this notebook needs the package gru-course"):
        exec("".join(first["source"]), {})
