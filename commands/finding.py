"""Which file of a folder a request means, and how it is sent.

A target names a file below the folder by plain words: no parent folder, no hidden file, no other
spelling of a slash, no link that leads out. Whatever else it may be, it names nothing.
"""

import re
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
NEVER_CHANGES = re.compile(
    r".*\.[0-9a-f]{10,64}\.(?!html)\w+|.*\.(?!html)\w+\?(?:digest|v)=[0-9a-f]{8,}"
)
WORD = re.compile(r"[^./\\:\0-\x1f\x7f][^/\\:\0-\x1f\x7f]*")  # between two slashes
YEAR = 31_536_000  # seconds


def read(folder: Path, target: str) -> tuple[str, bytes] | None:
    """The kind and the contents of the file that a request's target means, if it means one."""
    path = find(folder, target)
    try:
        return (kind(path), path.read_bytes()) if path else None
    except OSError:  # gone since, or not for us to read
        return None


def find(folder: Path, target: str) -> Path | None:
    """The file below the folder that a request's target means, if it means one."""
    try:
        words = [unquote(word, errors="strict") for word in target.partition("?")[0].split("/")]
    except UnicodeDecodeError:
        return None
    first, *words, last = words if len(words) > 1 else ["no slash", ""]
    words.append(last or "index.html")
    if first or not all(WORD.fullmatch(word) for word in words):
        return None
    try:
        path = folder.joinpath(*words).resolve(strict=True)
    except (OSError, RuntimeError):  # absent, too long, or links in a circle
        return None
    if not path.is_file() or not path.is_relative_to(folder):
        return None
    hidden = any(name.startswith(".") for name in path.relative_to(folder).parts)
    return None if hidden else path


def kind(path: Path) -> str:
    """What a browser is told that the file is."""
    return KINDS.get(path.suffix[1:].lower(), "application/octet-stream")


def lifetime(target: str) -> str:
    """What a browser is told of keeping a file: named by its contents for ever, else by asking."""
    return f"max-age={YEAR}, immutable" if NEVER_CHANGES.fullmatch(target) else "no-cache"
