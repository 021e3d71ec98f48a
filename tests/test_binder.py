"""The files of `binder/`: what repo2docker reads, run here with a Python that only takes notes."""

import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

ROOT = Path(__file__).parents[1]
BINDER = ROOT / "binder"
SCRIPTS = [BINDER / "postBuild", BINDER / "start"]
NOTES = '#!/bin/bash\necho "$GRU_COURSE_CACHE|$*" >> "$NOTED"\nexit "${FAILS:-0}"\n'

with_bash = pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash here")


def lines_of(path):
    """The lines of a requirements file that are no comments."""
    lines = (line.split("#")[0].strip() for line in path.read_text().splitlines())
    return [line for line in lines if line]


def extras_of(text):
    """The extras in `-e .[these]`."""
    return set(re.search(r'-e "?\.\[([\w,]+)\]', text).group(1).split(","))


@pytest.fixture
def post_build(tmp_path):
    """Run postBuild with a `python` that writes down what it is asked: code and notes."""
    python = tmp_path / "python"
    python.write_text(NOTES)
    python.chmod(0o755)
    notes = tmp_path / "notes"

    def run(**settings):
        path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
        settings = {**os.environ, "PATH": path, "NOTED": str(notes), **settings}
        done = subprocess.run([BINDER / "postBuild"], cwd=ROOT, env=settings, check=False)
        return done.returncode, notes.read_text()

    return run


@with_bash
@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_a_script_can_be_run_and_is_sound_bash(script):
    assert os.access(script, os.X_OK)
    assert script.read_bytes().startswith(b"#!/bin/bash\n")
    assert subprocess.run(["bash", "-n", script], check=False).returncode == 0


def test_requirements_bring_what_post_build_calls_and_no_torch():
    names = [Requirement(line).name for line in lines_of(BINDER / "requirements.txt")]
    assert names == ["uv"]


def test_the_runtime_is_a_python_that_the_package_allows():
    version = re.fullmatch(r"python-(3\.\d+)\n", (BINDER / "runtime.txt").read_text()).group(1)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert version in SpecifierSet(project["requires-python"])


@with_bash
def test_post_build_installs_small_torch_under_the_constraints_of_everyone(post_build):
    code, notes = post_build()
    assert code == 0
    install, cache, *_ = notes.splitlines()
    assert "|-m uv pip install " in install
    assert " --torch-backend cpu " in install
    (constraints,) = re.findall(r"^-c (\S+)$", (ROOT / "requirements.txt").read_text(), re.M)
    assert f" -c {constraints} " in install
    everything = extras_of((ROOT / "requirements.txt").read_text())
    assert extras_of(install) == everything - {"book", "lab", "slides"}  # Lab is there
    assert cache.startswith(f"{ROOT}/.cache/gru-course|-c ")


@with_bash
def test_post_build_stops_when_the_packages_cannot_be_installed(post_build):
    code, notes = post_build(FAILS="3")
    assert code == 3
    assert notes.count("|") == 1  # nothing was tried after it


@with_bash
def test_start_looks_for_the_chorales_where_post_build_put_them():
    command = [BINDER / "start", "bash", "-c", 'echo "$OMP_NUM_THREADS $GRU_COURSE_CACHE"']
    settings = {**os.environ, "REPO_DIR": "/srv/course"}
    done = subprocess.run(command, env=settings, capture_output=True, text=True, check=True)
    assert done.stdout == "1 /srv/course/.cache/gru-course\n"
