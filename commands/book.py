"""The book in `_build/html`: built aside, checked, then put in the place of the last one."""

import re
import shutil
from urllib.parse import urlsplit

from commands import reports
from commands.places import ASIDE, BOOK, BUILD, PYTHON, ROOT, VENV, shown, sources
from commands.steps import Failure, failure, read, run, step
from commands.wholeness import alone, digest, swap

CHAPTER_DONE = r" was run in [\d.]+ s$"  # what the log says of a chapter
ADDRESS = "GRU_COURSE_BASE_URL"  # tells the build where the book will be published


def build(base_url: str = "") -> None:
    """Build the book aside, check it, and put it in the place of the last one.

    base_url: the address at which it will be published, as `published_at` returns it.
    """
    with alone():
        previous = BUILD / "html.previous"
        if previous.exists() and not BOOK.exists():  # cut off while the two changed places
            previous.rename(BOOK)
        contents = digest([*sources(), VENV / "pyvenv.cfg"]) + base_url
        stamp = BOOK / ".contents"
        if stamp.is_file() and stamp.read_text() == contents:
            print("The book is up to date.")
            return
        for part in ("html", ".doctrees", "jupyter_execute"):  # the results of chapters stay
            shutil.rmtree(ASIDE / part, ignore_errors=True)
        with step("Building the book, running the chapters that changed", "book") as log:
            options = ["--path-output", ASIDE.parent, "-W", "-n", "--keep-going"]
            words = ["-m", "jupyter", "book", "build", ROOT, *options]
            built = run(PYTHON, *words, log=log, show=CHAPTER_DONE, **{ADDRESS: base_url})
            told = reports.of_build(ASIDE / "html" / "reports")
            if told:
                raise Failure(told)
            missing = [name for name in documents() if not (ASIDE / f"html/{name}.html").is_file()]
            if not built or missing:
                pages = f": no page was made of {', '.join(missing)}" if built else ""
                raise failure(f"The book was not built{pages}", log)
        (ASIDE / "html" / ".contents").write_text(contents)
        swap(ASIDE / "html", BOOK, previous)
        print(f"The book is in {shown(BOOK)}; course.py serve shows it.")


def published_at(address: str) -> str:
    """An address as a base for links: without spaces around it and with a "/" at its end."""
    address = address.strip()
    try:
        parts = urlsplit(address)
        fits = parts.scheme in ("http", "https") and bool(parts.hostname)
        fits = (
            fits
            and parts.port != 0
            and not (parts.query or parts.fragment or re.search(r"[\s<>\"]", address))
        )
    except ValueError:  # brackets or a port that are none
        fits = False
    if not fits:
        form = "a web address such as https://example.org/gru/, without ? and #"
        raise Failure(f"--base-url must be {form}, got {address!r}.")
    return address.rstrip("/") + "/"


def documents() -> list[str]:
    """The names in the table of contents."""
    return re.findall(r"(?m)^\s*(?:- +)?(?:root|file): *(\S+)", read(ROOT / "_toc.yml"))
