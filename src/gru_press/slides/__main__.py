"""Make the decks: `python -m gru_press.slides COURSE CACHE FOLDER [CHAPTER ...]`.

COURSE is the course's folder, CACHE the book's cache of outputs, FOLDER where the decks are put.
A chapter is named by how its file's name starts. With none, all decks are made, the lecture first.
"""

import sys
from pathlib import Path

from gru_press.slides.decks import chapter_deck, lecture_deck
from gru_press.slides.executed import executed
from gru_press.slides.export import write_decks

LECTURE = "chapters/lecture.toml"


def main(root: Path, cache: Path, folder: Path, *names: str) -> str | None:
    """Write the decks; return what is wrong with the names, for Python to print and exit with 1."""
    every = sorted(root.glob("chapters/*.ipynb"))
    chosen = [path for path in every if path.name.startswith(names or "")]
    if not chosen:
        return f"ERROR: No chapter starts with {' or '.join(names)}."
    run = zip(chosen, executed(root, cache, chosen), strict=True)
    decks = {path.stem: chapter_deck(notebook, path.stem) for path, notebook in run}
    made = list(decks.values())
    if not names:
        made.insert(0, lecture_deck(root / LECTURE, decks))
    write_decks(made, folder)
    return None


if __name__ == "__main__":
    root, cache, folder = map(Path, sys.argv[1:4])
    sys.exit(main(root, cache, folder, *sys.argv[4:]))
