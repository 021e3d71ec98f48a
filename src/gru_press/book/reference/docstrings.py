"""Docstrings as nodes of a page: paragraphs, lists, equations, uses, names that link."""

import inspect
import re
from collections.abc import Iterator

from docutils import nodes

Names = dict[str, str]  # the anchors of names that are on the page
CODE = re.compile(r"`([^`]+)`")


def blocks(text: str | None, known: Names) -> list[nodes.Node]:
    """The blocks of a docstring, which blank lines part. Text in backticks is code, or a link."""
    parts = re.split(r"\n\s*\n", inspect.cleandoc(text or ""))
    return [_block(part, known) for part in parts if part.strip()]


def _block(part: str, known: Names) -> nodes.Node:
    lines = part.splitlines()
    if all(line.startswith("    ") for line in lines):  # an equation, or a table
        code = inspect.cleandoc("\n" + part)
        return nodes.literal_block(code, code, language="text")
    if lines[0].startswith(">>> "):
        return nodes.literal_block(part, part, language="pycon")
    if lines[0].startswith("- "):
        items = re.split(r"(?m)^- ", part)[1:]
        return nodes.bullet_list("", *(nodes.list_item("", _words(each, known)) for each in items))
    return _words(part, known)


def _words(part: str, known: Names) -> nodes.paragraph:
    return nodes.paragraph("", "", *_inline(" ".join(part.split()), known))


def _inline(text: str, known: Names) -> Iterator[nodes.Node]:
    for number, piece in enumerate(CODE.split(text)):
        if number % 2 == 0:
            yield nodes.Text(piece)
        elif piece in known:
            yield nodes.reference("", "", nodes.literal("", piece), refid=known[piece])
        else:
            yield nodes.literal("", piece)
