"""What signatures promise holds; pyproject.toml says how strictly mypy reads them."""

import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
WRONG = """\
from gru_course.layers import GRU

GRU("four", 8)


def bare(x):
    return x
"""


def test_the_signatures_hold_and_a_wrong_call_is_found(tmp_path):
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["mypy"]
    wrong = tmp_path / "wrong.py"
    wrong.write_text(WRONG)
    command = [sys.executable, "-m", "mypy", "--no-color-output", *settings["files"], str(wrong)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    found = [line for line in done.stdout.splitlines() if ": error: " in line]
    assert [line.partition(": error: ")[2] for line in found] == [
        'Argument 1 to "GRU" has incompatible type "str"; expected "int"  [arg-type]',
        "Function is missing a type annotation  [no-untyped-def]",
    ], done.stdout + done.stderr


def test_who_uses_the_package_sees_its_types():
    assert (ROOT / "src" / "gru_course" / "py.typed").is_file()
