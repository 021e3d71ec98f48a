"""Disks that refuse: the sentence names what cannot be written, and the last book stays."""

import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.commands.checkout import Checkout, book_of, modules_of
from tests.commands.process import SmallCourse

NOBODY = 65534


@pytest.fixture
def checkout(monkeypatch):
    """A checkout in a folder that every user of the machine reaches."""
    with tempfile.TemporaryDirectory() as name, modules_of(Path(name)):
        Path(name).chmod(0o755)
        yield Checkout(Path(name), monkeypatch)


@contextmanager
def read_only(root: Path, place: str):
    """Inside: nothing can be put into the place, and we are not root, who always could."""
    is_root = os.geteuid() == 0
    for path in [root, *root.rglob("*")] if is_root else []:
        os.chown(path, NOBODY, NOBODY)
    (root / place).chmod(0o555)
    if is_root:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if is_root:
            os.seteuid(0)
        (root / place).chmod(0o755)


def told(checkout, monkeypatch, *words: str) -> str | None:
    """What stopped a command, whether that was returned or raised; None if nothing did."""
    monkeypatch.setattr(sys, "argv", ["course.py", *words])
    try:
        return checkout.course.main()
    except checkout.steps.Failure as failure:
        return str(failure)


@pytest.mark.skipif(os.name == "nt", reason="on Windows rights of folders mean something else")
@pytest.mark.parametrize(
    ("place", "missing", "sentence"),
    [
        (".", "_build", "Permission denied: {}/_build."),
        ("_build", "_build/lock", "The disk is full, or _build cannot be written."),
        ("_build/logs", None, "Permission denied: {}/_build/logs/book.log."),
        (".venv", ".venv/installed", "Permission denied: {}/.venv/installed."),
    ],
)
def test_a_place_that_cannot_be_written_is_named(built, monkeypatch, place, missing, sentence):
    root = built.places.ROOT
    if missing == "_build":
        shutil.rmtree(root / missing)
    elif missing:
        (root / missing).unlink()
    with read_only(root, place):
        assert told(built, monkeypatch, "build") == sentence.format(root)
    assert not built.places.BOOK.exists() or built.page() == "first"
    built.outcomes["jupyter book build"] = book_of(built, "second")
    assert told(built, monkeypatch, "build") is None
    assert built.page() == "second"


@contextmanager
def small_disk(place: Path, megabytes: int):
    """Inside: the place is a disk of its own; the test is skipped where we may not make one."""
    place.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "none", str(place)]
    if shutil.which("mount") is None or subprocess.run(words, capture_output=True).returncode:
        pytest.skip("only root of a Linux can make a small disk, and not in every container")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


@pytest.mark.nightly
def test_a_full_disk_is_named_and_the_last_book_stays(tmp_path):
    course = SmallCourse(tmp_path, index="# A book\n")
    with small_disk(course.folder / "_build", megabytes=2):
        course.finish(index="the last book")
        course.write(index="# Another book\n")
        status, said = course.call("build")
        assert status == 1
        sentence = "The book was not built: the disk is full (the log is _build/logs/book.log)."
        assert said.splitlines()[1:] == [sentence]
        assert (course.book / "index.html").read_text() == "the last book"
