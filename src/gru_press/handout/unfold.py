"""What a page folds, on paper: hints and answers are opened, or left out; code of figures is out.

myst-nb folds code cells, chapters fold answers and hints with `<details>`, and the picture of a
prediction folds its reasons.
"""

import re

from bs4 import BeautifulSoup, Tag

from gru_press.handout.tags import attribute, sole

ANSWER = re.compile(r"(Answers?|The answer)\b")
NOT_YET = ".cell.tag_exercise > .cell_output"  # what the check says before there is an answer
FIGURE_CODE = ".cell:not(.tag_solution) > details.above-input"


def unfold(article: Tag, *, solutions: bool) -> None:
    """Leave nothing folded. solutions: whether solutions and answers stay, opened and named so."""
    if not solutions:
        _drop(article.select(".cell.tag_solution"))
    _drop(article.select(f"{FIGURE_CODE}, {NOT_YET}"))
    for caption in article.select('[data-module="prediction"] figcaption'):
        caption.decompose()  # it asks for a click
    for details in article.find_all("details"):
        _open(details, solutions=solutions)


def _open(details: Tag, *, solutions: bool) -> None:
    summary = sole(details, "summary")
    name = " ".join(summary.get_text().split())
    if ANSWER.match(name) and not solutions:
        details.decompose()
        return
    if "hide" in attribute(details, "class").split():
        name = "Solution" if details.find_parent(class_="tag_solution") else ""
    summary.decompose()
    details.name = "div"
    details["class"] = "gru-opened"
    if name:
        label = BeautifulSoup("", "html.parser").new_tag("p", attrs={"class": "gru-label"})
        label.string = name
        details.insert(0, label)


def _drop(nodes: list[Tag]) -> None:
    for node in nodes:
        node.decompose()
