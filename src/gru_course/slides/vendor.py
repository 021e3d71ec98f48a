"""reveal.js for the decks, copied from the installed wheel of sphinx-revealjs.

Only the files of reveal.js are used: sphinx-revealjs itself makes slides of Sphinx documents and
knows no widgets.
"""

import shutil
from importlib.resources import files
from pathlib import Path

PARTS = ("dist/reveal.css", "dist/reveal.js", "plugin/notes/notes.js", "LICENSE")


def copy_reveal(folder: Path) -> None:
    """Put reveal.js, its stylesheet, the speaker's window and its licence into `folder`/reveal."""
    source = Path(str(files("sphinx_revealjs"))) / "_static" / "revealjs"
    (folder / "reveal").mkdir(parents=True, exist_ok=True)
    for part in PARTS:
        shutil.copyfile(source / part, folder / "reveal" / Path(part).name)
