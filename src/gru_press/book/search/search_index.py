"""What the search page looks through: the book's sections, each with its words.

Sphinx's own search wants every word of a question on a page and cannot say where on it. Here a
section is what is found, and the equations' symbols and the names in code count as words.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from docutils import nodes

from gru_press.book.application import Book
from gru_press.book.assets import write_hashed
from gru_press.book.search.plain_math import math_as_letters

UNREAD = (nodes.raw, nodes.comment, nodes.title, nodes.section, nodes.term)
SECRET = ("tag_solution", "cell_output")  # classes of what nobody wants to find


def write_index(app: Book, folder: Path) -> str:
    """Write the index as a script, which a page can load without a server; return its name."""
    pages = [
        [name, *app.gru_pages.search(name), list(sections(app.env.get_doctree(name)))]
        for name in sorted(app.env.found_docs)
    ]
    text = json.dumps(pages, ensure_ascii=False, separators=(",", ":"))
    return write_hashed(folder, "search-index.js", f"globalThis.gruSearchIndex = {text};\n")


def sections(doctree: nodes.document) -> Iterator[list[str]]:
    """Each section and each term: its anchor, heading, prose, and words that no summary quotes.

    The first section is the page's own and bears its title. Answers are left out.
    """
    for section in doctree.findall(nodes.section):
        yield _entry(section["ids"][0], section.next_node(nodes.title), section)
    for item in doctree.findall(nodes.definition_list_item):
        for term in _terms(item):
            yield _entry(term["ids"][0], term, item)


def _entry(anchor: str, heading: nodes.Element, body: nodes.Element) -> list[str]:
    prose: list[str] = []
    other: list[str] = []
    for part in body.children:
        _read(part, prose, other)
    return [anchor, math_as_letters(heading), _joined(prose), _joined(other)]


def _read(node: nodes.Node, prose: list[str], other: list[str]) -> None:
    """Sort a node's words: what a summary may quote, and what is only found."""
    if isinstance(node, UNREAD) or _has_class(node, *SECRET) or _terms(node):
        return
    if isinstance(node, nodes.math_block | nodes.literal_block):
        other.append(math_as_letters(node))
    elif isinstance(node, nodes.table):
        other += [math_as_letters(cell) for cell in node.findall(nodes.entry)]
    elif isinstance(node, nodes.TextElement):
        prose.append(math_as_letters(node))
    else:
        for child in node.children:
            _read(child, prose, other)


def _terms(node: nodes.Node) -> list[nodes.term]:
    """The terms that an item of a list explains, if they are places that one can link."""
    if not isinstance(node, nodes.definition_list_item):
        return []
    return [part for part in node if isinstance(part, nodes.term) and part["ids"]]


def _has_class(node: nodes.Node, *names: str) -> bool:
    return isinstance(node, nodes.Element) and bool(set(names) & set(node.get("classes", [])))


def _joined(parts: list[str]) -> str:
    return re.sub(r" +(?=[.,;:])", "", " ".join(" ".join(parts).split()))
