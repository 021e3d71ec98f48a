"""constraints.txt holds what pyproject.toml asks for, and no more."""

import re

import pytest

from tests.commands.checkout import saying
from tests.helpers.requirements import asked, installed, locked


def test_the_lock_names_all_that_is_asked_for_and_what_is_here():
    pinned, here = locked(), installed()
    assert asked() - pinned.keys() == set()
    assert {name: here[name] for name in pinned if name in here} == {
        name: version for name, version in pinned.items() if name in here
    }


def test_the_lock_is_written_anew_and_its_versions_are_kept(ready):
    def compile_(log):
        kept = (ready.places.LOGS / "constraints.txt").read_text()
        found = re.sub("(?m)^tqdm.*\n", "nvidia-nccl-cu13==2 ; sys_platform == 'linux'\n", kept)
        (ready.places.LOGS / "constraints.txt").write_text(found)
        return True

    ready.outcomes["uv pip compile"] = compile_
    with pytest.raises(ready.steps.Failure, match=r"must hold what .* asks for"):
        ready.lock.check_lock()
    ready.lock.write_lock()
    written = ready.lock.LOCK.read_text()
    assert written == ready.lock.HEADER + "numpy==2.4.6\ntorch==2.13.0\n"


def test_what_cannot_be_resolved_changes_nothing(ready):
    before = ready.lock.LOCK.read_text()
    ready.outcomes["uv pip compile"] = saying("No solution")
    with pytest.raises(ready.steps.Failure, match="could not be resolved"):
        ready.lock.write_lock()
    assert ready.lock.LOCK.read_text() == before
