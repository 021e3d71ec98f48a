"""What each chapter stores is what it printed when the book was built, as nbval compares it."""

import nbformat
import pytest
from nbval.plugin import IPyNbFile, coalesce_streams

from cleaning import DROPPED
from commands.places import OUTPUTS, ROOT
from gru_press.book.notebooks import outputs_cache

CHAPTERS = sorted((ROOT / "chapters").glob("*.ipynb"))


@pytest.fixture(scope="module")
def kept_outputs():
    """The chapters as the last build of the book ran them."""
    with outputs_cache.opened(OUTPUTS) as outputs:
        yield outputs


@pytest.fixture(autouse=True)
def nbvals_options(request, monkeypatch):
    """The defaults of nbval, whose plugin is loaded by --nbval alone."""
    for name, value in (("nbval_lax", False), ("nbdime", False), ("nbval_sanitize_with", None)):
        monkeypatch.setattr(request.config.option, name, value, raising=False)


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_a_chapter_prints_what_it_stores(request, subtests, kept_outputs, path):
    stored = nbformat.read(path, as_version=4)
    ran = kept_outputs.merge_match_into_notebook(stored)[1]
    file = IPyNbFile.from_parent(request.session, path=path)
    file.skip_compare += DROPPED
    printed = [cell.outputs for cell in ran.cells if cell.cell_type == "code"]
    for cell, outputs in zip(file.collect(), printed, strict=True):
        with subtests.test(cell.name):
            same = cell.compare_outputs(coalesce_streams(outputs), cell.cell.outputs)
            assert same, "\n".join(cell.comparison_traceback)
