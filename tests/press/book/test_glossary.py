"""The glossary and the chapters know of each other: every link lands, every term is used."""

import json
import re
from pathlib import Path

import pytest

CHAPTERS = Path(__file__).parents[3] / "chapters"
NOTEBOOKS = sorted(CHAPTERS.glob("*.ipynb"))
TERMS = re.findall(r"(?m)^\*\*(.+)\*\*$", (CHAPTERS / "glossary.md").read_text("utf-8"))
MOST = 8  # links to the glossary in one chapter


def prose(notebook: Path) -> str:
    """All text of a notebook."""
    cells = json.loads(notebook.read_text("utf-8"))["cells"]
    return "\n\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "markdown")


def links(text: str) -> list[str]:
    """What a text links of the glossary's terms."""
    return re.findall(r"\(glossary\.md#term-([^)]+)\)", text)


def spoken(text: str) -> str:
    """A text without the marks of emphasis and without the addresses of its links."""
    return re.sub(r"\]\([^)]*\)|[*`\[]", "", text).lower()


def test_the_terms_stand_in_the_order_of_the_alphabet_and_once_each():
    text = (CHAPTERS / "glossary.md").read_text("utf-8")
    entries = re.findall(r"(?m)^\n\*\*(.+)\*\*$|:::\{glossary\}\n\*\*(.+)\*\*$", text)
    heads = ["".join(pair).lower().replace("_", " ") for pair in entries]
    assert heads == sorted(heads)
    assert len({term.lower() for term in TERMS}) == len(TERMS) >= 45


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_chapter_links_terms_that_are_there_once_each_and_not_too_many(notebook):
    linked = links(prose(notebook))
    assert set(linked) <= {term.replace(" ", "-") for term in TERMS}
    assert len(set(linked)) == len(linked) <= MOST


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_term_is_linked_where_it_is_first_said(notebook):
    text = re.sub(r"(?m)^#.*$|`[^`]*`|<[^>]*>", "", prose(notebook))  # not in headings nor in code
    for match in re.finditer(r"\[([^\]]+)\]\(glossary\.md", text):
        said_before = re.sub(r"\]\([^)]*\)", "]", text[: match.start()])
        assert not re.search(rf"(?i)\b{re.escape(match[1])}\b", said_before), match[1]


def test_every_term_is_used_in_a_chapter():
    words = spoken("\n".join(prose(notebook) for notebook in NOTEBOOKS))
    assert [term for term in TERMS if term.lower() not in words] == []


def test_most_terms_are_linked_from_a_chapter():
    linked = {term for notebook in NOTEBOOKS for term in links(prose(notebook))}
    assert len(linked) >= 0.75 * len(TERMS)


def test_every_entry_leads_to_a_chapter_that_is_there():
    text = (CHAPTERS / "glossary.md").read_text("utf-8").split(":::")[1]
    for entry in text.split("\n\n"):
        pages = re.findall(r"\]\(([^)#]+)", entry)
        assert pages and all((CHAPTERS / page).is_file() for page in pages), entry
