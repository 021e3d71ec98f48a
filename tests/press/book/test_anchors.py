"""Which anchors a page gets for its equations and terms."""

from types import SimpleNamespace

import pytest
from docutils import nodes
from docutils.frontend import get_default_settings
from docutils.parsers.rst import Parser
from docutils.utils import new_document

from gru_press.book.pages.anchors import anchor, set_anchors


@pytest.fixture
def page():
    """An empty page, and an application that reads it."""
    env = SimpleNamespace(docname="chapters/a", metadata={"chapters/a": {}})
    document = new_document("a.md", get_default_settings(Parser))
    return SimpleNamespace(env=env), document


def test_the_anchor_of_a_number():
    assert anchor("10.6") == "equation-10-6"


def test_each_tag_gets_an_anchor_before_its_block(page):
    app, document = page
    source = "\\begin{align*} a &= b \\tag{3.1} \\\\ c &= d \\tag{3.2} \\end{align*}"
    document += nodes.math_block(source, source, nowrap=False)
    set_anchors(app, document)
    first, second, block = document.children
    assert (first["ids"], second["ids"]) == (["equation-3-1"], ["equation-3-2"])
    assert block.astext() == source
    assert set(app.env.metadata["chapters/a"]["myst_slugs"]) == {"equation-3-1", "equation-3-2"}


def test_an_equation_without_a_number_gets_none(page):
    app, document = page
    document += nodes.math_block("a = b", "a = b", nowrap=False)
    set_anchors(app, document)
    (block,) = document.children
    assert block.astext() == "a = b"


def test_the_terms_of_a_glossary_can_be_linked(page):
    app, document = page
    document += nodes.term("", "reset gate", ids=["term-reset-gate"])
    set_anchors(app, document)
    slugs = app.env.metadata["chapters/a"]["myst_slugs"]
    assert slugs == {"term-reset-gate": (0, "term-reset-gate", "reset gate")}
