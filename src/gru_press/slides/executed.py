"""The chapters with their outputs: from the cache that the book fills, or run and put there."""

from collections.abc import Sequence
from pathlib import Path

import nbformat

from gru_press.book.notebooks import outputs_cache
from gru_press.book.notebooks.run_notebooks import Chapter, in_a_line, run_chapters

TIMEOUT = 300  # seconds a cell, as in _config.yml


def executed(root: Path, folder: Path, chapters: Sequence[Path]) -> list[nbformat.NotebookNode]:
    """Chapters of the course in `root` with outputs and widget state.

    folder: the book's cache of outputs. Raises RuntimeError if a cell of a chapter fails.
    """
    outputs_cache.keep_only(folder, outputs_cache.fingerprint(root))
    read = [Chapter(p.stem, p, nbformat.read(p, nbformat.NO_CONVERT)) for p in chapters]
    with outputs_cache.opened(folder) as outputs:
        faults = run_chapters(read, outputs, TIMEOUT)
        if faults:
            told = "; ".join(f"{name}: {in_a_line(fault)}" for name, fault in faults.items())
            raise RuntimeError(told)
        return [outputs.merge_match_into_notebook(each.notebook)[1] for each in read]
