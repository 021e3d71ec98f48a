"""Outputs of executed chapters are trusted only for the code that made them.

myst-nb compares the cells of a chapter with its cache, but neither the package that they import nor
the measured results that they read.
"""

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

from jupyter_cache import get_cache
from jupyter_cache.cache.db import NbCacheRecord
from jupyter_cache.cache.main import JupyterCacheBase
from sphinx.application import Sphinx

import gru_course

PACKAGE = Path(gru_course.__file__).parent
LIBRARIES = ("torch", "ipywidgets", "anywidget", "plotly")
STAMP = "package"


def folder_of(app: Sphinx) -> Path:
    """Where the outputs of a book's chapters are kept."""
    given = app.config.nb_execution_cache_path
    return Path(given or Path(app.outdir).parent / ".jupyter_cache")


def fingerprint(source: Path) -> str:
    """A hash of all that the chapters in `source` use: the package, libraries, stored results."""
    digest = hashlib.sha256()
    for library in LIBRARIES:
        digest.update(f"{library} {version(library)}\n".encode())
    for path in sorted(source.glob("*/results/*.json")):
        digest.update(path.read_bytes())
    for path in sorted(PACKAGE.rglob("*.py")):
        digest.update(path.relative_to(PACKAGE).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def keep_only(folder: Path, package: str) -> None:
    """Empty the cache `folder` if its outputs come from another state of the package.

    Of the outputs of this state, those stay that were written to their end.
    """
    stamp = folder / STAMP
    if not (stamp.exists() and stamp.read_text() == package and _mended(folder)):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        stamp.write_text(package)


@contextmanager
def opened(folder: Path) -> Iterator[JupyterCacheBase]:
    """The cache of outputs in `folder`; its database is closed afterwards."""
    outputs = get_cache(folder)
    try:
        yield outputs
    finally:
        outputs.db.dispose()


def _mended(folder: Path) -> bool:
    """Forget chapters whose outputs were cut off; False if nothing in the cache can be read."""
    try:
        with opened(folder) as outputs:
            outputs.get_cache_limit()  # of the last table that is made: then all are there
            for record in outputs.list_cache_records():
                try:
                    outputs.get_cache_bundle(record.pk)
                except Exception:  # whatever is wrong with the file, the chapter can be run again
                    shutil.rmtree(folder / "executed" / record.hashkey, ignore_errors=True)
                    NbCacheRecord.remove_records([record.pk], outputs.db)
    except Exception:  # of the database itself
        return False
    return True
