"""The list of faults fits the course as it is, and what tries them judges rightly."""

import ast
import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.mutants.catalogue import NEEDS, ROOT, Mutant, read_list
from tests.mutants.copies import copied, git, settings
from tests.mutants.trying import run, told, try_mutant

KINDS, MUTANTS = read_list()
READ = {".py": ast.parse, ".ipynb": json.loads, ".toml": tomllib.loads}


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_a_mutant_can_be_applied_and_its_tests_are_there(mutant):
    text = (ROOT / mutant.file).read_text("utf-8")
    changed = mutant.apply(text)
    assert changed != text
    READ.get(Path(mutant.file).suffix, str)(changed)  # a fault of sense, not of form
    assert mutant.places(ROOT)
    assert mutant.needs in NEEDS


def test_every_kind_of_fault_is_there_and_every_name_is_used_once():
    names = [mutant.name for mutant in MUTANTS]
    assert len(set(names)) == len(names) >= 60
    assert {mutant.kind for mutant in MUTANTS} == set(KINDS)


@pytest.fixture
def small(tmp_path):
    """A repository with a file and its test, one that is not committed and one that is ignored."""
    root = tmp_path / "small"
    (root / "tests").mkdir(parents=True)
    (root / "three.py").write_text("THREE = 1 + 2\n")
    (root / "tests" / "test_three.py").write_text(
        "import sys\nsys.path.insert(0, '.')\nfrom three import THREE\n\n\n"
        "def test_three():\n    assert THREE == 3\n"
    )
    (root / ".gitignore").write_text("_build\n")
    git(root, "init", "--quiet")
    git(root, "add", "--all")
    (root / "new.txt").write_text("new")
    (root / "_build").mkdir()
    (root / "_build" / "built.txt").write_text("built")
    return root


def fault(**changes):
    about = {"name": "sum", "kind": "step", "file": "three.py", "find": "+", "replace": "-"}
    about |= {"needs": "package", "tests": ("tests/test_three.py",)}
    return Mutant(**(about | changes))


def test_a_copy_holds_what_git_would_and_is_gone_afterwards(small):
    with copied(small) as copy:
        names = {path.relative_to(copy).as_posix() for path in copy.rglob("*") if path.is_file()}
        names = {name for name in names if not name.startswith(".git/")}
        assert names == {".gitignore", "new.txt", "three.py", "tests/test_three.py"}
        assert set(git(copy, "ls-files").splitlines()) == names
        (copy / "three.py").write_text("broken")
    assert not copy.parent.exists()
    assert (small / "three.py").read_text() == "THREE = 1 + 2\n"


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"find": "9"}, "its text must stand once in three.py, and stands there 0 times"),
        ({"find": "E"}, "its text must stand once in three.py, and stands there 2 times"),
        ({"tests": ("tests/none*",)}, "its tests must exist, there is no tests/none*"),
    ],
)
def test_a_mutant_that_is_outdated_is_named_and_not_tried(small, changes, why):
    verdict = try_mutant(fault(**changes), small)
    assert (verdict.name, verdict.outcome, verdict.by) == ("sum", "error", why)


COMMAND = [sys.executable, "-c", "from three import THREE; assert THREE == 3, THREE"]


@pytest.mark.parametrize(
    ("replace", "outcome", "by"),
    [
        ("-", "caught", "status 1: AssertionError: -1"),
        ("*", "caught", "status 1: AssertionError: 2"),
        ("+ 0 +", "survived", ""),
    ],
)
def test_a_command_judges_the_file_with_the_fault_which_is_then_taken_back(
    small, replace, outcome, by
):
    for _ in range(2):  # within a second, in which Python keeps what it compiled
        assert subprocess.run(COMMAND, cwd=small, check=False).returncode == 0
        verdict = try_mutant(fault(replace=replace), small, COMMAND)
        assert (verdict.outcome, verdict.by) == (outcome, by)
    assert (small / "three.py").read_text() == "THREE = 1 + 2\n"


SUMMARY = "1 passed\n=== short test summary info ===\n{}\n1 failed in 0.1s\n"
NAME = "tests/test_a.py::test_b[c d - e]"


@pytest.mark.parametrize(
    ("line", "found"),
    [
        (f"FAILED {NAME} - assert 1 == 2", ("caught", NAME, "")),
        (f"FAILED {NAME}", ("caught", NAME, "")),
        ("ERROR tests/test_a.py - ImportError: x", ("caught", "tests/test_a.py", "")),
        (f"SUBFAILED[a title] {NAME} - x", ("caught", NAME, "[a title]")),
        ("nothing of the kind", ("error", "status 1: 1 failed in 0.1s", "")),
    ],
)
def test_the_first_fault_is_read_from_what_pytest_says(line, found):
    assert told(1, SUMMARY.format(line)) == found


@pytest.mark.parametrize(("status", "outcome"), [(0, "survived"), (4, "error"), (5, "error")])
def test_what_was_not_tried_is_not_caught(status, outcome):
    assert told(status, "no tests ran")[0] == outcome


def test_ctrl_c_ends_what_runs(small, monkeypatch):
    begun = []

    def stop(_, number, __):
        begun.append(number)
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "waitid", stop)
    with settings(small) as env, pytest.raises(KeyboardInterrupt):
        run([sys.executable, "-c", "import time; time.sleep(1000)"], small, env)
    with pytest.raises(ProcessLookupError):
        os.kill(begun[0], 0)
    assert not Path(env["TMPDIR"]).exists()
