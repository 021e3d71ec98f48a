"""What the book says of itself: its title, its authors, its pages in their order."""

from dataclasses import dataclass
from pathlib import Path

import yaml

NOT_PRINTED = ("api",)  # what every installed package says itself; printed when it is asked for
LICENCE = "CC BY 4.0"
LICENCE_ADDRESS = "https://creativecommons.org/licenses/by/4.0/"


@dataclass(frozen=True)
class Book:
    """A built book. folder: its pages. names: of its pages in order, such as "chapters/02_x"."""

    folder: Path
    title: str
    authors: str
    names: tuple[str, ...]

    @classmethod
    def read(cls, source: Path, folder: Path) -> "Book":
        """The book of the folder `source`, built into `folder`.

        Raises FileNotFoundError when a page of the table of contents was not built.
        """
        config, toc = (
            yaml.safe_load((source / name).read_text("utf-8"))
            for name in ("_config.yml", "_toc.yml")
        )
        names = (toc["root"], *(entry["file"] for entry in toc["chapters"]))
        book = cls(folder, config["title"], config["author"], names)
        for name in names:
            if not book.page(name).is_file():
                raise FileNotFoundError(f"the book must hold {name}: no page of it in {folder}")
        return book

    def page(self, name: str) -> Path:
        """The built file of a page."""
        return self.folder / f"{name}.html"

    def chosen(self, starts: tuple[str, ...]) -> tuple[str, ...]:
        """The pages whose file names start so, or all but `NOT_PRINTED`.

        Raises ValueError where none does.
        """
        stems = {name: name.rpartition("/")[2] for name in self.names}
        for start in starts:
            if not any(stem.startswith(start) for stem in stems.values()):
                raise ValueError(
                    f"a chapter must start as {start!r}, none of {[*stems.values()]} does"
                )
        if not starts:
            return tuple(name for name, stem in stems.items() if stem not in NOT_PRINTED)
        return tuple(name for name, stem in stems.items() if stem.startswith(starts))
