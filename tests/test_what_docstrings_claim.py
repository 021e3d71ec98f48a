"""What docstrings claim holds: a use that they show runs, the chapter that they name is right."""

import doctest
import inspect
import pkgutil
import re
from importlib import import_module
from pathlib import Path

import nbformat
import pytest

import gru_course

CHAPTERS = Path(__file__).parents[1] / "chapters"
WINGS = ("cells", "layers", "models", "training", "data", "analysis", "numpy_cell", "losses")
MODULES = [
    import_module(name)
    for _, name, _ in pkgutil.walk_packages(gru_course.__path__, "gru_course.")
    if name.split(".")[1] in WINGS
]
TAUGHT = re.compile(r"Taught in chapters? (\d+)(?: to (\d+))?\.")


def test_every_use_shown_works():
    results = [doctest.testmod(module) for module in MODULES]
    assert sum(result.failed for result in results) == 0
    assert sum(result.attempted for result in results) > 10


def names_of(chapter: int) -> set[str]:
    """All words of the code of a chapter."""
    (path,) = CHAPTERS.glob(f"{chapter:02}_*.ipynb")
    cells = nbformat.read(path, as_version=4).cells
    return {
        word
        for cell in cells
        if cell.cell_type == "code"
        for word in re.findall(r"\w+", cell.source)
    }


TAUGHT_NAMES = [
    (name, int(chapter))
    for module in MODULES
    for name, thing in vars(module).items()
    if getattr(thing, "__module__", "") == module.__name__
    for ends in TAUGHT.findall(inspect.getdoc(thing) or "")
    for chapter in filter(None, ends)
]


@pytest.mark.parametrize(("name", "chapter"), TAUGHT_NAMES)
def test_the_chapter_that_teaches_a_name_uses_it(name, chapter):
    assert name in names_of(chapter)


def test_what_chapters_import_of_the_cells_and_layers_says_where_it_is_taught():
    taught = {name for name, _ in TAUGHT_NAMES}
    code = "\n".join(
        cell.source
        for path in CHAPTERS.glob("[0-9]*.ipynb")
        for cell in nbformat.read(path, as_version=4).cells
        if cell.cell_type == "code"
    )
    wings = r"from gru_course\.(?:cells|layers|models|training|losses|analysis)\b[\w.]* import (.+)"
    imported = {name for names in re.findall(wings, code) for name in re.findall(r"\w+", names)}
    assert imported - taught - {"resolve_device"} == set()
