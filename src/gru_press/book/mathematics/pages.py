"""Formulas in the pages that Sphinx writes."""

from typing import cast

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError
from sphinx.writers.html5 import HTML5Translator

from gru_press.book.application import Book
from gru_press.book.mathematics.typesetter import Typesetter

RENDERER = "gru"  # among Sphinx's ways to write mathematics


def register(app: Sphinx) -> None:
    """Offer Sphinx this way to write mathematics."""
    app.add_html_math_renderer(RENDERER, (_write_inline, None), (_write_display, None))


def typeset(env: BuildEnvironment) -> Typesetter:
    """Set every formula of the book, so that all pages can share one stylesheet.

    Raises ExtensionError that names the page of each formula that MathJax cannot read.
    """
    typesetter, faults = Typesetter(), []
    for docname in sorted(env.found_docs):
        for node in env.get_doctree(docname).findall(_is_formula):
            try:
                _set(typesetter, node)
            except ValueError as error:
                faults.append(f"{docname}: {error}")
    if faults:
        raise ExtensionError("; ".join(faults))
    return typesetter


def _is_formula(node: nodes.Node) -> bool:
    return isinstance(node, nodes.math | nodes.math_block)


def _set(typesetter: Typesetter, node: nodes.Element) -> str:
    return typesetter.set_formula(node.astext(), display=isinstance(node, nodes.math_block))


def _write_inline(writer: HTML5Translator, node: nodes.math) -> None:
    _write(writer, node, "span", "")


def _write_display(writer: HTML5Translator, node: nodes.math_block) -> None:
    _write(writer, node, "div", "\n")


def _write(writer: HTML5Translator, node: nodes.Element, tag: str, end: str) -> None:
    start = writer.starttag(node, tag, "", CLASS="math notranslate nohighlight")
    formula = _set(cast(Book, writer.builder.app).gru_typesetter, node)
    writer.body.append(f"{start}{formula}</{tag}>{end}")
    raise nodes.SkipNode
