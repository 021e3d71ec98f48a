"""Tests, style and the benchmark of the pages."""

from collections.abc import Sequence

from commands import book, browsers, notebooks, slides
from commands.places import PYTHON
from commands.steps import Failure, run, step


def test(words: Sequence[str]) -> None:
    """Run all tests, or pytest alone with the words that are given."""
    if words:
        if any("browser" in word or "lab" in word for word in words):
            browsers.get_chromium()
            book.build()
            slides.build()
        pytest("what was asked for", *words)
        return
    browsers.get_chromium()
    browsers.get_firefox()
    notebooks.check_clean()
    pytest("the package", "tests", "-m", "not browser and not lab", "-n", "2")
    pytest("the notebooks", "--nbval", "chapters", "-n", "2", "--dist", "loadscope")
    book.build()
    slides.build()
    pytest("the book and the widgets", "tests", "-m", "browser or lab", "-n", "2")
    print("Passed: the package, the notebooks, book, slides and widgets in a browser and in Lab.")


def pytest(what: str, *words: str) -> None:
    """Run pytest; torch keeps to one thread, since two workers share the processor."""
    with step(f"Testing {what}"):
        if not run(PYTHON, "-m", "pytest", "-q", *words, OMP_NUM_THREADS="1"):
            raise Failure(f"A test of {what} failed: see above.")


def check_style() -> None:
    """Refuse code that ruff would change, and calls that do not fit the signatures."""
    with step("Checking the style"):
        for words in (["check"], ["format", "--check"]):
            if not run(PYTHON, "-m", "ruff", *words, "--quiet"):
                raise Failure(f"The style is not clean: see ruff {' '.join(words)}.")
    with step("Checking the types"):
        if not run(PYTHON, "-m", "mypy"):
            raise Failure("A signature does not hold: see above.")


def bench(words: Sequence[str]) -> None:
    """Measure the pages of the book in a Chromium; the words go to the benchmark."""
    browsers.get_chromium()
    book.build()
    if not run(PYTHON, "-m", "benchmarks.page", *words):
        raise Failure("Not all was measured: see above.")
    print("These are the pages; the layers are measured by gru-course bench.")
