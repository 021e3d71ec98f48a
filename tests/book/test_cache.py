"""Chapter outputs are kept only for the package that made them."""

from gru_course.book import cache


def test_outputs_of_the_same_package_are_kept(tmp_path):
    cache.keep_only(tmp_path / "outputs", "one")
    (tmp_path / "outputs" / "global.db").touch()
    cache.keep_only(tmp_path / "outputs", "one")
    assert (tmp_path / "outputs" / "global.db").exists()


def test_outputs_of_another_package_are_dropped(tmp_path):
    cache.keep_only(tmp_path / "outputs", "one")
    (tmp_path / "outputs" / "global.db").touch()
    cache.keep_only(tmp_path / "outputs", "two")
    assert not (tmp_path / "outputs" / "global.db").exists()


def test_outputs_of_unknown_origin_are_dropped(tmp_path):
    (tmp_path / "global.db").touch()
    cache.keep_only(tmp_path, "one")
    assert not (tmp_path / "global.db").exists()


def test_the_fingerprint_follows_what_chapters_use_of_the_package(tmp_path, monkeypatch):
    monkeypatch.setattr(cache, "PACKAGE", tmp_path)
    (tmp_path / "cells.py").write_text("r = 1\n")
    first = cache.fingerprint(tmp_path)
    for part in ("book", "handout", "teaching"):  # none of them is used in a chapter
        (tmp_path / part).mkdir()
        (tmp_path / part / "page.py").write_text("page = 1\n")
    assert cache.fingerprint(tmp_path) == first
    (tmp_path / "cells.py").write_text("r = 2\n")
    assert cache.fingerprint(tmp_path) != first


def test_the_fingerprint_follows_the_results_that_chapters_cite(tmp_path):
    results = tmp_path / "chapters" / "results"
    results.mkdir(parents=True)
    first = cache.fingerprint(tmp_path)
    (results / "bench.json").write_text("{}")
    assert cache.fingerprint(tmp_path) != first
