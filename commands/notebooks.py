"""The chapters as notebooks: run from top to bottom, and kept clean."""

import re
from collections.abc import Sequence

from commands.places import BUILD, PYTHON, ROOT, shown
from commands.reports import stopped
from commands.steps import Failure, run, step

# Options of Jupyter that let others in, whatever class they are said to belong to.
OPENS_UP = re.compile(
    r"--(?:[\w.]*\.)?(?:ip|token|\w*password\w*|allow_\w+|disable_check_xsrf|identity_provider_class"
    r"|authorizer_class|config\w*|sock\w*|sock-mode|tornado_settings|no-?auth\w*)(?:=|$)",
    re.IGNORECASE,
)
CLEANING = ROOT / "tests" / "notebooks" / "cleaning.py"
PATIENCE = "--ExecutePreprocessor.timeout=300"  # seconds a cell, as in _config.yml


def run_chapters(names: Sequence[str]) -> None:
    """Run the chapters whose names start so, or all, and write them back clean."""
    every = sorted(ROOT.glob("chapters/*.ipynb"))
    chosen = [path for path in every if path.name.startswith(tuple(names) or "")]
    if not chosen:
        raise Failure(f"No chapter starts with {' or '.join(names)}.")
    for chapter in chosen:
        with step(f"Running {shown(chapter)}", "notebook") as log:
            convert = ["--to", "notebook", "--execute", PATIENCE, "--output-dir", BUILD / "run"]
            if not run(PYTHON, "-m", "jupyter", "nbconvert", *convert, chapter, log=log):
                raise Failure(stopped(shown(chapter), log))
            if not run(PYTHON, CLEANING, BUILD / "run" / chapter.name, chapter):
                raise Failure(f"{shown(chapter)} cannot be made clean and is left as it was.")


def check_clean() -> None:
    """Refuse notebooks with anything in them but text that was made in order."""
    with step("Checking that the notebooks are clean"):
        if not run(PYTHON, CLEANING, "--check", *sorted(ROOT.glob("chapters/*.ipynb"))):
            raise Failure("A notebook is not clean: python course.py notebooks will clean it.")


def open_lab(words: Sequence[str]) -> None:
    """Open the chapters in JupyterLab, for this machine and with its token; the words go to it."""
    for word in words:
        if OPENS_UP.match(word):
            raise Failure(
                f"{word} would open JupyterLab to others: course.py lab leaves it closed."
            )
    quiet = "--LabApp.news_url=None"  # else Lab offers news of another host
    if not run(PYTHON, "-m", "jupyter", "lab", quiet, *words, "--ip=127.0.0.1", "chapters"):
        raise Failure("JupyterLab did not run to its end: see above.")
