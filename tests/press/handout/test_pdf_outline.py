"""What Chromium gets wrong in an outline is mended, and nothing else."""

import pytest
from pypdf import PdfReader, PdfWriter

from gru_press.handout.pdf_outline import as_written, starts, write_outline

HEADINGS = ["The update gate: how much stays", "Exercises", "1. The flat line", "Haha"]


@pytest.mark.parametrize(
    ("title", "heading"),
    [
        ("The update gate: how muchstays", "The update gate: how much stays"),
        ("ExercisesExercises", "Exercises"),
        ("Exercises", "Exercises"),
        ("Haha", "Haha"),
        ("An equation", "An equation"),
    ],
)
def test_an_entry_is_called_as_its_heading(title, heading):
    assert as_written(title, HEADINGS) == heading


def test_a_file_is_mended_in_place(tmp_path):
    writer = PdfWriter()
    for _ in range(3):
        writer.add_blank_page(595, 842)
    first = writer.add_outline_item(title="The update gate: how muchstays", page_number=0)
    writer.add_outline_item(title="ExercisesExercises", page_number=1, parent=first)
    writer.add_outline_item(title="1. The flat line", page_number=2)
    writer.pdf_header = "%PDF-1.7"
    writer.write(tmp_path / "a.pdf")
    write_outline(tmp_path / "a.pdf", HEADINGS, "Its authors")
    reader = PdfReader(tmp_path / "a.pdf")
    first, (inner,), last = reader.outline
    assert [entry.title for entry in (first, inner, last)] == HEADINGS[:3]
    assert reader.pdf_header == "%PDF-1.7"
    assert reader.metadata.author == "Its authors"
    assert starts(tmp_path / "a.pdf") == [1, 3]
