"""Where a chapter can be run, and the cell that lets a download start there."""

import pytest
from sphinx.errors import ConfigError

from gru_press.book.pages.run_it_yourself import UNKNOWN, read_repository, with_set_up

COURSE = {"repository_url": "https://github.com/owner/course", "repository_branch": "main"}
CHAPTER = "chapters/06_the_cell.ipynb"


def code(source):
    return {"cell_type": "code", "id": "a", "metadata": {}, "outputs": [], "source": [source]}


def first_cell(*sources, remedy=UNKNOWN):
    notebook = {"cells": [code(source) for source in sources], "metadata": {}}
    return "".join(with_set_up(notebook, remedy)["cells"][0]["source"])


def test_a_repository_that_is_not_named_is_none():
    assert read_repository({}) is None
    assert read_repository({"repository_url": ""}) is None


@pytest.mark.parametrize("ending", ["", "/", ".git"])
def test_a_chapter_has_an_address_on_binder_and_on_colab(ending):
    repository = read_repository({**COURSE, "repository_url": COURSE["repository_url"] + ending})
    assert repository.binder(CHAPTER) == (
        "https://mybinder.org/v2/gh/owner/course/main?urlpath=lab/tree/chapters/06_the_cell.ipynb"
    )
    assert repository.colab(CHAPTER) == (
        "https://colab.research.google.com/github/owner/course/blob/notebooks/"
        "chapters/06_the_cell.ipynb"
    )


def test_a_branch_with_a_slash_is_one_word_to_binder():
    repository = read_repository({**COURSE, "repository_branch": "term/2026"})
    assert "/gh/owner/course/term%2F2026?" in repository.binder(CHAPTER)


def test_gitlab_has_a_binder_and_no_colab():
    repository = read_repository({"repository_url": "https://gitlab.com/owner/course"})
    assert "/v2/gl/owner%2Fcourse/main?" in repository.binder(CHAPTER)
    assert repository.colab(CHAPTER) == ""


@pytest.mark.parametrize("url", ["github.com/owner/course", "https://github.com/owner", "course"])
def test_an_address_that_is_no_repository_is_refused(url):
    with pytest.raises(ConfigError, match=f"repository url in _config.yml must be .*{url}"):
        read_repository({"repository_url": url})


def test_a_download_installs_the_course_from_its_repository():
    cell = first_cell("import torch", remedy=read_repository(COURSE).remedy())
    install = (
        '%pip install --quiet "gru-course[music,vowels] @ git+https://github.com/owner/course@main"'
    )
    assert cell.endswith(f'if importlib.util.find_spec("gru_course") is None:\n    {install}')


def test_a_download_does_nothing_where_the_course_is_installed():
    exec(first_cell("import torch"), {})


def test_a_download_says_what_is_missing(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(ModuleNotFoundError, match=r"needs the package gru-course: .*pip install"):
        exec(first_cell("import torch"), {})


def test_a_chapter_that_reads_results_gets_them_and_another_does_not():
    assert "bring_results()" in first_cell('read_results("results/music.json")')
    assert "bring_results()" not in first_cell("results = 1")


def test_a_notebook_is_set_up_once_and_its_own_cells_stay():
    notebook = {"cells": [code("1")], "metadata": {}}
    once = with_set_up(notebook, UNKNOWN)
    assert once["cells"][1:] == notebook["cells"]
    assert with_set_up(once, UNKNOWN) == once
