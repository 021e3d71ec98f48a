"""What is tested in which order, and where the words go."""

import sys

import pytest

from tests.commands.checkout import saying


@pytest.fixture
def got(built, monkeypatch):
    """A built checkout, and the names of what was got or built in it."""
    built.got = []
    for module, name in [
        (built.browsers, "get_chromium"),
        (built.browsers, "get_firefox"),
        (built.browsers, "get_webkit"),
        (built.book, "build"),
        (built.slides, "build"),
    ]:
        told = f"{module.__name__}.{name}".removeprefix("commands.")
        monkeypatch.setattr(module, name, lambda told=told: built.got.append(told))
    return built


def run_course(checkout, monkeypatch, *words):
    monkeypatch.setattr(sys, "argv", ["course.py", *words])
    return checkout.course.main()


@pytest.mark.parametrize(
    ("told", "got_first"),
    [
        ("no tests ran", []),
        ("These tests need a browser.", ["browsers.get_chromium"]),
        (
            "x\nThese tests need a browser, the book, the slides.\n\ny",
            ["browsers.get_chromium", "book.build", "slides.build"],
        ),
    ],
)
def test_words_choose_tests_and_what_these_need_is_made_first(got, monkeypatch, told, got_first):
    got.outcomes["--collect-only"] = saying(told, succeeds=True)
    run_course(got, monkeypatch, "test", "-k", "gate", "tests/cells/test_cells.py")
    words = "-m not nightly -k gate tests/cells/test_cells.py"
    assert got.ran("-m pytest")[0].endswith(f"-m pytest --collect-only -q {words}")
    assert got.ran("-m pytest")[1].endswith(f"-m pytest -q {words}")
    assert got.got == got_first


def test_all_of_what_words_choose_is_run_if_asked_for(got, monkeypatch):
    got.outcomes["--collect-only"] = saying("")
    run_course(got, monkeypatch, "test", "--all", "tests/browser")
    assert got.ran("-m pytest")[1].endswith("-m pytest -q tests/browser")


def test_without_words_all_is_built_and_tested_but_for_what_is_run_at_night(got, monkeypatch):
    run_course(got, monkeypatch, "test")
    assert {"book.build", "slides.build"} < set(got.got)
    assert "browsers.get_webkit" not in got.got
    (tests,) = got.ran("-m pytest")
    assert " tests -m not nightly -n 2 " in tests


def test_at_night_everything_is_tested_and_the_notebooks_by_nbval_too(got, monkeypatch):
    run_course(got, monkeypatch, "test", "--all")
    assert "browsers.get_webkit" in got.got
    tests, cells = got.ran("-m pytest")
    assert " tests -m  -n 2 " in tests
    assert "--nbval chapters" in cells


def test_words_after_bench_go_to_the_benchmark_of_the_pages(ready, monkeypatch):
    monkeypatch.setattr(ready.browsers, "get_chromium", lambda: None)
    monkeypatch.setattr(ready.book, "build", lambda: None)
    monkeypatch.setattr(sys, "argv", ["course.py", "bench", "--only", "Reset", "--rounds", "1"])
    assert ready.course.main() is None
    assert ready.commands[-1].endswith("-m benchmarks.page --only Reset --rounds 1")


def test_no_fault_hides_another_and_what_was_not_built_is_not_tested(got, monkeypatch):
    def refuse():
        raise got.steps.Failure("The book was not built.")

    monkeypatch.setattr(got.book, "build", refuse)
    got.outcomes |= {"cleaning.py --check": False, "-m pytest": False}
    with pytest.raises(got.steps.Failure) as failure:
        got.testing.test([])
    assert str(failure.value).splitlines() == [
        "A notebook is not clean: python course.py notebooks will clean it.",
        "The book was not built.",
        "A test of everything failed: see above.",
    ]
    assert "slides.build" in got.got
    (tests,) = got.ran("-m pytest")
    assert " -m not nightly and not built " in tests


def test_one_fault_before_the_tests_is_enough_to_fail(got):
    got.outcomes["cleaning.py --check"] = False
    with pytest.raises(got.steps.Failure, match=r"^A notebook is not clean: .* will clean it\.$"):
        got.testing.test([])


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
