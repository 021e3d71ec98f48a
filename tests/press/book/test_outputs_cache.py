"""Chapter outputs are kept only if they are whole, and only for the package that made them."""

import pytest
from jupyter_cache.base import CacheBundleIn
from nbformat.v4 import new_code_cell, new_notebook

from gru_press.book.notebooks import outputs_cache


def chapter(number):
    return new_notebook(cells=[new_code_cell(f"print({number})")])


def keep(folder, *numbers):
    """Put outputs of these chapters into the outputs_cache, as a build does."""
    with outputs_cache.opened(folder) as outputs:
        for number in numbers:
            bundle = CacheBundleIn(chapter(number), f"{number}.ipynb")
            outputs.cache_notebook_bundle(bundle, check_validity=False)


def kept(folder):
    """How many chapters need not be run again."""
    with outputs_cache.opened(folder) as outputs:
        records = outputs.list_cache_records()
        for record in records:
            outputs.get_cache_bundle(record.pk)
    return len(records)


@pytest.fixture
def outputs(tmp_path):
    """A cache of three chapters, made by the package `one`."""
    outputs_cache.keep_only(tmp_path / "outputs", "one")
    keep(tmp_path / "outputs", 1, 2, 3)
    return tmp_path / "outputs"


def test_outputs_of_the_same_package_are_kept(outputs):
    outputs_cache.keep_only(outputs, "one")
    assert kept(outputs) == 3


def test_outputs_of_another_package_are_dropped(outputs):
    outputs_cache.keep_only(outputs, "two")
    assert kept(outputs) == 0


def test_outputs_of_unknown_origin_are_dropped(tmp_path):
    keep(tmp_path, 1)
    outputs_cache.keep_only(tmp_path, "one")
    assert kept(tmp_path) == 0


@pytest.mark.parametrize("length", [None, 0, 1, 100])
def test_a_chapter_whose_outputs_were_cut_off_is_run_again_and_no_other(outputs, length):
    file = sorted(outputs.glob("executed/*/base.ipynb"))[1]
    cut = file.read_bytes()[:length]
    file.unlink()
    if length is not None:  # else the process was killed before it began to write
        file.write_bytes(cut)
    outputs_cache.keep_only(outputs, "one")
    assert kept(outputs) == 2 and not file.parent.exists()


@pytest.mark.parametrize("length", [0, 1, 100, 5000])
def test_a_list_of_chapters_that_was_cut_off_is_begun_anew(outputs, length):
    database = outputs / "global.db"
    database.write_bytes(database.read_bytes()[:length])
    outputs_cache.keep_only(outputs, "one")
    assert kept(outputs) == 0
    keep(outputs, 1, 2, 3)
    assert kept(outputs) == 3


def test_a_stamp_that_was_cut_off_is_another_package(outputs):
    (outputs / outputs_cache.STAMP).write_text("on")
    outputs_cache.keep_only(outputs, "one")
    assert kept(outputs) == 0


def test_the_fingerprint_follows_what_chapters_use_of_the_package(tmp_path, monkeypatch):
    monkeypatch.setattr(outputs_cache, "PACKAGE", tmp_path)
    (tmp_path / "cells.py").write_text("r = 1\n")
    first = outputs_cache.fingerprint(tmp_path)
    (tmp_path / "cells.py").write_text("r = 2\n")
    assert outputs_cache.fingerprint(tmp_path) != first


def test_the_fingerprint_follows_the_results_that_chapters_cite(tmp_path):
    results = tmp_path / "chapters" / "results"
    results.mkdir(parents=True)
    first = outputs_cache.fingerprint(tmp_path)
    (results / "bench.json").write_text("{}")
    assert outputs_cache.fingerprint(tmp_path) != first
