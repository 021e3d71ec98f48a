"""How strictly signatures are read: pyproject.toml says it, and `course.py check` reads them."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
WRONG = """\
def units(count: int) -> int:
    return count


units("four")


def bare(x):
    return x
"""


def test_a_wrong_call_and_a_signature_without_types_are_found(tmp_path):
    wrong = tmp_path / "wrong.py"
    wrong.write_text(WRONG)
    command = [sys.executable, "-m", "mypy", "--no-color-output", str(wrong)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    found = [line for line in done.stdout.splitlines() if ": error: " in line]
    assert [line.partition(": error: ")[2] for line in found] == [
        'Argument 1 to "units" has incompatible type "str"; expected "int"  [arg-type]',
        "Function is missing a type annotation  [no-untyped-def]",
    ], done.stdout + done.stderr
