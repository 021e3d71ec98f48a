"""Links inside one document: what led from page to page of the book leads from place to place."""

import posixpath
import re
from collections.abc import Collection
from urllib.parse import urlsplit

from bs4 import Tag

from gru_press.handout.tags import attribute

REFERRING = ("for", "aria-labelledby", "aria-describedby")


def anchor(name: str, fragment: str = "") -> str:
    """The id in the document of a page, or of a place on it."""
    page = re.sub(r"\W+", "-", name)
    return f"{page}--{fragment}" if fragment else page


def join(article: Tag, name: str, present: Collection[str]) -> None:
    """Make a page's ids its own, and let its links lead to pages that are `present`, or nowhere.

    Ids inside drawings stay: they are referred to in many ways, and nothing else leads to them.
    """
    for node in article.find_all(id=True):
        if not node.find_parent("svg") and node.name != "svg":
            node["id"] = anchor(name, attribute(node, "id"))
    for referring in REFERRING:
        for node in article.select(f"[{referring}]"):
            ids = attribute(node, referring).split()
            node[referring] = " ".join(anchor(name, one) for one in ids)
    for link in article.find_all("a"):
        if link.find_parent("svg") is None:
            _lead(link, name, present)
    for image in article.find_all("img", src=True):
        image["src"] = resolved(name, attribute(image, "src"))


def _lead(link: Tag, name: str, present: Collection[str]) -> None:
    target = urlsplit(attribute(link, "href"))
    if target.scheme in ("http", "https", "mailto"):
        return
    page = resolved(name, target.path).removesuffix(".html") if target.path else name
    if page in present and not link.has_attr("download") and link.has_attr("href"):
        link["href"] = f"#{anchor(page, target.fragment)}"
    else:
        link.unwrap()  # the words stay


def resolved(name: str, path: str) -> str:
    """A path as seen from the book's folder; `path` is seen from the page `name`."""
    if urlsplit(path).scheme:  # data:
        return path
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), path))
