"""Real builds of books that must not pass."""

import subprocess
import sys
from pathlib import Path

CHAPTER = """---
kernelspec: {display_name: Python 3, language: python, name: python3}
---

# A chapter that raises

```{code-cell} python3
1 / 0
```
"""


def complaint(folder: Path, page: str) -> str:
    """What is said of a book of this one page, which is refused."""
    (folder / "index.md").write_text(page)
    (folder / "_toc.yml").write_text("format: jb-book\nroot: index\n")
    (folder / "_config.yml").write_text(
        "execute: {execute_notebooks: cache}\nsphinx: {extra_extensions: [gru_course.book]}\n"
    )
    build = [sys.executable, "-m", "jupyter", "book", "build", folder]
    done = subprocess.run(build, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    return done.stderr


def test_a_book_with_a_chapter_that_raises_is_refused(tmp_path):
    said = complaint(tmp_path, "---\nfile_format: mystnb\n" + CHAPTER[4:])
    assert "the book is not whole: the cells of index did not run" in said


def test_a_book_with_a_formula_that_cannot_be_read_is_refused(tmp_path):
    said = complaint(tmp_path, "# A page\n\nHere $\\nope$.\n")
    assert r"index: MathJax must read '\\nope', but says: Undefined control sequence \nope" in said
