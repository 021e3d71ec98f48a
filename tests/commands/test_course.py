"""course.py itself: old Pythons, words and what stops it."""

import ast
import sys
from pathlib import Path

import pytest

from tests.commands.checkout import COURSE

SCRIPTS = [COURSE / "course.py", *sorted(COURSE.glob("commands/*.py"))]
WITH_PACKAGES = {"locked": {"packaging"}}  # which is run in the environment


def test_an_old_python_can_read_the_script_and_is_told_what_it_needs(checkout, monkeypatch):
    ast.parse(SCRIPTS[0].read_text(), feature_version=(3, 6))
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    told = "The course needs Python 3.11 or newer; this is Python 3.9."
    assert checkout.course.main() == told


def imported(file: Path) -> set[str]:
    """The names of the packages that a file imports."""
    names = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module.split(".")[0])
    return names


@pytest.mark.parametrize("file", SCRIPTS, ids=lambda path: path.stem)
def test_only_the_standard_library_is_imported(file):
    allowed = {"commands"} | WITH_PACKAGES.get(file.stem, set())
    assert imported(file) <= sys.stdlib_module_names | allowed


def test_an_old_python_meets_no_module_that_it_could_not_read():
    at_once = ast.parse(SCRIPTS[0].read_text()).body
    imports = [ast.unparse(node) for node in at_once if isinstance(node, ast.Import)]
    assert imports == [f"import {name}" for name in ("argparse", "errno", "os", "sys")]
    assert not any(isinstance(node, ast.ImportFrom) for node in at_once)


def test_words_that_no_command_knows_are_refused(checkout, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["course.py", "build", "--prot", "8001"])
    with pytest.raises(SystemExit, match="2"):
        checkout.course.main()
    assert "build does not know --prot 8001" in capsys.readouterr().err


def test_a_full_disk_is_named(ready, monkeypatch):
    def full(*extras):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(ready.environment, "set_up", full)
    monkeypatch.setattr(sys, "argv", ["course.py", "setup"])
    assert ready.course.main() == "The disk is full."
