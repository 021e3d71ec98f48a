"""Each kind of dirt is named with its cell and cleaned away; nbval compares what is left."""

import copy
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from cleaning import check, cleaned, main, write, written

ROOT = Path(__file__).parents[2]


def code(source, *outputs, count=1, name="a", **metadata):
    return {
        "cell_type": "code",
        "execution_count": count,
        "id": name,
        "metadata": metadata,
        "outputs": list(outputs),
        "source": source.splitlines(keepends=True),
    }


def printed(*text, name="stdout"):
    return {"output_type": "stream", "name": name, "text": list(text)}


def shown(**data):
    data = {kind.replace("_", "/", 1): value for kind, value in data.items()}
    return {"output_type": "display_data", "data": data, "metadata": {}}


def notebook(*cells, **metadata):
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return {
        "cells": list(cells),
        "metadata": {"kernelspec": kernel, "language_info": {"name": "python"}, **metadata},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def outputs_after_cleaning(*outputs):
    clean, _ = cleaned(notebook(code("x", *outputs)))
    return clean["cells"][0]["outputs"]


HIDDEN = {"source_hidden": True}
CLEAN = notebook(
    {"cell_type": "markdown", "id": "title", "metadata": {}, "source": ["# One\n", "$z_t$"]},
    code("x = 1\nprint(x)", printed("1\n"), name="a", tags=["hide-input"]),
    code("gate", shown(text_plain=["ResetGate(r=0.5)"]), count=2, name="b", jupyter=HIDDEN),
)


def test_a_clean_notebook_stays_as_it_is(tmp_path):
    assert cleaned(CLEAN) == (CLEAN, [])
    path = tmp_path / "one.ipynb"
    path.write_text(written(CLEAN), encoding="utf-8")
    assert check(path) == []


@pytest.mark.parametrize(
    ("cell", "fault"),
    [
        (code("x", count=None), "code cell 1 does not carry its number"),
        (code("x", count=7), "code cell 1 does not carry its number"),
        (code("x", execution={"iopub.execute_input": "2026"}), "code cell 1 has metadata other"),
        (code("x", jupyter={**HIDDEN, "outputs_hidden": True}), "code cell 1 has metadata other"),
        (code("x", printed("50 %", name="stderr")), "code cell 1 holds outputs other than"),
        (code("x", shown(image_png="iVBOR", text_plain="<Figure>")), "code cell 1 holds outputs"),
        (code("x", shown(text_html="<b>")), "code cell 1 holds outputs other than plain text"),
        (code("x", printed("<object at 0x7f50f98ce050>")), "code cell 1 prints a memory address"),
        (code("x", name=None), "code cell 1 needs an id of its own"),
        (code(" \n"), "cell 1 is empty"),
    ],
)
def test_each_kind_of_dirt_is_named_with_its_cell(cell, fault):
    _, faults = cleaned(notebook(cell))
    assert len(faults) == 1
    assert faults[0].startswith(fault)


@pytest.mark.parametrize(
    ("metadata", "fault"),
    [
        ({"kernelspec": {"name": "conda-env", "display_name": "mine"}}, "the kernel is not"),
        ({"widgets": {"state": {}}}, "the notebook has metadata other than"),
    ],
)
def test_dirt_around_the_cells_is_named_and_cleaned(metadata, fault):
    clean, (named,) = cleaned(notebook(**metadata))
    assert named.startswith(fault)
    assert clean == notebook()


def test_a_dirty_notebook_is_clean_after_cleaning():
    dirty = notebook(
        code("1 / 0", printed("a"), printed("b"), count=9, name="a", scrolled=True),
        code("", count=None, name="b"),
        code("y", shown(text_plain="y", text_html="<i>y</i>"), count=None, name="a"),
        widgets={"application/vnd.jupyter.widget-state+json": {}},
    )
    before = copy.deepcopy(dirty)
    clean, faults = cleaned(dirty)
    assert len(faults) == 8
    assert cleaned(clean) == (clean, [])
    assert [cell["execution_count"] for cell in clean["cells"]] == [1, 2]
    assert dirty == before


def test_a_widget_keeps_its_words_and_loses_its_view():
    view = {"application/vnd.jupyter.widget-view+json": {"model_id": "f0e1"}}
    output = {"output_type": "execute_result", "execution_count": 9, "metadata": {}}
    output["data"] = {"text/plain": ["ResetGate(r=0.5)"], **view}
    (kept,) = outputs_after_cleaning(output)
    assert kept["data"] == {"text/plain": ["ResetGate(r=0.5)"]}
    assert kept["execution_count"] == 1


def test_what_is_printed_in_pieces_is_stored_as_one():
    pieces = [printed("a\n", "b"), printed("50 %", name="stderr"), printed("c\n")]
    assert outputs_after_cleaning(*pieces) == [printed("a\n", "bc\n")]


def test_an_expected_error_keeps_its_last_line():
    error = {"output_type": "error", "ename": "ValueError", "evalue": "no", "traceback": ["/home"]}
    assert outputs_after_cleaning(error) == [{**error, "traceback": ["ValueError: no"]}]


def test_an_id_that_is_used_twice_is_replaced():
    clean, _ = cleaned(notebook(code("x", name="same"), code("y", count=2, name="same")))
    assert [cell["id"] for cell in clean["cells"]] == ["same", "cell-2"]


def test_another_way_to_write_the_same_notebook_is_refused(tmp_path):
    path = tmp_path / "one.ipynb"
    path.write_text(json.dumps(CLEAN), encoding="utf-8")
    assert (
        main(["--check", str(path)]) == f"{path}: the file is not written as the cleaner writes it"
    )


def test_a_memory_address_cannot_be_cleaned_and_nothing_is_written(tmp_path):
    run, target = tmp_path / "run.ipynb", tmp_path / "one.ipynb"
    run.write_text(written(notebook(code("x", printed("<object at 0x7f50f98ce050>")))))
    assert len(write(run, target)) == 1
    assert not target.exists()


FIGURE = """from IPython.display import display
display({"application/vnd.plotly.v1+json": {}, "text/html": "<b>"}, raw=True)
import sys
print("50 %", file=sys.stderr)
print(1 + 1)"""


def test_nbval_compares_the_text_and_passes_over_what_is_not_stored(tmp_path):
    shutil.copy(ROOT / "conftest.py", tmp_path)
    cells = [code(FIGURE, printed(text), name=text[0]) for text in ("2\n", "3\n")]
    (tmp_path / "one.ipynb").write_text(written(notebook(*cells)), encoding="utf-8")
    ours = ["-c", ROOT / "pyproject.toml", "--rootdir", tmp_path, "--confcutdir", tmp_path]
    command = [sys.executable, "-m", "pytest", *ours, "--nbval", "one.ipynb", "-rfp"]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert "PASSED one.ipynb::Cell 0" in ran.stdout
    assert "FAILED one.ipynb::Cell 1" in ran.stdout


def test_of_a_very_dirty_notebook_three_faults_are_told(tmp_path):
    path = tmp_path / "one.ipynb"
    path.write_text(written(notebook(*(code("x", count=9, name=str(n)) for n in range(8)))))
    assert main(["--check", str(path)]).splitlines()[2:] == [
        f"{path}: code cell 3 does not carry its number in a run from top to bottom",
        f"{path}: 5 more",
    ]
