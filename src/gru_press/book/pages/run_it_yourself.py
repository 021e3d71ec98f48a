"""How a reader runs a chapter: the box under it, and downloads that start anywhere.

Links to other hosts are only there when `_config.yml` says where the repository is. Binder installs
what `binder/` asks for; Colab opens a notebook alone, so it gets the download, with its set-up
cell, from the branch BRANCH, which the workflow that publishes the book keeps.
"""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from sphinx.errors import ConfigError

if TYPE_CHECKING:  # it holds what this module makes
    from gru_press.book.application import Book

BRANCH = "notebooks"
EXTRAS = "music,vowels"  # what the chapters use besides the package
REPOSITORY = re.compile(r"https://(github|gitlab)\.com/([\w.-]+)/([\w.-]+?)(?:\.git)?/?")
SET_UP = """\
# Set-up, for a place where the course is not installed, such as Colab.
import importlib.util

if importlib.util.find_spec("gru_course") is None:
    {remedy}\
"""
RESULTS = """

from gru_course.stored_results import bring_results

bring_results()  # this chapter reads measured results\
"""
UNKNOWN = f"""\
raise ModuleNotFoundError(
        "this notebook needs the package gru-course: in the course's folder, "
        "run `pip install '.[{EXTRAS}]'`, then restart the kernel"
    )\
"""


@dataclass(frozen=True)
class Repository:
    """Where the course is kept, as GitHub or GitLab name it, and the branch that the book is of."""

    host: str
    owner: str
    name: str
    branch: str

    def binder(self, chapter: str) -> str:
        """The address of a chapter, given by its path, on mybinder.org."""
        provider, gap = ("gh", "/") if self.host == "github" else ("gl", "%2F")
        place = f"{provider}/{self.owner}{gap}{self.name}/{quote(self.branch, safe='')}"
        return f"https://mybinder.org/v2/{place}?urlpath=lab/tree/{chapter}"

    def colab(self, chapter: str) -> str:
        """The address of a chapter's download on Colab, which reads GitHub only; else ""."""
        if self.host != "github":
            return ""
        place = f"{self.owner}/{self.name}/blob/{BRANCH}"
        return f"https://colab.research.google.com/github/{place}/{chapter}"

    def remedy(self) -> str:
        """The line of a notebook that installs the course."""
        place = f"git+https://{self.host}.com/{self.owner}/{self.name}@{self.branch}"
        return f'%pip install --quiet "gru-course[{EXTRAS}] @ {place}"'


def read_repository(options: dict) -> Repository | None:
    """The repository of `_config.yml`, as the theme's options hold it; None if it is not named.

    Raises ConfigError for an address that is not one of a repository.
    """
    url = options.get("repository_url", "")
    if not url:
        return None
    match = REPOSITORY.fullmatch(url)
    if not match:
        form = "https://github.com/OWNER/NAME, or on gitlab.com"
        raise ConfigError(f"repository url in _config.yml must be {form}, got {url!r}")
    host, owner, name = match.groups()
    return Repository(host, owner, name, options.get("repository_branch") or "main")


def ways(app: "Book", name: str) -> dict[str, str]:
    """What the box under a page links: each way to run it and its address; {} if it is no chapter.

    The download's address starts from the book's root.
    """
    source = Path(app.env.doc2path(name, base=False))
    if source.suffix != ".ipynb":
        return {}
    repository, chapter = app.gru_repository, source.as_posix()
    found = {"download": f"_sources/{chapter}"}
    if repository:
        found |= {"Binder": repository.binder(chapter), "Colab": repository.colab(chapter)}
    return {way: address for way, address in found.items() if address}


def prepare_downloads(app: "Book") -> None:
    """Give the notebooks beside the pages, which readers download, their set-up cell."""
    remedy = app.gru_repository.remedy() if app.gru_repository else UNKNOWN
    for file in sorted((Path(app.outdir) / "_sources").rglob("*.ipynb")):
        notebook = with_set_up(json.loads(file.read_text("utf-8")), remedy)
        file.write_text(json.dumps(notebook, indent=1, ensure_ascii=False) + "\n", "utf-8")


def with_set_up(notebook: dict, remedy: str) -> dict:
    """The notebook with one cell more, its first. remedy: what it does where the course is missing.

    A notebook that has the cell keeps it as it is.
    """
    cells = notebook["cells"]
    if cells and cells[0]["id"] == "set-up":
        return notebook
    code = "".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    source = SET_UP.format(remedy=remedy) + (RESULTS if '"results/' in code else "")
    first: dict[str, object] = {
        "cell_type": "code",
        "id": "set-up",
        "metadata": {},
        "execution_count": None,
        "outputs": [],
        "source": source.splitlines(keepends=True),
    }
    return {**notebook, "cells": [first, *cells]}
