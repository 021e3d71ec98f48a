"""Parts of a chapter that docutils and myst-nb write in a way that no validator lets pass."""

from html import escape
from typing import Any

from docutils.nodes import Element
from myst_nb.sphinx_ import HideCodeCellNode, depart_HideCellInput
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator


class Translator(HTML5Translator):
    """Sphinx's translator to HTML, where references are items of their list.

    docutils gives them the role doc-biblioentry, which WAI-ARIA has withdrawn.
    """

    def starttag(
        self,
        node: Element,
        tagname: str,
        suffix: str = "\n",
        empty: bool = False,
        **attributes: Any,
    ) -> str:
        """Open an element, with a role that readers' programs know."""
        if attributes.get("role") == "doc-biblioentry":
            attributes["role"] = "listitem"
        return super().starttag(node, tagname, suffix, empty, **attributes)


def open_folded(translator: HTML5Translator, node: HideCodeCellNode) -> None:
    """Begin a folded cell: a summary holds no paragraphs, and is called by what it shows."""
    classes = " ".join(["admonition", "hide", *node["classes"]])
    prompts = {"collapsed": node["prompt_show"], "expanded": node["prompt_hide"]}
    words = [
        f'<span class="{state} admonition-title">{escape(prompt)}</span>'
        for state, prompt in prompts.items()
    ]
    translator.body.append(f'<details class="{classes}">\n<summary>{"".join(words)}</summary>\n')


def register(app: Sphinx) -> None:
    """Let the book's pages be written so."""
    app.setup_extension("myst_nb")  # whose way with a folded cell is replaced
    app.set_translator("html", Translator)
    app.add_node(HideCodeCellNode, override=True, html=(open_folded, depart_HideCellInput))
