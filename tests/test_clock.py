"""A clock that jumps an hour back or a year ahead changes no duration and revives no old file."""

import ast
import itertools
import os
import time
from pathlib import Path

import pytest

from tests.commands.checkout import Checkout, book_of, modules_of
from tests.helpers.training_runs import assert_same_run, run, undisturbed

ROOT = Path(__file__).parents[1]
HOUR, YEAR = 3600, 365 * 24 * 3600
WALL_CLOCK = {"time.time", "time.time_ns", "datetime.now", "datetime.utcnow"}
TIMES_OF_FILES = {"st_mtime", "st_mtime_ns", "st_ctime", "st_atime", "getmtime", "getctime"}


@pytest.fixture(params=[-HOUR, YEAR], ids=["an hour back", "a year ahead"])
def jumping_clock(request, monkeypatch):
    """Every look at the clock on the wall finds that it has jumped."""
    now, looks = time.time(), itertools.count()
    monkeypatch.setattr(time, "time", lambda: now + request.param * next(looks))


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    with modules_of(tmp_path):
        yield Checkout(tmp_path, monkeypatch)


@pytest.mark.usefixtures("jumping_clock")
def test_steps_and_trainings_take_as_long_as_they_take(checkout, tmp_path, capsys):
    with checkout.steps.step("Nothing"):
        pass
    assert capsys.readouterr().out == "Nothing ...\nNothing: 0.0 s\n"
    trained = run(tmp_path / "run", epochs=2)
    assert_same_run(trained, undisturbed(epochs=2))
    assert all(0 <= seconds < HOUR for seconds in trained[1].seconds)


@pytest.mark.parametrize("jump", [-HOUR, YEAR])
def test_a_chapter_is_known_by_its_contents_and_not_by_its_time(checkout, jump):
    checkout.environment.set_up()
    chapter = checkout.places.ROOT / "chapters" / "one.ipynb"
    checkout.outcomes["jupyter book build"] = book_of(checkout, "first")
    checkout.book.build()
    moment = chapter.stat().st_mtime + jump
    os.utime(chapter, (moment, moment))
    checkout.outcomes["jupyter book build"] = book_of(checkout, "second")
    checkout.book.build()
    assert checkout.page() == "first"  # only its time has changed
    chapter.write_text('{"cells": []}')
    os.utime(chapter, (moment, moment))
    checkout.book.build()
    assert checkout.page() == "second"


def clocks_in(code: str) -> set[str]:
    """What of a module's code asks the clock on the wall, or when a file was written."""
    attributes = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Attribute)]
    asked = {ast.unparse(node) for node in attributes} & WALL_CLOCK
    return asked | {node.attr for node in attributes} & TIMES_OF_FILES


def test_only_results_know_the_time_of_day():
    parts = ("commands", "src", "benchmarks")
    files = [path for part in parts for path in ROOT.glob(f"{part}/**/*.py")]
    asking = {path.name for path in files if clocks_in(path.read_text("utf-8"))}
    assert asking == {"results.py"}


def test_a_question_to_the_clock_is_found():
    assert clocks_in("import time, os\nx = time.time() - os.stat('a').st_mtime") == {
        "time.time",
        "st_mtime",
    }
