"""Commands in a locale without UTF-8, on files whose names have spaces and umlauts.

`course.py` itself is tested so in `tests/commands/process.py`, wherever it runs as a process.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import safetensors.torch

from gru_press.class_copies.copies import write_student_copies

ROOT = Path(__file__).parents[1]
CHAPTERS = ROOT / "chapters"


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "Kurs für GRU ä"
    folder.mkdir()
    return folder


@pytest.fixture
def python(folder):
    """Run Python in that folder and in the locale "C"; the answer's streams are bytes."""
    settings = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "OMP_NUM_THREADS": "1"}
    settings |= {"PYTHONPATH": os.pathsep.join(sys.path)}
    settings.pop("PYTHONIOENCODING", None)

    def run(*words):
        return subprocess.run(
            [sys.executable, *words], cwd=folder, env=settings, capture_output=True
        )

    return run


def test_the_locale_is_what_the_tests_say(python):
    say = "import sys; print(sys.getfilesystemencoding(), sys.stdout.encoding)"
    assert python("-c", say).stdout.split() == [b"ascii", b"ascii"]


def test_a_training_writes_where_it_is_told(python, folder):
    words = "train sine --hidden-size 3 --epochs 1 --checkpoint-dir läuft --save ü.safetensors"
    done = python("-m", "gru_course.lab.cli", *words.split(), "--json", folder / "ö.json")
    assert done.returncode == 0, done.stderr
    assert b"Traceback" not in done.stderr and done.stderr.count(b"written to") == 2
    assert (folder / "läuft" / "epoch-0001.json").exists()
    assert len(safetensors.torch.load_file(folder / "ü.safetensors")) == 6
    assert json.loads((folder / "ö.json").read_text("utf-8"))["outcome"]


def contents(folder: Path) -> dict[str, bytes]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_copies_for_a_class_are_the_same_everywhere(python, folder):
    done = python("-m", "gru_press.class_copies", "student", CHAPTERS, "für Schüler")
    assert done.returncode == 0, done.stderr
    write_student_copies(CHAPTERS, folder / "here")
    assert contents(folder / "für Schüler") == contents(folder / "here")


def test_a_chapter_is_cleaned_into_the_same_bytes(python, folder):
    chapter = CHAPTERS / "07_unrolling.ipynb"
    shutil.copy(chapter, folder / "früher.ipynb")
    cleaning = ROOT / "tests" / "notebooks" / "cleaning.py"
    done = python(cleaning, "früher.ipynb", "später.ipynb")
    assert done.returncode == 0, done.stderr
    assert (folder / "später.ipynb").read_bytes() == chapter.read_bytes()
