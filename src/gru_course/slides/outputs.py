"""The chapters with their outputs: from the cache that the book fills, or run and put there."""

from contextlib import suppress
from pathlib import Path

import nbformat
from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn
from jupyter_cache.executors.utils import single_nb_execution

from gru_course.book import cache

TIMEOUT = 300  # seconds a cell, as in _config.yml


class Outputs:
    """Executed chapters of the course in `root`; `folder` is the book's cache of outputs."""

    def __init__(self, root: Path, folder: Path):
        cache.keep_only(folder, cache.fingerprint(root))
        self.cache = get_cache(folder)

    def of(self, chapter: Path) -> nbformat.NotebookNode:
        """A chapter with outputs and widget state. Raises RuntimeError if a cell of it fails."""
        notebook = nbformat.read(chapter, nbformat.NO_CONVERT)
        with suppress(KeyError):  # it is not in the cache
            return self.cache.merge_match_into_notebook(notebook)[1]
        result = single_nb_execution(
            notebook, cwd=str(chapter.parent.resolve()), timeout=TIMEOUT, allow_errors=False
        )
        if result.err is not None:
            name, value = (getattr(result.err, part, "") for part in ("ename", "evalue"))
            told = f"{name}: {value}" if name else str(result.err)  # it took too long
            raise RuntimeError(f"{chapter.stem}: {told}") from result.err
        run = CacheBundleIn(notebook, str(chapter), data={"execution_seconds": result.time})
        self.cache.cache_notebook_bundle(run, check_validity=False, overwrite=True)
        return notebook
