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
WINGS = (
    "analysis",
    "cells",
    "conventions",
    "data",
    "figures",
    "layers",
    "losses",
    "models",
    "music",
    "numpy_cell",
    "training",
)
MODULES = [
    import_module(name)
    for _, name, _ in pkgutil.walk_packages(gru_course.__path__, "gru_course.")
    if name.split(".")[1] in WINGS
]
TAUGHT = re.compile(r"Taught in (?:chapters? (\d+)(?: to (\d+))?|the chapter on (\w+))\.")
IMPORT = re.compile(r"from gru_course\.(\w+)[\w.]* import (\([^)]*\)|.+)")


def test_every_use_shown_works():
    results = [doctest.testmod(module) for module in MODULES]
    assert sum(result.failed for result in results) == 0
    assert sum(result.attempted for result in results) > 10


def names_of(chapter: str) -> set[str]:
    """All words of the code of a chapter, which has a number or only a name."""
    pattern = f"{chapter:0>2}_*.ipynb" if chapter.isdigit() else f"{chapter}.ipynb"
    (path,) = CHAPTERS.glob(pattern)
    cells = nbformat.read(path, as_version=4).cells
    return {
        word
        for cell in cells
        if cell.cell_type == "code"
        for word in re.findall(r"\w+", cell.source)
    }


CLAIMS = [
    (name, *ends)
    for module in MODULES
    for name, thing in vars(module).items()
    if getattr(thing, "__module__", "") == module.__name__
    for ends in TAUGHT.findall(inspect.getdoc(thing) or "")
]
TAUGHT_NAMES = [(name, chapter) for name, *ends in CLAIMS for chapter in ends if chapter]


def test_the_chapter_that_teaches_is_named_in_words_that_are_looked_up():
    sources = "\n".join(Path(module.__file__).read_text("utf-8") for module in MODULES)
    claims = len(TAUGHT.findall(sources))
    assert sources.count("Taught in") == claims
    assert len(CLAIMS) == claims  # each stands at a public name, where it is looked up


@pytest.mark.parametrize(("name", "chapter"), TAUGHT_NAMES)
def test_the_chapter_that_teaches_a_name_uses_it(name, chapter):
    assert name in names_of(chapter)


def test_what_chapters_import_of_the_cells_and_layers_says_where_it_is_taught():
    taught = {name for name, _ in TAUGHT_NAMES}
    code = "\n".join(
        cell.source
        for path in CHAPTERS.glob("*.ipynb")
        for cell in nbformat.read(path, as_version=4).cells
        if cell.cell_type == "code"
    )
    wings = {"cells", "layers", "models", "training", "losses", "analysis", "conventions"}
    imported = {
        name
        for wing, names in IMPORT.findall(code)
        if wing in wings
        for name in re.findall(r"\w+", names)
    }
    assert imported - taught - {"RNN", "resolve_device"} == set()
