"""The packages keep their shape: dependencies point one way, and importing does nothing else."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

import gru_course
import gru_press

PACKAGE = Path(gru_course.__file__).parent
PRESS = Path(gru_press.__file__).parent

# Every module or folder of the package, and what it is built upon. It may import that, and whatever
# lies below. A new module gets its line here: the place is chosen, not grown.
BUILT_UPON = {
    "_moved": [],
    "palette": [],
    "showing": [],
    "numpy_cell": [],
    "stored_results": [],
    "validation": [],
    "losses": [],
    "files": [],
    "intervals": ["validation"],
    "results": ["files", "intervals"],
    "cells": ["validation"],
    "layers": ["cells"],
    "conventions": ["layers"],
    "analysis": ["layers"],
    "models": ["layers"],
    "data": ["files", "losses", "validation"],
    "music": ["data"],
    "training": ["models", "data"],
    "exercises": ["models", "data", "analysis", "conventions"],
    "for_page": ["models", "files"],
    "figures": ["palette"],
    "widgets": ["palette", "for_page"],
    "lab": ["training", "analysis", "figures", "results", "numpy_cell"],
}
SEEN_BY_THE_PRESS = {"palette", "results", "widgets"}


def foundations(part: str) -> set[str]:
    """All parts that this one may import, directly or further down."""
    below = set(BUILT_UPON[part])
    return below.union(*(foundations(other) for other in below))


def imported(file: Path, source: Path) -> Iterator[list[str]]:
    """The dotted names that a file imports, anywhere in it, relative imports resolved."""
    home = file.relative_to(source).parts[:-1]
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = home[: len(home) - node.level + 1] if node.level else ()
            module = node.module.split(".") if node.module else []
            yield from ([*start, *module, alias.name] for alias in node.names)


def imported_parts(file: Path, package: Path) -> set[str]:
    """The parts of the package that a file imports."""
    names = (name for root, *name in imported(file, package.parent) if root == package.name)
    return {name[0] for name in names if name and is_part(package, name[0])}


def is_part(package: Path, name: str) -> bool:
    return (package / name).is_dir() or (package / f"{name}.py").is_file()


def violations(package: Path) -> list[str]:
    """One sentence for every import that points the wrong way, and for every homeless module."""
    found = []
    for file in sorted(package.rglob("*.py")):
        inside = file.relative_to(package)
        part = inside.parts[0].removesuffix(".py")
        if part != "__init__" and part not in BUILT_UPON:
            found.append(f"{inside} has no place in BUILT_UPON")
            continue
        allowed = {"_moved"} if part == "__init__" else foundations(part) | {part}
        wrong = imported_parts(file, package) - allowed
        found += [f"{inside} must not import {other}" for other in sorted(wrong)]
    return found


def test_dependencies_point_one_way():
    assert violations(PACKAGE) == []


def test_every_place_is_taken():
    assert [part for part in BUILT_UPON if not is_part(PACKAGE, part)] == []


def test_the_press_sees_little_of_the_package_and_the_package_nothing_of_the_press():
    roots = {root for file in PACKAGE.rglob("*.py") for root, *_ in imported(file, PACKAGE.parent)}
    assert PRESS.name not in roots
    names = [name for file in PRESS.rglob("*.py") for name in imported(file, PRESS.parent)]
    seen = {part for root, *rest in names if root == PACKAGE.name for part in rest[:1]}
    assert {part for part in seen if is_part(PACKAGE, part)} <= SEEN_BY_THE_PRESS


@pytest.mark.parametrize("folder", ["benchmarks", "commands", "src"])
def test_tests_see_the_course_and_nothing_of_the_course_sees_them(folder):
    root = Path(__file__).parents[1]
    files = list((root / folder).rglob("*.py"))
    assert [file for file in files if "tests" in {name for name, *_ in imported(file, root)}] == []
    assert files != []


def test_the_plan_keeps_what_it_promises():
    chain = ["cells", "layers", "models", "training"]
    for lower, upper in pairwise(chain):
        assert lower in foundations(upper)
    for torch_part in chain:
        assert "widgets" not in foundations(torch_part)
    assert "training" not in foundations("widgets")
    assert foundations("showing") == set()


@pytest.mark.parametrize(
    ("file", "code", "complaint"),
    [
        ("cells.py", "from gru_course.layers import GRU", "cells.py must not import layers"),
        ("cells.py", "from gru_course import layers", "cells.py must not import layers"),
        ("models.py", "import gru_course.widgets.base", "models.py must not import widgets"),
        ("layers.py", "def f():\n    from . import lab", "layers.py must not import lab"),
        (
            "widgets/lever.py",
            "from ..training import x",
            "widgets/lever.py must not import training",
        ),
        ("widgets/__init__.py", "from .. import lab", "widgets/__init__.py must not import lab"),
        ("__init__.py", "from .cells import gru_step", "__init__.py must not import cells"),
        ("novelty.py", "", "novelty.py has no place in BUILT_UPON"),
    ],
)
def test_an_import_that_points_the_wrong_way_is_found(tmp_path, file, code, complaint):
    package = tmp_path / "gru_course"
    for part in ("cells", "layers", "training", "lab", "widgets"):
        (package / part).mkdir(parents=True)
    (package / file).parent.mkdir(exist_ok=True)
    (package / file).write_text(code)
    assert violations(package) == [complaint.replace("/", str(Path("/")))]


@pytest.mark.parametrize(
    ("file", "code"),
    [
        ("layers.py", "from gru_course.cells import gru_step"),
        ("layers.py", "import torch, gru_course"),
        ("widgets/lever.py", "from .base import x\nfrom gru_course import palette, __version__"),
        ("lab/task.py", "from ..training import loop\nfrom . import space"),
    ],
)
def test_an_import_that_points_down_is_welcome(tmp_path, file, code):
    package = tmp_path / "gru_course"
    for part in ("cells", "palette", "widgets", "training", "lab"):
        (package / part).mkdir(parents=True)
    (package / file).write_text(code)
    assert violations(package) == []


# Imports all modules of the packages named in argv and prints what they did besides.
IMPORT_ALL = """
import importlib, pkgutil, random, sys
import numpy, torch

