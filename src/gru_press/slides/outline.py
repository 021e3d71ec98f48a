"""What of a chapter's text stands on a slide, and what is for the speaker.

Prose is for reading, and a room cannot read and listen at once. So of a text cell the headings,
displayed equations and tables stand on the slide, and so does a sentence with a word in bold;
paragraphs and lists become the speaker's notes. A cell may ask for more in its `slideshow`
metadata, next to Jupyter's `slide_type`: `"show": "lead"` also shows the first sentence after each
heading, `"show": "last"` the last one of the cell, `"show": "all"` the whole of it.

A heading starts a slide: `#` and `##` one to the right, `###` one below. Text before a cell's first
heading is said on the slide before it. "What to keep" is shown whole. Exercises are for readers,
and so are answers to unfold: both are left out.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

SHOWS = ("outline", "lead", "last", "all")
KEEP = "What to keep"
EXERCISES = "Exercises"
FENCE = re.compile(r"```|\$\$")  # blank lines in code and equations part nothing
HEADING = re.compile(r"(#{1,4}) +(.+)")
SHOWN = re.compile(r"\$\$|\||!\[")  # equations, tables, images
LIST = re.compile(r"- |\d+\. ")
NEXT = re.compile(r"(?<=[.?!:])\s+(?=[A-Z*$`\"“])")  # from one sentence to the next
EXERCISE = re.compile(r"\*\*\d+\.\d+ ")
ANSWER = re.compile(r"<details>.*?</details>", re.DOTALL)
CITATION = re.compile(r" ?\{cite:p\}`[^`]*`")
ROLE = re.compile(r"\{\w+\}(?=`)")
# To a page that is not in the deck.
LINK = re.compile(r"\[([^\]]+)\]\([^)\s]+\.(?:ipynb|md)(?:#[^)]*)?\)")


@dataclass
class Section:
    """A heading with what follows it, or the text before a cell's first heading.

    level: 1 to 4, 0 without a heading. shown, said: blocks of Markdown.
    """

    level: int = 0
    heading: str = ""
    shown: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)


def sections(source: str, show: str = "outline") -> list[Section]:
    """Part the Markdown of a cell at its headings, each with what is shown and what is said.

    Raises ValueError for a `show` that is none of SHOWS.
    """
    if show not in SHOWS:
        raise ValueError(f"show must be one of {', '.join(SHOWS)}, got {show!r}")
    found = [Section()]
    texts = list(blocks(without_roles(source)))
    parted = any(map(HEADING.fullmatch, texts))
    for place, block in enumerate(texts):
        heading = HEADING.fullmatch(block)
        if heading:
            found.append(Section(len(heading[1]), heading[2]))
            continue
        if EXERCISE.match(block):
            continue
        section = found[-1]
        if show == "all" or section.heading == KEEP or SHOWN.match(block):
            section.shown.append(block)
            continue
        sentences = NEXT.split(block)
        first = show == "lead" and section.heading and not section.said
        last = show == "last" and place == len(texts) - 1
        bold = (section.heading or not parted) and not LIST.match(block)
        chosen = [
            sentence
            for number, sentence in enumerate(sentences)
            if (first and number == 0)
            or (last and number == len(sentences) - 1)
            or (bold and "**" in sentence)
        ]
        if chosen:
            section.shown.append(" ".join(chosen))
        section.said.append(block)
    return [s for s in found if s.heading != EXERCISES and (s.heading or s.shown or s.said)]


def without_roles(source: str) -> str:
    """The text without what only the book can resolve: citations, roles, links to its pages."""
    return LINK.sub(r"\1", ROLE.sub("", CITATION.sub("", ANSWER.sub("", source))))


def blocks(source: str) -> Iterator[str]:
    """The blocks of a Markdown text: parted by blank lines, headings by themselves."""
    block: list[str] = []
    inside = False  # of code or an equation
    for line in [*source.splitlines(), ""]:
        heading = not inside and HEADING.fullmatch(line)
        if block and not inside and (heading or not line.strip()):
            yield "\n".join(block)
            block = []
        if heading:
            yield line
        elif inside or line.strip():
            block.append(line)
        inside ^= len(FENCE.findall(line)) % 2 == 1
    if block:
        yield "\n".join(block)
