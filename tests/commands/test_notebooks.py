"""Chapters are run and cleaned, or left as they are."""

import pytest

from tests.commands.checkout import TRACEBACK, saying


def test_a_chapter_that_raises_while_it_is_cleaned_is_left_alone(built):
    chapter = built.places.ROOT / "chapters" / "one.ipynb"
    before = chapter.read_text()
    built.outcomes["nbconvert"] = saying(TRACEBACK)
    with pytest.raises(built.steps.Failure, match=r"one.ipynb: code cell 4 raised ValueError: bad"):
        built.notebooks.run_chapters(["on"])
    assert chapter.read_text() == before
