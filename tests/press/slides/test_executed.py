"""A chapter is run once; after that its outputs come from the cache that the book uses too."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from gru_press.book.notebooks import run_notebooks
from gru_press.slides.executed import executed
from tests.helpers.apart import apart


def written(folder, source):
    chapter = folder / "chapters" / "01_one.ipynb"
    chapter.parent.mkdir(exist_ok=True)
    cells = [new_markdown_cell("# One"), new_code_cell(source)]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": kernel}), chapter)
    return chapter


def test_outputs_come_from_the_cache_once_they_are_there(tmp_path, monkeypatch):
    chapter = written(tmp_path, "print(1 + 1)")
    (first,) = apart(executed, tmp_path, tmp_path / "cache", [chapter])
    assert first.cells[1].outputs[0].text == "2\n"
    monkeypatch.setattr(run_notebooks, "NotebookClient", None)  # nothing may be run
    (again,) = apart(executed, tmp_path, tmp_path / "cache", [chapter])
    assert again.cells[1].outputs == first.cells[1].outputs
    assert again.cells[0].source == "# One"


def test_a_cell_that_raises_is_told_and_not_kept(tmp_path):
    chapter = written(tmp_path, "1 / 0")
    for _ in range(2):
        with pytest.raises(RuntimeError, match="01_one: ZeroDivisionError: division by"):
            apart(executed, tmp_path, tmp_path / "cache", [chapter])
