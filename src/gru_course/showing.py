"""Show the code that a chapter teaches, as it runs, and give away the files that it makes."""

import base64
import inspect
import mimetypes
from dataclasses import dataclass
from html import escape
from textwrap import dedent
from typing import Any


@dataclass(frozen=True, repr=False)
class Source:
    """Python source that shows itself: as text, and coloured in notebooks and in the book."""

    code: str

    def __repr__(self) -> str:
        return self.code

    def _repr_markdown_(self) -> str:
        return f"````python\n{self.code}\n````"  # four: the code itself may hold three


def show_source(obj: Any, *more: Any) -> Source:
    """Show the source of functions, methods, classes or modules, docstrings included.

    As the last line of a cell it is displayed; `print` gives the bare text.
    Raises TypeError for anything that has no Python source, such as a built-in or a number.
    """
    return Source("\n\n\n".join(_source(each) for each in (obj, *more)))


def _source(obj: Any) -> str:
    try:
        return dedent(inspect.getsource(obj)).rstrip()
    except (TypeError, OSError) as error:
        raise TypeError(
            f"obj must be a function, class or module written in Python, got {obj!r}"
        ) from error


@dataclass(frozen=True, repr=False)
class Download:
    """A file to take away, held by the page itself: a link in notebooks and in the book."""

    content: bytes
    name: str

    def __repr__(self) -> str:
        return f"Download({self.name!r})"

    def _repr_html_(self) -> str:
        kind = mimetypes.guess_type(self.name)[0] or "application/octet-stream"
        data = base64.b64encode(self.content).decode()
        size = f"{max(1, round(len(self.content) / 1000))} kB"
        return (
            f'<a download="{escape(self.name)}" href="data:{kind};base64,{data}">'
            f"{escape(self.name)} ({size})</a>"
        )
