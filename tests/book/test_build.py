"""A real build of a book that must not pass."""

import subprocess
import sys

CHAPTER = """---
kernelspec: {display_name: Python 3, language: python, name: python3}
---

# A chapter that raises

```{code-cell} python3
1 / 0
```
"""


def test_a_book_with_a_chapter_that_raises_is_refused(tmp_path):
    (tmp_path / "index.md").write_text("---\nfile_format: mystnb\n" + CHAPTER[4:])
    (tmp_path / "_toc.yml").write_text("format: jb-book\nroot: index\n")
    (tmp_path / "_config.yml").write_text(
        "execute: {execute_notebooks: cache}\nsphinx: {extra_extensions: [gru_course.book]}\n"
    )
    build = [sys.executable, "-m", "jupyter", "book", "build", tmp_path]
    done = subprocess.run(build, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "the book is not whole: the cells of index did not run" in done.stderr
