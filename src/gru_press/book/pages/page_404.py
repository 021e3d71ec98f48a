"""The page for addresses that are none: it is shown at any depth, so its links are absolute."""

import re
from pathlib import Path
from urllib.parse import urlsplit

from sphinx.application import Sphinx

NAME = "404"
RELATIVE = re.compile(r'(?<=\s)(href|src|action)="(?![a-z]+:|[/#"])')


def page_for_sphinx(app: Sphinx) -> list[tuple[str, dict, str]]:
    """The page for Sphinx to write, from a template of its own."""
    return [(NAME, {"title": "This page is not here"}, "404.html")]


def link_from_root(app: Sphinx) -> None:
    """Start every link of the page at the host's root, under the path of the book's address."""
    root = urlsplit(app.config.html_baseurl).path or "/"
    file = Path(app.outdir) / f"{NAME}.html"
    page = RELATIVE.sub(rf'\1="{root}', file.read_text("utf-8"))
    page = re.sub(r'data-content_root="[^"]*"', f'data-content_root="{root}"', page)
    file.write_text(page, "utf-8")
