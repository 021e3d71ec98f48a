"""Every test decides at landing or repeats at night, and CONTRIBUTING.md says which does what."""

import re
from pathlib import Path

import pytest

from tests.conftest import NIGHTLY

ROOT = Path(__file__).parents[1]
PATH = re.compile(r"`(tests/[^`]+)`")


@pytest.fixture(scope="module")
def columns():
    """The paths that the table of faults names, at landing and at night."""
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    table = text.partition("## Which kind of fault is seen where")[2].partition("\n## ")[0]
    rows = [line.split("|") for line in table.splitlines() if line.startswith("| ")]
    return tuple({path for row in rows for path in PATH.findall(row[column])} for column in (2, 3))


def modules(patterns) -> set[str]:
    """The test modules that these files, folders and patterns name."""
    found = set()
    for pattern in patterns:
        pattern += "**/test_*.py" if pattern.endswith("/") else ""
        named = {path.relative_to(ROOT).as_posix() for path in ROOT.glob(pattern)}
        assert named, f"{pattern} names no test"
        found |= named
    return found


def test_every_test_stands_in_the_table(columns):
    landing, night = columns
    everything = {path.relative_to(ROOT).as_posix() for path in ROOT.glob("tests/**/test_*.py")}
    assert everything - modules(landing | night) == set()


def test_what_is_marked_nightly_stands_in_the_last_column(columns, request):
    marked = {path.relative_to(ROOT).as_posix() for path in request.config.stash[NIGHTLY]}
    assert marked - modules(columns[1]) == set()


def test_nothing_stands_in_the_last_column_that_night_does_not_add_to(columns):
    silent = {
        name
        for name in modules(columns[1])
        if "nightly" not in (text := (ROOT / name).read_text("utf-8"))
        and "tests.browser.pages import" not in text  # which marks pages
    }
    assert silent == set()
