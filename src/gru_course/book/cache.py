"""Where executed chapters are kept: outputs are trusted only for the code that made them.

myst-nb compares the cells of a chapter with the cache, but not the package that they import.
The folder's name therefore holds a hash of the package and of what draws in the outputs. A new
name also makes Sphinx read all chapters again.
"""

import hashlib
import shutil
from importlib.metadata import version
from pathlib import Path

PACKAGE = Path(__file__).parents[1]
PREFIX = "outputs-"
LIBRARIES = ("torch", "ipywidgets", "anywidget", "plotly")


def folder(app, given: str) -> Path:
    """The cache folder for the package as it is now, inside `given` or beside the built book."""
    parent = Path(given or Path(app.outdir).parent / ".jupyter_cache")
    return parent.absolute() / (PREFIX + _fingerprint())


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for library in LIBRARIES:
        digest.update(f"{library} {version(library)}\n".encode())
    for path in sorted(PACKAGE.rglob("*.py")):
        if "book" not in path.relative_to(PACKAGE).parts:  # the extension runs after the chapters
            digest.update(path.relative_to(PACKAGE).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def remove_others(current: str) -> None:
    """Remove the outputs of earlier states of the package."""
    for path in Path(current).parent.glob(PREFIX + "*"):
        if path != Path(current):
            shutil.rmtree(path)
