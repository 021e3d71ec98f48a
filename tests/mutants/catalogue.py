"""The faults of `mutants.toml`: small, real, and each in a text that stands once in its file."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
LIST = Path(__file__).with_name("mutants.toml")
# What must be there before a mutant's tests can see it.
NEEDS = {
    "package": "the package alone",
    "widgets": "a browser over pages made of the package's widgets",
    "book": "the book, made anew of the chapters as they were run before",
    "slides": "the slides, made anew of the chapters as they were run before",
    "chapters": "the book, with the chapters run anew",
}


class OutdatedError(Exception):
    """A mutant that cannot be applied any more."""


@dataclass(frozen=True)
class Mutant:
    """One fault: in `file` the text `find` becomes `replace`.

    kind: of [kinds] in the list. needs: of `NEEDS`. tests: files and folders whose tests could see
    it, as patterns below the root. only: what pytest's -k chooses of them, all by default.
    """

    name: str
    kind: str
    file: str
    find: str
    replace: str
    needs: str
    tests: tuple[str, ...]
    only: str = ""

    def apply(self, text: str) -> str:
        """The file's text with the fault. Raises OutdatedError unless `find` stands there once."""
        count = text.count(self.find)
        if count != 1:
            raise OutdatedError(
                f"its text must stand once in {self.file}, and stands there {count} times"
            )
        return text.replace(self.find, self.replace)

    def places(self, root: Path) -> list[str]:
        """What its patterns match, below `root`. Raises OutdatedError if one matches nothing."""
        found: list[str] = []
        for pattern in self.tests:
            matches = sorted(path.relative_to(root).as_posix() for path in root.glob(pattern))
            if not matches:
                raise OutdatedError(f"its tests must exist, there is no {pattern}")
            found += matches
        return found


def read_list(file: Path = LIST) -> tuple[dict[str, str], list[Mutant]]:
    """The kinds of faults, each with what it means, and all mutants."""
    listed = tomllib.loads(file.read_text("utf-8"))
    mutants = [Mutant(**{**about, "tests": tuple(about["tests"])}) for about in listed["mutant"]]
    return listed["kinds"], mutants
