"""Print the built book, or its figures: `python -m gru_press.handout WHAT COURSE BOOK FOLDER ...`.

WHAT is handout, solutions (a handout with solutions and answers, opened) or figures. COURSE is the
course's folder, BOOK the built book's, FOLDER where the files go. Words that follow are how the
names of chapters start; with none, all are taken.
"""

import sys
from pathlib import Path

from gru_press.handout.built_book import Book
from gru_press.handout.figures import write_figures
from gru_press.handout.printing import print_pages


def main(what: str, root: Path, built: Path, folder: Path, *starts: str) -> str:
    """Write what is asked for, and return a sentence about it."""
    book = Book.read(root, built)
    names = book.chosen(starts)
    if what == "figures":
        written = write_figures(book, names, folder)
        return f"Figures written: {len(written)}; {folder / 'index.html'} shows them."
    title = "_".join(name.rpartition("/")[2] for name in names) if starts else "gru_course"
    solutions = what == "solutions"
    target = folder / f"{title}{'_solutions' * solutions}.pdf"
    print_pages(book, names, target, solutions=solutions)
    return f"The handout is {target}."


if __name__ == "__main__":
    root, built, folder = map(Path, sys.argv[2:5])
    try:
        print(main(sys.argv[1], root, built, folder, *sys.argv[5:]))
    except (OSError, RuntimeError, ValueError) as error:
        sys.exit(f"{error}.")
