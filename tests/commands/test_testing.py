"""What is tested in which order, and where the words go."""

import sys

import pytest


def test_words_after_test_go_to_pytest(ready, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["course.py", "test", "-k", "gate", "tests/test_cells.py"])
    assert ready.course.main() is None
    assert ready.commands[-1].endswith("-m pytest -q -k gate tests/test_cells.py")


def test_words_after_bench_go_to_the_benchmark_of_the_pages(ready, monkeypatch):
    monkeypatch.setattr(ready.browsers, "get_chromium", lambda: None)
    monkeypatch.setattr(ready.book, "build", lambda: None)
    monkeypatch.setattr(sys, "argv", ["course.py", "bench", "--only", "Reset", "--rounds", "1"])
    assert ready.course.main() is None
    assert ready.commands[-1].endswith("-m benchmarks.page --only Reset --rounds 1")


def test_the_tests_stop_at_the_first_that_fails(built, monkeypatch):
    monkeypatch.setenv("GRU_FIREFOX", "/usr/bin/firefox")
    built.outcomes |= {"--nbval": False, built.browsers.FIND_BROWSER: "found"}
    with pytest.raises(built.steps.Failure, match="A test of the notebooks failed"):
        built.testing.test([])
    assert len(built.ran("-m pytest")) == 2
    assert built.ran("jupyter book") == []


def test_notebooks_that_are_not_clean_fail_the_tests(built):
    built.outcomes |= {"cleaning.py --check": False, built.browsers.FIND_BROWSER: "found"}
    with pytest.raises(built.steps.Failure, match="A notebook is not clean"):
        built.testing.test([])
    assert built.ran("-m pytest") == []


@pytest.mark.parametrize(
    ("tool", "complaint"),
    [
        ("ruff check", "The style is not clean: see ruff check"),
        ("ruff format", "The style is not clean: see ruff format --check"),
        ("-m mypy", "A signature does not hold"),
    ],
)
def test_style_and_types_are_checked(ready, tool, complaint):
    ready.outcomes[tool] = False
    with pytest.raises(ready.steps.Failure, match=complaint):
        ready.testing.check_style()
