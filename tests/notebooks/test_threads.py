"""A chapter prints the same on two threads as on one.

What is stored was compared on one thread, on which the build runs the chapters; here some that
compute much are run on two.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from cleaning import cleaned

CHAPTERS = Path(__file__).parents[2] / "chapters"


@pytest.mark.parametrize(
    "name",
    [
        "05_new_hidden_state",
        pytest.param("08_memory_and_gradients", marks=pytest.mark.nightly),
        pytest.param("09_training", marks=pytest.mark.nightly),
    ],
)
def test_numbers_do_not_depend_on_the_number_of_threads(tmp_path, name):
    chapter = CHAPTERS / f"{name}.ipynb"
    words = ["nbconvert", "--execute", "--to", "notebook", "--output-dir", tmp_path, chapter]
    command = [sys.executable, "-m", "jupyter", *words]
    settings = {**os.environ, "OMP_NUM_THREADS": "2"}
    done = subprocess.run(command, env=settings, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    ran, stored = (
        json.loads((at / chapter.name).read_text("utf-8")) for at in (tmp_path, CHAPTERS)
    )
    assert cleaned(ran)[0]["cells"] == stored["cells"]
