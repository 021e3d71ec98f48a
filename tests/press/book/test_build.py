"""Real builds of books that must not pass."""

import re
import subprocess
import sys

import pytest

CHAPTER = """---
kernelspec: {display_name: Python 3, language: python, name: python3}
---

# A chapter that raises

```{code-cell} python3
1 / 0
```
"""


def refusal(folder, index):
    """What a build of a book with this one page says as it fails."""
    (folder / "index.md").write_text(index)
    (folder / "_toc.yml").write_text("format: jb-book\nroot: index\n")
    (folder / "_config.yml").write_text(
        "execute: {execute_notebooks: cache}\nrepository: {url: ''}\n"
        "sphinx: {extra_extensions: [gru_press.book]}\n"
    )
    build = [sys.executable, "-m", "jupyter", "book", "build", folder]
    done = subprocess.run(build, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    return done.stderr


@pytest.mark.nightly
def test_a_book_with_a_chapter_that_raises_is_refused(tmp_path):
    said = refusal(tmp_path, "---\nfile_format: mystnb\n" + CHAPTER[4:])
    assert "the book is not whole: index: ZeroDivisionError: division by zero" in said
    assert "Cell In[1], line 1" in re.sub(r"\x1b\[[\d;]*m", "", said)


def test_a_book_that_lost_a_page_is_refused(tmp_path):
    (tmp_path / "chapters").mkdir()
    (tmp_path / "chapters" / "pages.toml").write_text("[index]\n['chapters/old']\n")
    assert (
        "the book is not whole: chapters/old was published: "
        "[renamed] in chapters/pages.toml must say where it is"
    ) in refusal(tmp_path, "# A page\n")
