"""reveal.js for the decks, copied from the installed wheel of sphinx-revealjs.

Only the files of reveal.js are used: sphinx-revealjs itself makes slides of Sphinx documents and
knows no widgets.
"""

import re
import shutil
from importlib.resources import files
from pathlib import Path

PARTS = ("dist/reveal.css", "dist/reveal.js", "plugin/notes/notes.js", "LICENSE")


SPEAKER = "plugin/notes/speaker-view.html"  # what notes.js writes into the speaker's window


def copy_reveal(folder: Path) -> None:
    """Put reveal.js, its stylesheet, the speaker's window and its licence into `folder`/reveal."""
    source = _revealjs()
    (folder / "reveal").mkdir(parents=True, exist_ok=True)
    for part in PARTS:
        shutil.copyfile(source / part, folder / "reveal" / Path(part).name)


def speaker_script() -> str:
    """The script of the speaker's window, which runs under the policy of the deck."""
    page = (_revealjs() / SPEAKER).read_text(encoding="utf-8")
    (script,) = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    return script


def _revealjs() -> Path:
    return Path(str(files("sphinx_revealjs"))) / "_static" / "revealjs"
