"""JSON files that are whole or not there, and that show when they were changed."""

import hashlib
import json
import os
from pathlib import Path

FORMAT = 1  # raise it when older files can no longer be read


class DocumentError(ValueError):
    """A file that is cut off, changed, or of another format."""


def write_document(path: Path, content: dict) -> None:
    """Write content with its checksum; whenever the process dies, the old or the new file stands.

    content: what JSON can hold, without NaN or infinity.
    """
    document = {"format": FORMAT, "content": content, "checksum": _checksum(content)}
    temporary = path.with_name(path.name + ".tmp")
    try:
        with open(temporary, "w", encoding="utf-8") as file:
            json.dump(document, file, indent=1, allow_nan=False)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def read_document(path: Path) -> dict:
    """What `write_document` wrote.

    Raises FileNotFoundError when there is no file, DocumentError when it is not as it was written.
    """
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise DocumentError(f"{path} is damaged: it is no JSON ({error})") from error
    found = document.get("format") if isinstance(document, dict) else None
    if found != FORMAT:
        raise DocumentError(f"{path} must be of format {FORMAT}, got {found}")
    if document.get("checksum") != _checksum(document.get("content")):
        raise DocumentError(f"{path} is damaged: it was changed after it was written")
    return document["content"]


def _checksum(content) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
