"""Every Python at hand reads the course: those that it allows all of it, older ones a sentence.

With which torch the tests run besides the one of constraints.txt is in .github/workflows/tests.yml.
"""

import json
import os
import shutil
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
OLDEST = int(PROJECT["requires-python"].removeprefix(">=3."))
ALLOWED = [f"3.{minor}" for minor in range(OLDEST, 15)]
OLDER = ["2.7", *(f"3.{minor}" for minor in range(6, OLDEST))]

# Compiles what it is given as JSON, a name and a text each, into nowhere; any warning is an error.
COMPILE = """
import json, sys, warnings
warnings.simplefilter("error")
texts = json.load(sys.stdin)
for name, text in texts:
    compile(text, name, "exec", dont_inherit=True)
print(len(texts))
"""


@cache
def pythons() -> dict[str, str]:
    """The Pythons on the path and of pyenv, by their version; the first of each."""
    named = [shutil.which(f"python{version}") for version in (*ALLOWED, *OLDER)]
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    ours = [str(path) for path in sorted(pyenv.glob("versions/*/bin/python"))]
    found = {f"{sys.version_info[0]}.{sys.version_info[1]}": sys.executable}
    for python in filter(None, named + ours):
        say = "import sys; print('%s.%s' % sys.version_info[:2])"
        done = subprocess.run([python, "-c", say], capture_output=True, text=True)
        if done.returncode == 0:  # a shim of pyenv may have nothing behind it
            found.setdefault(done.stdout.strip(), python)
    return found


def python(version: str) -> str:
    if version not in pythons():
        pytest.skip(f"there is no Python {version} here, on the path or in pyenv")
    return pythons()[version]


@cache
def programs() -> list[tuple[str, str]]:
    """Every module, and the code of every chapter."""
    parts = ("commands", "src", "tests", "benchmarks")
    files = [ROOT / "course.py", *(path for part in parts for path in ROOT.glob(f"{part}/**/*.py"))]
    found = [(path.relative_to(ROOT).as_posix(), path.read_text("utf-8")) for path in files]
    for path in sorted(ROOT.glob("chapters/*.ipynb")):
        cells = json.loads(path.read_text("utf-8"))["cells"]
        code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
        found += [(f"{path.name}, code cell {n}", text) for n, text in enumerate(code, start=1)]
    return found


@pytest.mark.parametrize("version", ALLOWED)
def test_an_allowed_python_reads_every_module_and_every_cell(version):
    words = [python(version), "-c", COMPILE]
    done = subprocess.run(words, input=json.dumps(programs()), capture_output=True, text=True)
    assert (done.stdout, done.stderr) == (f"{len(programs())}\n", "")


@pytest.mark.parametrize("version", OLDER)
def test_an_older_python_is_told_what_is_needed(version):
    words = [python(version), ROOT / "course.py", "--help"]
    done = subprocess.run(words, capture_output=True, text=True)
    told = f"The course needs Python 3.{OLDEST} or newer; this is Python {version}.\n"
    assert (done.returncode, done.stdout, done.stderr) == (1, "", told)


def test_the_lowest_allowed_versions_are_tested_together():
    (torch,) = (word for word in PROJECT["dependencies"] if word.startswith("torch"))
    lowest = f'{{python: "3.{OLDEST}", torch: "{torch.replace(">=", "==")}.*"}}'
    assert lowest in (ROOT / ".github" / "workflows" / "tests.yml").read_text("utf-8")
