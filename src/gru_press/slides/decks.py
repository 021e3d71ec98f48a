"""The slides of a chapter, and the slides of a lecture out of several chapters.

Jupyter's `slide_type` rules, cell by cell: `slide` starts a slide to the right, `subslide` one
below, `fragment` appears on its slide at the next key, `notes` is for the speaker, `skip` is left
out, and a cell without one goes on with the slide before it. A heading inside a text cell starts
a slide too: see `outline`. A slide's name is the id of the cell that it starts with.
"""

import tomllib
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path

from nbformat import NotebookNode

from gru_press.book.pages.widget_places import STATE, VIEW
from gru_press.slides.outline import sections, without_roles

STARTS = ("slide", "subslide")
MINUTE = 60  # seconds


@dataclass
class Slide:
    """One slide.

    title: its own heading, or that of the section it stands in; `level` is 0 for the latter.
    below: whether it stands below the slide before it. cells: what it shows, as notebook cells.
    notes: what is said, as Markdown. seconds: the time that it may take; None leaves it open.
    """

    name: str
    title: str
    level: int
    below: bool
    cells: list = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    seconds: int | None = None

    @property
    def asks(self) -> bool:
        """Whether it holds a prediction: then the next key opens the answer."""
        return "prediction" in modules(self)


@dataclass
class Deck:
    """Slides in order, the name of their page, and the state of their widgets."""

    name: str
    title: str
    slides: list[Slide]
    state: dict

    @property
    def columns(self) -> list[list[Slide]]:
        """The slides as they stand: side by side, and below each other."""
        columns: list[list[Slide]] = []
        for slide in self.slides:
            if slide.below and columns:
                columns[-1].append(slide)
            else:
                columns.append([slide])
        return columns


def modules(slide: Slide) -> list[str]:
    """The course's widgets on a slide, by the names of their modules."""
    return [view[VIEW].get("module", "") for _, view in views(slide)]


def views(slide: Slide) -> list[tuple[str, dict]]:
    """The widgets on a slide: the model of each, and what it says of itself."""
    outputs = [output for cell in slide.cells for output in cell.get("outputs", [])]
    return [
        (output["data"][VIEW]["model_id"], {VIEW: {}, **output["metadata"]})
        for output in outputs
        if VIEW in output.get("data", {})
    ]


def chapter_deck(notebook: NotebookNode, name: str) -> Deck:
    """The slides of an executed chapter. Raises ValueError for a slide that shows nothing."""
    slides: list[Slide] = []
    title = ""

    def start(kind: str, cell: NotebookNode, level: int = 0) -> None:
        if kind in STARTS or not slides:
            taken = {slide.name for slide in slides}
            names = (f"{cell['id']}-{n}" if n > 1 else cell["id"] for n in count(1))
            name = next(free for free in names if free not in taken)
            slides.append(Slide(name, title, level, below=kind == "subslide"))

    for cell in notebook["cells"]:
        about = cell["metadata"].get("slideshow", {})
        kind = about.get("slide_type", "-")
        if kind == "skip":
            continue
        if kind == "notes":
            slides[-1].notes.append(without_roles(cell["source"]))
        elif cell["cell_type"] == "code":
            start(kind, cell)
            slides[-1].cells.append(cell)
        else:
            for section in sections(cell["source"], about.get("show", "outline")):
                if section.heading:
                    title = section.heading
                    own = kind if kind in STARTS else "slide" if section.level < 3 else "subslide"
                    start(own, cell, section.level)
                else:
                    start(kind, cell)
                if section.shown:
                    slides[-1].cells.append({**cell, "source": "\n\n".join(section.shown)})
                slides[-1].notes += section.said
                kind = "-"  # it was the first section's
    for slide in slides:
        if not slide.cells and not slide.level:
            raise ValueError(f"slide {slide.name} of {name} must show something, got notes only")
    state = notebook["metadata"].get("widgets", {}).get(STATE, {"state": {}})
    return Deck(name, slides[0].title, slides, state)


def cover(title: str, parts: list[str]) -> Slide:
    """The first slide of a lecture: its title and what its parts are about."""
    listed = "\n".join(f"- {part.split(':')[0]}" for part in parts)
    cell = {"cell_type": "markdown", "metadata": {}, "source": listed}
    return Slide("cover", title, 1, below=False, cells=[cell])


def lecture_deck(plan: Path, chapters: dict[str, Deck]) -> Deck:
    """The deck that a plan in TOML composes of slides of the chapters, with the time of each part.

    Raises ValueError for a slide that its chapter does not have.
    """
    wanted = tomllib.loads(plan.read_text(encoding="utf-8"))
    titles = [chapters[part["chapter"]].title for part in wanted["part"]]
    slides = [cover(wanted["title"], titles)]
    states: dict[str, dict] = {}
    for part in wanted["part"]:
        chapter = chapters[part["chapter"]]
        there = {slide.name: slide for slide in chapter.slides}
        missing = [name for name in part["slides"] if name not in there]
        if missing:
            raise ValueError(f"{chapter.name} must have the slides {', '.join(missing)}")
        seconds = part["minutes"] * MINUTE // len(part["slides"])
        for position, name in enumerate(part["slides"]):
            slides.append(replace(there[name], below=position > 0, seconds=seconds))
        states |= chapter.state["state"]
    return Deck(plan.stem, wanted["title"], slides, {"state": states})
