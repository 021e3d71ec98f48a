"""The built pages as files: each is read once, and parsed once."""

from functools import cache
from pathlib import Path

from bs4 import BeautifulSoup


@cache
def text_of(path: Path) -> str:
    """What a file says."""
    return path.read_text(encoding="utf-8")


@cache
def parsed(path: Path) -> BeautifulSoup:
    """A page as a tree."""
    return BeautifulSoup(text_of(path), "html.parser")
