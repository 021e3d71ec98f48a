"""Which file of a folder a request means, and how it is sent.

A target names a file below the folder by plain words: no parent folder, no hidden file, no other
spelling of a slash, no link that leads out. Whatever else it may be, it names nothing.
"""

import gzip
import hashlib
import re
from dataclasses import dataclass
from email.utils import formatdate
from pathlib import Path
from urllib.parse import unquote

TEXT = "; charset=utf-8"
KINDS = {
    "css": "text/css" + TEXT,
    "html": "text/html" + TEXT,
    "ico": "image/x-icon",
    "ipynb": "application/x-ipynb+json",
    "js": "text/javascript" + TEXT,
    "json": "application/json",
    "map": "application/json",
    "md": "text/markdown" + TEXT,
    "mid": "audio/midi",
    "pdf": "application/pdf",
    "png": "image/png",
    "svg": "image/svg+xml",
    "ttf": "font/ttf",
    "txt": "text/plain" + TEXT,
    "wav": "audio/wav",
    "webmanifest": "application/manifest+json",
    "woff": "font/woff",
    "woff2": "font/woff2",
}
GROWS_SMALL = re.compile(r"text/|.*json|.*svg|font/ttf")  # the other kinds are small already
NEVER_CHANGES = re.compile(
    r".*\.[0-9a-f]{10,64}\.(?!html)\w+|.*\.(?!html)\w+\?(?:digest|v)=[0-9a-f]{8,}"
)
WORD = re.compile(r"[^./\\:\0-\x1f\x7f][^/\\:\0-\x1f\x7f]*")  # between two slashes
YEAR = 31_536_000  # seconds


@dataclass(frozen=True)
class Found:
    """A file, ready to be sent. zipped: its contents made small, None if that saves nothing."""

    contents: bytes
    zipped: bytes | None
    kind: str
    tag: str
    changed: str


class Shelf:
    """The files of a folder; each is read, named by its contents and made small once."""

    def __init__(self, folder: Path):
        self.folder = Path(folder).resolve()
        self._kept: dict[Path, tuple[tuple[int, int], Found]] = {}

    def find(self, target: str) -> Found | None:
        """The file that a request's target means, ready to be sent, or None."""
        path = self._path(target.partition("?")[0])
        if path is None:
            return None
        try:
            return self._ready(path)
        except OSError:  # gone since, or not for us to read
            return None

    def _ready(self, path: Path) -> Found:
        about = path.stat()
        age = (about.st_mtime_ns, about.st_size)
        known = self._kept.get(path)
        if known is None or known[0] != age:
            known = age, ready(path.name, path.read_bytes(), about.st_mtime)
            self._kept[path] = known
        return known[1]

    def _path(self, address: str) -> Path | None:
        """Where the file of an address lies, if it names one of this folder's."""
        try:
            words = [unquote(word, errors="strict") for word in address.split("/")]
        except UnicodeDecodeError:
            return None
        first, *words, last = words if len(words) > 1 else ["no slash", ""]
        words.append(last or "index.html")
        if first or not all(WORD.fullmatch(word) for word in words):
            return None
        try:
            path = self.folder.joinpath(*words).resolve(strict=True)
        except (OSError, RuntimeError):  # absent, too long, or links in a circle
            return None
        if not path.is_file() or not path.is_relative_to(self.folder):
            return None
        hidden = any(name.startswith(".") for name in path.relative_to(self.folder).parts)
        return None if hidden else path


def ready(name: str, contents: bytes, changed: float) -> Found:
    """A file's contents with all that is said of them; `changed` in seconds since 1970."""
    kind = KINDS.get(name.rpartition(".")[2].lower(), "application/octet-stream")
    zipped = gzip.compress(contents, mtime=0) if GROWS_SMALL.match(kind) else contents
    tag = hashlib.sha256(contents).hexdigest()[:20]
    date = formatdate(changed, usegmt=True)
    return Found(contents, zipped if len(zipped) < len(contents) else None, kind, tag, date)


def lifetime(target: str) -> str:
    """What a browser is told of keeping a file: named by its contents for ever, else by asking."""
    return f"max-age={YEAR}, immutable" if NEVER_CHANGES.fullmatch(target) else "no-cache"
