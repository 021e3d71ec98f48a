"""JSON files that are whole or not there, and that show when they were changed."""

import json
from pathlib import Path

from gru_course.files import checksum, write_atomically

FORMAT = 2  # raise it when older files can no longer be read; 1 knew a part of the data only


class DocumentError(ValueError):
    """A file that is cut off, changed, or of another format."""


def write_document(path: Path, content: dict) -> None:
    """Write content with its checksum; whenever the process dies, the old or the new file stands.

    content: what JSON can hold, without NaN or infinity.
    """
    document = {"format": FORMAT, "content": content, "checksum": checksum(content)}
    write_atomically(path, json.dumps(document, indent=1, allow_nan=False).encode())


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
        raise DocumentError(f"{path} must be of format {FORMAT}, that of this version, got {found}")
    if document.get("checksum") != checksum(document.get("content")):
        raise DocumentError(f"{path} is damaged: it was changed after it was written")
    return document["content"]