def random_states():
    name, keys, *rest = numpy.random.get_state()
    return random.getstate(), keys.tolist(), rest, torch.get_rng_state().tolist()

def forbid_network(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname"):
        print(f"{name} asks the network: {event}")
        raise OSError("no network while importing")

def import_one(name):
    before, witnesses = random_states(), WITNESSES - set(sys.modules)
    try:
        return importlib.import_module(name)
    except Exception as error:
        print(f"{name} raises {type(error).__name__}: {error}")
    finally:
        if random_states() != before:
            print(f"{name} draws or seeds random numbers")
        for library in sorted(witnesses & set(sys.modules)):
            print(f"{name} imports {library}")

WITNESSES = {"flax", "jax", "keras", "music21", "onnx", "onnxruntime", "sktime", "verovio"}
sys.addaudithook(forbid_network)
for name in sys.argv[1:]:
    package = import_one(name)
    for module in pkgutil.walk_packages(package.__path__, name + "."):
        name = module.name
        import_one(name)
"""


def what_importing_says(folder: Path, *packages: str) -> list[str]:
    """Import every module in a fresh Python; return the lines that it printed."""
    command = [sys.executable, "-c", IMPORT_ALL, *packages]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return (done.stdout + done.stderr).splitlines()


def test_importing_the_packages_prints_seeds_and_downloads_nothing(tmp_path):
    assert what_importing_says(tmp_path, "gru_course", "gru_press") == []


def test_a_module_that_does_more_than_define_is_found(tmp_path):
    modules = {
        "__init__": "",
        "a": "print('hello')",
        "b": "import sys; sys.stderr.write('a warning')",
        "c": "import random; random.seed(1)",
        "d": "import numpy; numpy.random.rand()",
        "e": "import torch; torch.manual_seed(0)",
        "f": "import socket\ntry: socket.create_connection(('::1', 80))\nexcept OSError: pass",
        "g": "import nowhere",
        "h": "import onnx",
    }
    (tmp_path / "loud").mkdir()
    for name, code in modules.items():
        (tmp_path / "loud" / f"{name}.py").write_text(code)
    assert what_importing_says(tmp_path, "loud") == [
        "hello",
        "loud.c draws or seeds random numbers",
        "loud.d draws or seeds random numbers",
        "loud.e draws or seeds random numbers",
        "loud.f asks the network: socket.getaddrinfo",
        "loud.g raises ModuleNotFoundError: No module named 'nowhere'",
        "loud.h imports onnx",
        "a warning",
    ]
