"""The book in `_build/html`: built aside, checked, then put in the place of the last one."""

import re
import shutil

from commands.places import ASIDE, BOOK, BUILD, PYTHON, ROOT, VENV, shown, sources
from commands.steps import Failure, failure, read, run, step
from commands.wholeness import alone, digest, swap


def build():
    """Build the book aside, check it, and put it in the place of the last one."""
    with alone():
        previous = BUILD / "html.previous"
        if previous.exists() and not BOOK.exists():  # cut off while the two changed places
            previous.rename(BOOK)
        contents = digest([*sources(), VENV / "pyvenv.cfg"])
        stamp = BOOK / ".contents"
        if stamp.is_file() and stamp.read_text() == contents:
            return print("The book is up to date.")
        for part in ("html", ".doctrees", "jupyter_execute"):  # the results of chapters stay
            shutil.rmtree(ASIDE / part, ignore_errors=True)
        with step("Building the book, running the chapters that changed", "book") as log:
            options = ["--path-output", ASIDE.parent, "-W", "-n", "--keep-going"]
            built = run(PYTHON, "-m", "jupyter", "book", "build", ROOT, *options, log=log)
            reports = ASIDE / "html" / "reports"
            for report in sorted(reports.glob("**/*.err.log")):
                chapter = report.relative_to(reports).as_posix().replace(".err.log", "")
                raise Failure(raised(chapter, report))
            missing = [name for name in documents() if not (ASIDE / f"html/{name}.html").is_file()]
            if not built or missing:
                pages = f": no page was made of {', '.join(missing)}" if built else ""
                raise failure(f"The book was not built{pages}", log)
        (ASIDE / "html" / ".contents").write_text(contents)
        swap(ASIDE / "html", BOOK, previous)


def documents():
    """The names in the table of contents."""
    return re.findall(r"(?m)^\s*(?:- +)?(?:root|file): *(\S+)", read(ROOT / "_toc.yml"))


def raised(chapter, log):
    """Say which cell of a chapter raised what, as the log's traceback tells it."""
    text = read(log).strip()
    cell = re.search(r"Cell In\[(\d+)\]", text)
    where = f"code cell {cell.group(1)}" if cell else "a code cell"
    return f"{chapter}: {where} raised {text.splitlines()[-1]} (the log is {shown(log)})."
