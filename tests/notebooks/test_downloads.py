"""Chapters as readers download them: alone in a folder, with the package as a wheel holds it."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from gru_press.book.pages.run_it_yourself import UNKNOWN, with_set_up

ROOT = Path(__file__).parents[2]
RUN = "from nbclient import execute; import nbformat, sys; execute(nbformat.read(sys.argv[1], 4))"


@pytest.fixture(scope="session")
def installed(tmp_path_factory):
    """A folder that holds what a wheel would: the package and its copy of the results."""
    folder = tmp_path_factory.mktemp("site")
    without = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "src" / "gru_course", folder / "gru_course", ignore=without)
    shutil.copytree(ROOT / "chapters" / "results", folder / "gru_course" / "measured")
    return folder


def run_download(chapter, folder, path):
    """Run a chapter's download in this folder; path: where Python looks for the package."""
    notebook = json.loads((ROOT / "chapters" / f"{chapter}.ipynb").read_text("utf-8"))
    (folder / "download.ipynb").write_text(json.dumps(with_set_up(notebook, UNKNOWN)), "utf-8")
    settings = {**os.environ, "PYTHONPATH": str(path), "OMP_NUM_THREADS": "1"}
    command = [sys.executable, "-c", RUN, "download.ipynb"]
    streams = {"capture_output": True, "text": True}
    return subprocess.run(command, cwd=folder, env=settings, check=False, **streams)


@pytest.mark.parametrize(
    "chapter", ["02_reset_gate", pytest.param("11_lstm_side_by_side", marks=pytest.mark.nightly)]
)
def test_a_download_runs_to_its_end(chapter, tmp_path, installed):
    done = run_download(chapter, tmp_path, installed)
    assert done.returncode == 0, done.stderr


def test_a_download_says_in_its_first_cell_that_the_package_is_missing(tmp_path):
    (tmp_path / "sitecustomize.py").write_text("import sys; sys.modules['gru_course'] = None\n")
    done = run_download("02_reset_gate", tmp_path, tmp_path)
    assert "this notebook needs the package gru-course" in done.stderr
