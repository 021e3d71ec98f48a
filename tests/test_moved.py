"""Names of modules that notebooks out there still import."""

import importlib
import subprocess
import sys
import warnings
from pathlib import Path

import pytest

import gru_course
from gru_course._moved import MOVED, new_name

CODE = """
from gru_course.book.measured import bring_results
from gru_course.experiments.compare import compare
from gru_course.initialisation import initialise_update_bias
from gru_course.training import train
bring_results()
"""
PACKAGE = Path(gru_course.__file__).parent


@pytest.mark.parametrize("old", [*MOVED, "gru_course.experiments.compare", "gru_course.cli.train"])
def test_an_old_name_brings_the_module_of_today_and_a_warning(monkeypatch, old):
    new = new_name(old)
    spec = importlib.import_module(new).__spec__
    for end in range(old.count(".")):
        monkeypatch.delitem(sys.modules, old.rsplit(".", end)[0], raising=False)
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        module = importlib.import_module(old)
    assert f"{old} is now {new}" in [str(each.message) for each in told]
    assert module is sys.modules[new]
    assert module.__spec__ is spec


@pytest.mark.parametrize("old", MOVED)
def test_no_old_name_is_taken_again(old):
    place = PACKAGE.joinpath(*old.split(".")[1:])
    assert not place.with_suffix(".py").exists()
    assert not (place / "__init__.py").exists()


def test_a_downloaded_chapter_of_the_last_release_runs(tmp_path):
    command = [sys.executable, "-c", CODE]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("DeprecationWarning") >= 3
    assert (tmp_path / "results" / "music.json").is_file()
