"""Anchors that a plain Markdown link can name: numbered equations and the glossary's terms.

A chapter is read in JupyterLab and on GitHub as well. There a role or a label of MyST shows as raw
text; `\\tag{3.1}` in an equation and `[equation 3.1](03_update_gate.ipynb#equation-3-1)` do not.
"""

import re

from docutils import nodes
from sphinx.application import Sphinx

NUMBER = re.compile(r"\\tag\{([^}]*)\}")


def set_anchors(app: Sphinx, doctree: nodes.document) -> None:
    """Make the anchors of one page, and tell MyST of them: it warns of a link to any other."""
    anchors = _equations(doctree) + _terms(doctree)
    known = app.env.metadata[app.env.docname].setdefault("myst_slugs", {})
    known.update({anchor: (0, anchor, text) for anchor, text in anchors})


def anchor(number: str) -> str:
    """Return the anchor of an equation's number: equation-3-1 for 3.1."""
    return f"equation-{number.replace('.', '-')}"


def _equations(doctree: nodes.document) -> list[tuple[str, str]]:
    """An anchor for each tag, before the block that holds it."""
    anchors = []
    for block in list(doctree.findall(nodes.math_block)):
        numbers = NUMBER.findall(block.astext())
        found = [(anchor(number), f"equation {number}") for number in numbers]
        targets = [nodes.target(ids=[name]) for name, _ in found]
        block.parent.insert(block.parent.index(block), targets)
        anchors += found
    return anchors


def _terms(doctree: nodes.document) -> list[tuple[str, str]]:
    """The anchors that Sphinx gives to the terms of a glossary."""
    terms = doctree.findall(nodes.term)
    return [(name, term.astext()) for term in terms for name in term["ids"]]
