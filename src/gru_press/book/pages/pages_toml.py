"""What `chapters/pages.toml` says of each page, and of the names that pages had before."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

FILE = "chapters/pages.toml"
RENAMED = "renamed"  # the file's table of old names


@dataclass(frozen=True)
class Pages:
    """about: for a page's name, its keys in the file; renamed: old names to new ones.

    given: whether the book has the file at all; one without it describes its pages by their text.
    """

    about: dict[str, dict] = field(default_factory=dict)
    renamed: dict[str, str] = field(default_factory=dict)
    given: bool = False

    def description(self, name: str) -> str:
        """The description of a page, or ""."""
        return self.about.get(name, {}).get("description", "")

    def search(self, name: str) -> tuple[str, float]:
        """What the book's search knows of a page besides its text: words, and its worth there."""
        about = self.about.get(name, {})
        return about.get("asked", ""), about.get("worth", 1)

    def faults(self, present: Iterable[str]) -> list[str]:
        """One sentence for each page that readers would look for in vain, or that is not named.

        present: the names of the pages of the book.
        """
        if not self.given:
            return []
        there, known = set(present), set(self.about)
        table = f"[{RENAMED}] in {FILE}"
        lost = sorted(old for old, new in self.renamed.items() if new not in there)
        return [
            *(f"{name} needs a section in {FILE}" for name in sorted(there - known)),
            *(
                f"{name} was published: {table} must say where it is"
                for name in sorted(known - there)
            ),
            *(f"{self.renamed[old]}, to which {old} was renamed, is no page" for old in lost),
            *(
                f"{name} is a page: {table} must not send its readers away"
                for name in sorted(there & set(self.renamed))
            ),
        ]


def read_pages(root: Path) -> Pages:
    """Read the file of the book in this folder; a book may have none."""
    file = root / FILE
    if not file.is_file():
        return Pages()
    tables = tomllib.loads(file.read_text("utf-8"))
    renamed = tables.pop(RENAMED, {})
    return Pages(tables, renamed, given=True)
