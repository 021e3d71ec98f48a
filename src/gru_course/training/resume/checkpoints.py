"""Checkpoints on disk: tensors in safetensors, everything else in JSON, nothing pickled.

A checkpoint is a pair of files, `epoch-0007.safetensors` and `epoch-0007.json`. The JSON is written
last and holds the hash of the tensors, so a pair is either whole or not there, whenever the process
dies. The two newest pairs are kept: should one be damaged, the other still loads.
"""

import hashlib
import json
import re
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import safetensors.torch
from torch import Tensor

from gru_course.files import checksum, write_atomically

FORMAT = 2  # raise it when older files can no longer be read
KEPT = 2
FILE_NAME = re.compile(r"epoch-(\d+)\.(json|safetensors)(\.tmp)?")


class CheckpointError(ValueError):
    """A checkpoint that is damaged, belongs to another run, or cannot be written."""


class CheckpointFolderError(CheckpointError):
    """A folder that refuses: its disk is full, its rights are missing, another run is at work.

    Nothing is said against the checkpoints in it.
    """


class Checkpoint(NamedTuple):
    """What was read: its JSON file, what that says about the run, and the tensors by name."""

    path: Path
    about: dict
    tensors: dict[str, Tensor]


def write_checkpoint(folder: Path, epoch: int, tensors: dict[str, Tensor], about: dict) -> Path:
    """Write one checkpoint, drop all but the newest two, and return the path of its JSON.

    `about` is anything JSON can hold. Raises CheckpointFolderError when the disk refuses; the
    checkpoints that were there stay as they were.
    """
    path = folder / _json_name(epoch)
    blob = safetensors.torch.save(
        {
            name: tensor.detach().to("cpu", copy=True).contiguous()
            for name, tensor in tensors.items()
        }
    )
    document = {"format": FORMAT, "epoch": epoch, "tensors_sha256": _sha256(blob), "about": about}
    document["checksum"] = checksum(document)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_atomically(path.with_suffix(".safetensors"), blob)
        write_atomically(path, json.dumps(document, indent=1, allow_nan=False).encode())
        _remove_old(folder)
    except OSError as error:
        raise CheckpointFolderError(
            f"checkpoint {path} could not be written ({error.strerror}), "
            f"the last good one is {last_good(folder)}"
        ) from error
    return path


def read_checkpoint(path: Path) -> Checkpoint:
    """Read the checkpoint of one JSON file.

    Raises CheckpointError when either file is missing, cut off or changed, or when the two were
    not written together; CheckpointFolderError when the disk refuses to give them.
    """
    try:
        document = json.loads(path.read_bytes())
        blob = path.with_suffix(".safetensors").read_bytes()
    except OSError as error:
        kind = CheckpointError if isinstance(error, FileNotFoundError) else CheckpointFolderError
        raise kind(f"checkpoint {error.filename} cannot be read: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise CheckpointError(f"checkpoint {path} is damaged: it is no JSON ({error})") from error

    found = document.get("format") if isinstance(document, dict) else None
    if found != FORMAT:
        raise CheckpointError(
            f"checkpoint {path} must be of format {FORMAT}, that of this version, got {found}"
        )
    if document.pop("checksum", None) != checksum(document):
        raise CheckpointError(f"checkpoint {path} is damaged: it was changed after it was written")
    if set(document) != {"format", "epoch", "tensors_sha256", "about"}:
        raise CheckpointError(f"checkpoint {path} is damaged: it holds {', '.join(document)}")
    if not isinstance(document["epoch"], int) or path.name != _json_name(document["epoch"]):
        raise CheckpointError(
            f"checkpoint {path} is damaged: it was written for epoch {document['epoch']!r}"
        )
    if document["tensors_sha256"] != _sha256(blob):
        raise CheckpointError(
            f"checkpoint {path.with_suffix('.safetensors')} is damaged: it is not what was written "
            f"with {path.name}"
        )
    try:
        tensors = safetensors.torch.load(blob)
    except Exception as error:  # whatever a made-up head may lead the library to
        raise CheckpointError(
            f"checkpoint {path.with_suffix('.safetensors')} is damaged: {error}"
        ) from error
    return Checkpoint(path, document["about"], tensors)


def read_newest(folder: Path) -> Checkpoint | None:
    """The newest checkpoint in `folder`, None when there is none.

    Raises CheckpointError when the newest is damaged: a disk that does that is not passed over in
    silence. The message names the files to delete, and the checkpoint that the run then goes on
    from.
    """
    paths = _json_files(folder)
    if not paths:
        return None
    try:
        return read_checkpoint(paths[-1])
    except CheckpointError as error:
        good = _newest_good(folder)
        damaged = paths[paths.index(good) + 1 :] if good else paths
        files = " and ".join(path.name for path in damaged)
        way_out = f"to go on from {good.name}" if good else "to start anew"
        raise type(error)(f"{error}; delete {files} {way_out}") from error


def last_good(folder: Path | None) -> str:
    """The newest checkpoint in `folder` that can be read, as an error message names it."""
    good = None if folder is None else _newest_good(folder)
    return "none" if good is None else str(good)


def _newest_good(folder: Path) -> Path | None:
    with suppress(CheckpointError):  # a folder that cannot be read
        for path in reversed(_json_files(folder)):
            with suppress(CheckpointError):
                return read_checkpoint(path).path
    return None


def _json_name(epoch: int) -> str:
    return f"epoch-{epoch:04d}.json"


def _json_files(folder: Path) -> list[Path]:
    """The JSON files of all checkpoints in `folder`, the newest last."""
    try:
        paths = list(folder.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise CheckpointFolderError(f"folder {folder} cannot be read: {error.strerror}") from error
    epochs = {}
    for path in paths:
        match = FILE_NAME.fullmatch(path.name)
        if match and path.suffix == ".json":
            epochs[path] = int(match[1])
    return sorted(epochs, key=epochs.__getitem__)


def _remove_old(folder: Path) -> None:
    """Leave the newest pairs; what a killed process left half-written goes too."""
    kept = {path.stem for path in _json_files(folder)[-KEPT:]}
    for path in sorted(
        folder.iterdir()
    ):  # .json comes before .safetensors: no pair without tensors
        if FILE_NAME.fullmatch(path.name) and path.name.split(".")[0] not in kept:
            path.unlink()


def _sha256(blob: bytes) -> str:
    return hashlib.sha256(blob).hexdigest()
