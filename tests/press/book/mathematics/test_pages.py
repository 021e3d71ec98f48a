"""Formulas of a book: all are set before a page is written, and a fault is told with its page."""

from types import SimpleNamespace

import pytest
from docutils import nodes
from docutils.frontend import get_default_settings
from docutils.parsers.rst import Parser
from docutils.utils import new_document
from sphinx.errors import ExtensionError

from gru_press.book.mathematics import pages


def book(**formulas):
    """The environment of a book of these pages; the last formula of each is on its own line."""
    doctrees = {}
    for name, (*inline, display) in formulas.items():
        document = new_document(name, get_default_settings(Parser))
        document += nodes.paragraph("", "", *(nodes.math(tex, tex) for tex in inline))
        document += nodes.math_block(display, display, nowrap=False)
        doctrees[name] = document
    return SimpleNamespace(found_docs=set(doctrees), get_doctree=doctrees.__getitem__)


def test_the_formulas_of_all_pages_share_a_stylesheet():
    typesetter = pages.typeset(book(a=["1", "2"], b=["3"]))
    assert all(f"mjx-c.mjx-c3{digit}" in typesetter.stylesheet() for digit in (1, 2, 3))


def test_the_stylesheet_does_not_depend_on_the_order_in_which_pages_are_found():
    first, second = book(a=["1", "2"], b=["3"]), book(b=["3"], a=["1", "2"])
    assert pages.typeset(first).stylesheet() == pages.typeset(second).stylesheet()


def test_every_formula_that_cannot_be_read_is_told_with_its_page():
    with pytest.raises(ExtensionError) as caught:
        pages.typeset(book(a=["1", r"\one"], b=[r"\two", "2"]))
    assert str(caught.value) == (
        r"a: MathJax must read '\\one', but says: Undefined control sequence \one; "
        r"b: MathJax must read '\\two', but says: Undefined control sequence \two"
    )
