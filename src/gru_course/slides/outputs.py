"""The chapters with their outputs: from the cache that the book fills, or run and put there."""

from collections.abc import Sequence
from pathlib import Path

import nbformat
from jupyter_cache import get_cache

from gru_course.book import cache
from gru_course.book.running import Chapter, run_chapters

TIMEOUT = 300  # seconds a cell, as in _config.yml


class Outputs:
    """Executed chapters of the course in `root`; `folder` is the book's cache of outputs."""

    def __init__(self, root: Path, folder: Path):
        cache.keep_only(folder, cache.fingerprint(root))
        self.cache = get_cache(folder)

    def of(self, chapters: Sequence[Path]) -> list[nbformat.NotebookNode]:
        """Chapters with outputs and widget state. Raises RuntimeError if a cell of one fails."""
        read = [Chapter(p.stem, p, nbformat.read(p, nbformat.NO_CONVERT)) for p in chapters]
        faults = run_chapters(read, self.cache, TIMEOUT)
        if faults:
            told = "; ".join(f"{name}: {_in_a_line(fault)}" for name, fault in faults.items())
            raise RuntimeError(told)
        return [self.cache.merge_match_into_notebook(each.notebook)[1] for each in read]


def _in_a_line(fault: Exception) -> str:
    name, value = (getattr(fault, part, "") for part in ("ename", "evalue"))
    return f"{name}: {value}" if name else str(fault)  # it took too long, or its kernel died
