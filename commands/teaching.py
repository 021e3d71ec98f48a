"""What a class takes along: copies of the chapters, a handout, figures as files."""

from argparse import Namespace
from pathlib import Path

from commands import book, browsers
from commands.places import BOOK, BUILD, PYTHON, ROOT
from commands.steps import Failure, run


def copy_for_class(options: Namespace) -> None:
    """Write the chapters without solutions, or with open ones, into a folder that is new."""
    what = "nbgrader" if options.command == "solutions" and options.nbgrader else options.command
    folder = Path(options.folder).resolve()  # seen from where the command was given
    if not run(PYTHON, "-m", "gru_press.class_copies", what, ROOT / "chapters", folder):
        raise Failure("No copies were written: see above.")


def take_along(options: Namespace) -> None:
    """Print chapters of the built book as a PDF, or write their figures as files."""
    for name in options.chapters:
        if not any(path.name.startswith(name) for path in ROOT.glob("chapters/*")):
            raise Failure(f"No chapter starts with {name}.")
    browsers.get_chromium()
    book.build()
    what = "solutions" if options.command == "handout" and options.solutions else options.command
    folder = Path(options.folder or BUILD / "handout").resolve()
    if not run(PYTHON, "-m", "gru_press.handout", what, ROOT, BOOK, folder, *options.chapters):
        raise Failure(f"The {options.command} could not be made: see above.")
