"""Docstrings on arrays give their shapes; that everything public has one is ruff's to see."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "src" / "gru_course"
FILES = sorted(PACKAGE.rglob("*.py"))
BY_NAME = re.compile(r"(?:dict|Mapping)\[[^\]]*(?:\[[^\]]*\])?[^\]]*\]")  # of many shapes
ARRAY = re.compile(r"(?<![\w.\[])(?:Tensor|np\.ndarray)|(?:Sequence|list|tuple)\[(?:Tensor|np\.nd)")
SHAPE = re.compile(
    r"\((?:\d*[A-Z]\w*|\.\.\.|\d+)?(?:[,\s+*]+(?:[\w.]+|\([^()]*\)))*,?\)"  # (T, B, 3H), (H), ()
    r"|\(\w+,\)"
    r"|any shape|the shape given|has its shape|the (?:shape|form) of"
    r"|[Aa]s (?:(?:in|for) `[\w.]+`|`[\w.]+` does)|[Ss]hapes (?:and errors )?as"  # which gives them
)


def public(path: Path) -> Iterator[tuple[str, ast.FunctionDef, str]]:
    """The public functions of a file by name, each with its own docstring and its class's."""

    def walk(node: ast.AST, name: str, around: str) -> Iterator[tuple[str, ast.FunctionDef, str]]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.FunctionDef | ast.ClassDef) and child.name[0] != "_":
                text = f"{ast.get_docstring(child)} {around}"
                if isinstance(child, ast.FunctionDef):
                    yield f"{name}{child.name}", child, text
                else:
                    yield from walk(child, f"{child.name}.", text)

    yield from walk(ast.parse(path.read_text("utf-8")), "", "")


def annotations(function: ast.FunctionDef) -> list[str]:
    arguments = [*function.args.args, *function.args.kwonlyargs]
    given = [each.annotation for each in arguments] + [function.returns]
    return [BY_NAME.sub("", ast.unparse(each)) for each in given if each]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_what_takes_or_gives_arrays_says_their_shapes(path):
    silent = [
        name
        for name, function, text in public(path)
        if any(ARRAY.search(each) for each in annotations(function)) and not SHAPE.search(text)
    ]
    assert silent == []


@pytest.mark.parametrize("text", ["x (T, B, 3H)", "a bias (H)", "one ()", "rows (...,I)", "(2, 3)"])
def test_a_shape_is_seen(text):
    assert SHAPE.search(text)


@pytest.mark.parametrize("text", ["the states", "states (of all steps)", "f(x)", "(see there)"])
def test_a_remark_is_no_shape(text):
    assert not SHAPE.search(text)
