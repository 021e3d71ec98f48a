"""Tests, style and the benchmark of the pages."""

import re
from collections.abc import Callable, Sequence

from commands import book, browsers, notebooks, slides
from commands.places import PYTHON
from commands.steps import Failure, read, run, step

LANDING = "not nightly"  # what decides whether a change may land
TWO_AT_ONCE = ["-n", "2", "--dist", "loadgroup"]
NBVAL = ["--nbval", "chapters", "--nbval-cell-timeout", "600", "-n", "2", "--dist", "loadscope"]


def test(words: Sequence[str], nightly: bool = False) -> None:
    """Run all tests, or those that pytest's words choose; a fault of one part hides no other.

    nightly: also those that repeat at length what the others see.
    """
    if words:
        chosen = [*([] if nightly else ["-m", LANDING]), *words]
        prepare(chosen)
        pytest("what was asked for", *chosen)
        return
    browsers.get_chromium()
    browsers.get_firefox()
    if nightly:
        browsers.get_webkit()
    faults = [fault_of(part) for part in (notebooks.check_clean, book.build, slides.build)]
    left_out = [] if nightly else ["nightly"]
    if any(faults[1:]):  # what was built before is not what shall be tested
        left_out.append("built")
    marks = " and ".join(f"not {mark}" for mark in left_out)
    faults.append(fault_of(lambda: pytest("everything", "tests", "-m", marks, *TWO_AT_ONCE)))
    if nightly:
        faults.append(fault_of(lambda: pytest("the notebooks by nbval", *NBVAL)))
    if any(faults):
        raise Failure("\n".join(filter(None, faults)))
    print("Passed: the package, the notebooks, book, slides and widgets in a browser and in Lab.")


def fault_of(part: Callable[[], object]) -> str:
    """What goes wrong in a part of the tests, in a sentence; an empty text if nothing does."""
    try:
        part()
    except Failure as failure:
        return str(failure)
    return ""


def prepare(words: Sequence[str]) -> None:
    """Get and build what the tests need that pytest's words choose; tests/conftest.py names it."""
    with step("Looking at what these tests need", "needs") as log:
        run(PYTHON, "-m", "pytest", "--collect-only", "-q", *words, log=log)
    found = re.search(r"(?m)^These tests need (.*)\.$", read(log))
    needs = found[1].split(", ") if found else []
    if "a browser" in needs:
        browsers.get_chromium()
    if "the book" in needs:
        book.build()
    if "the slides" in needs:
        slides.build()


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
