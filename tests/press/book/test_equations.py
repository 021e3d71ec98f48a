"""Equations that carry a number: unique, ascending, and where a text says they are.

A number stands in the equation as `\\tag{3.1}`, which reads the same in the page, in JupyterLab and
on GitHub. From another page it is linked: `[equation 3.1](03_update_gate.ipynb#equation-3-1)`.
"""

import json
import re
from pathlib import Path

import pytest

from gru_press.book.pages.anchors import NUMBER, anchor

CHAPTERS = Path(__file__).parents[3] / "chapters"
NUMBERED = sorted(CHAPTERS.glob("[0-9][0-9]_*.ipynb"))
PAGES = sorted([*CHAPTERS.glob("*.ipynb"), *CHAPTERS.glob("*.md")])
LINK = re.compile(r"\[([^\]]*)\]\(([\w.]+)#equation-([\d-]+)\)")
MENTION = re.compile(r"[Ee]quations? \(?(\d+\.\d+)")


def prose(page: Path) -> str:
    """The text of a page."""
    text = page.read_text("utf-8")
    if page.suffix != ".ipynb":
        return text
    cells = json.loads(text)["cells"]
    return "\n\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "markdown")


def names(page: Path) -> set[str]:
    """The numbers that a page's text mentions, its links and its equations aside.

    In brackets alone only a chapter's own numbers count: (0.5) may be a value.
    """
    bare = re.sub(r"(?s)\$\$.*?\$\$", "", LINK.sub("", prose(page)))
    own = page.name[:2].lstrip("0")
    return {*MENTION.findall(bare), *re.findall(rf"\(({own}\.\d+)\)", bare)}


TAGS = {page: NUMBER.findall(prose(page)) for page in NUMBERED}


def test_the_core_equations_have_numbers():
    of_chapter = {page.name[:2]: len(tags) for page, tags in TAGS.items()}
    known = {"01": 5, "02": 2, "03": 3, "04": 2, "05": 4, "06": 4, "08": 5, "10": 6, "15": 4}
    assert {chapter: of_chapter[chapter] for chapter in known} == known


@pytest.mark.parametrize("page", NUMBERED, ids=lambda page: page.stem)
def test_a_chapter_counts_its_equations_from_one_in_their_order(page):
    chapter = int(page.name[:2])
    assert TAGS[page] == [f"{chapter}.{n}" for n in range(1, len(TAGS[page]) + 1)]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_number_that_is_linked_is_there_and_the_link_leads_to_it(page):
    for text, file, place in LINK.findall(prose(page)):
        number = re.search(r"\d+\.\d+", text)[0]
        assert anchor(number) == f"equation-{place}"
        assert number in TAGS[CHAPTERS / file], f"{page.name} links {number} in {file}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_number_without_a_link_is_one_of_the_pages_own(page):
    assert names(page) <= set(TAGS.get(page, []))


def test_no_tag_stands_where_mathjax_refuses_it():
    """A tag is refused inside `aligned` and `split`; `align` would number the other lines too."""
    for page in PAGES:
        for block in re.findall(r"(?s)\$\$(.*?)\$\$", prose(page)):
            inside = re.findall(r"\\begin\{(\w+\*?)\}", block)
            assert not NUMBER.search(block) or set(inside) <= {"align*"}, f"{page.name}: {block}"
