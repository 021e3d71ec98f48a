"""The chapters as notebooks: run from top to bottom, and kept clean."""

from commands.book import raised
from commands.places import BUILD, PYTHON, ROOT, shown
from commands.steps import Failure, run, step

CLEANING = ROOT / "tests" / "notebooks" / "cleaning.py"


def run_chapters(names):
    """Run the chapters whose names start so, or all, and write them back clean."""
    every = sorted(ROOT.glob("chapters/*.ipynb"))
    chosen = [path for path in every if path.name.startswith(tuple(names) or "")]
    if not chosen:
        raise Failure(f"No chapter starts with {' or '.join(names)}.")
    for chapter in chosen:
        with step(f"Running {shown(chapter)}", "notebook") as log:
            convert = ["nbconvert", "--execute", "--to", "notebook", "--output-dir", BUILD / "run"]
            if not run(PYTHON, "-m", "jupyter", *convert, chapter, log=log):
                raise Failure(raised(shown(chapter), log))
            if not run(PYTHON, CLEANING, BUILD / "run" / chapter.name, chapter):
                raise Failure(f"{shown(chapter)} cannot be made clean and is left as it was.")


def check_clean():
    """Refuse notebooks with anything in them but text that was made in order."""
    with step("Checking that the notebooks are clean"):
        if not run(PYTHON, CLEANING, "--check", *sorted(ROOT.glob("chapters/*.ipynb"))):
            raise Failure("A notebook is not clean: python course.py notebooks will clean it.")


def open_lab(words):
    """Open the chapters in JupyterLab; the words go to it."""
    run(PYTHON, "-m", "jupyter", "lab", "--ip=127.0.0.1", *words, "chapters")
