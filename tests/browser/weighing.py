"""What a page has loaded, told by the page itself: each answer with the bytes that a host sends."""

import gzip
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from benchmarks.page.loads import SMALL_ALREADY, Load

# What the browser had kept is sent with no byte.
ANSWERS = """() => ["navigation", "resource"].flatMap((kind) => performance.getEntriesByType(kind))
  .filter(({ name, transferSize }) => /^http/.test(name) && transferSize)
  .map(({ name }) => name)"""


@cache
def sent(path: Path) -> int:
    """Bytes of a file as a host sends it: gzipped, if that helps."""
    body = path.read_bytes()
    return len(body) if SMALL_ALREADY.search(path.name) else len(gzip.compress(body, mtime=0))


def loaded(page, folder: Path) -> list[Load]:
    """The answers that a page of a folder got until now, in their order."""
    return [
        Load(url, sent(folder / unquote(urlsplit(url).path)[1:])) for url in page.evaluate(ANSWERS)
    ]
