"""The outline of a printed PDF, read and mended.

Chromium makes it from the headings, but loses the space at which a heading is broken into lines,
and says a heading twice that was moved to the top of a sheet.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import cast

from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject


def starts(printed: Path) -> list[int]:
    """The sheets, counted from 1, on which the entries of the first level start."""
    reader = PdfReader(printed)
    tops = [entry for entry in reader.outline if not isinstance(entry, list)]
    numbers = [reader.get_destination_page_number(entry) for entry in tops]
    return [number + 1 for number in numbers if number is not None]


def write_outline(printed: Path, headings: list[str], author: str) -> None:
    """Give the outline's entries the words of the headings, and the file its author."""
    reader = PdfReader(printed)
    writer = PdfWriter(clone_from=reader)
    writer.pdf_header = reader.pdf_header  # an older one would not know tags
    for entry in _entries(cast(DictionaryObject, writer.root_object["/Outlines"])):
        title = TextStringObject(as_written(str(entry["/Title"]), headings))
        entry[NameObject("/Title")] = title
    writer.add_metadata({"/Author": author})
    writer.write(printed)


def as_written(title: str, headings: list[str]) -> str:
    """The heading that an entry stands for: the same letters, once or twice; else the title."""
    letters = _letters(title)
    for heading in headings:
        if letters in (_letters(heading), 2 * _letters(heading)):
            return heading
    return title


def _letters(text: str) -> str:
    return "".join(text.split())


def _entries(parent: DictionaryObject) -> Iterator[DictionaryObject]:
    entry = parent.get("/First")
    while entry is not None:
        entry = entry.get_object()
        yield entry
        yield from _entries(entry)
        entry = entry.get("/Next")
