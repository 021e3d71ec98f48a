import errno
import json
import os
from pathlib import Path

import pytest
import torch

from gru_course.training.resume.checkpoints import (
    CheckpointError,
    CheckpointFolderError,
    last_good,
    read_checkpoint,
    read_newest,
    write_checkpoint,
)

TENSORS = {
    "model.weight": torch.tensor([[1.0, -0.0], [1e-45, torch.pi]]),
    "adam.step.weight": torch.tensor(7.0),
    "model.double": torch.tensor([torch.pi], dtype=torch.float64),
}
ABOUT = {"config": {"learning_rate": 0.1 + 0.2}, "history": {"valid_loss": [1 / 3]}}


@pytest.fixture
def folder(tmp_path):
    """A folder, with blanks and umlauts in its name, that holds three epochs' checkpoints."""
    folder = tmp_path / "ein Lauf für Bach"
    for epoch in range(3):
        write_checkpoint(folder, epoch, TENSORS, {**ABOUT, "epoch": epoch})
    return folder


def names(folder):
    return sorted(path.name for path in folder.iterdir())


PAIRS = ["epoch-0001.json", "epoch-0001.safetensors", "epoch-0002.json", "epoch-0002.safetensors"]


def test_what_is_read_is_what_was_written_bit_for_bit(folder):
    checkpoint = read_newest(folder)
    assert checkpoint.about == {**ABOUT, "epoch": 2}
    assert checkpoint.path.name == "epoch-0002.json"
    assert checkpoint.tensors.keys() == TENSORS.keys()
    for name, tensor in checkpoint.tensors.items():
        assert tensor.dtype == TENSORS[name].dtype
        assert tensor.numpy().tobytes() == TENSORS[name].numpy().tobytes()  # -0.0 is not 0.0


def test_weights_that_share_memory_or_are_transposed_are_saved_as_they_read(tmp_path):
    matrix = torch.arange(6.0).reshape(2, 3)
    path = write_checkpoint(tmp_path, 1, {"a": matrix, "b": matrix.T, "c": matrix}, {})
    tensors = read_checkpoint(path).tensors
    assert torch.equal(tensors["a"], matrix)
    assert torch.equal(tensors["b"], matrix.T)
    assert torch.equal(tensors["c"], matrix)


def test_the_two_newest_are_kept_and_leftovers_are_swept(folder):
    assert names(folder) == PAIRS
    (folder / "epoch-0003.safetensors").write_bytes(b"its JSON was never written")
    (folder / "epoch-0003.json.tmp").write_bytes(b"half")
    (folder / "notes.json").write_text("the reader's own")
    write_checkpoint(folder, 4, TENSORS, ABOUT)
    assert names(folder) == [*PAIRS[2:], "epoch-0004.json", "epoch-0004.safetensors", "notes.json"]


def test_the_newest_is_the_highest_number_not_the_last_name(tmp_path):
    for epoch in (9_999, 10_000):
        write_checkpoint(tmp_path, epoch, TENSORS, {"epoch": epoch})
    assert read_newest(tmp_path).about == {"epoch": 10_000}


def test_no_folder_and_an_empty_one_hold_no_checkpoint(tmp_path):
    assert read_newest(tmp_path / "absent") is None
    assert read_newest(tmp_path) is None


def cut_json(folder):
    path = folder / "epoch-0002.json"
    path.write_bytes(path.read_bytes()[:-40])


def empty_json(folder):
    (folder / "epoch-0002.json").write_bytes(b"")


def other_format(folder):
    (folder / "epoch-0002.json").write_text('{"format": 99}')


def a_list(folder):
    (folder / "epoch-0002.json").write_text("[1]")


def edit_json(folder):
    path = folder / "epoch-0002.json"
    document = json.loads(path.read_text("utf-8"))
    document["about"]["config"]["learning_rate"] = 1.0
    path.write_text(json.dumps(document), "utf-8")


def cut_tensors(folder):
    path = folder / "epoch-0002.safetensors"
    path.write_bytes(path.read_bytes()[:-1])


def flip_one_bit(folder):
    path = folder / "epoch-0002.safetensors"
    blob = bytearray(path.read_bytes())
    blob[-1] ^= 1
    path.write_bytes(blob)


def swap_tensors(folder):
    write_checkpoint(folder / "other", 2, {"model.weight": torch.ones(2, 2)}, ABOUT)
    (folder / "other" / "epoch-0002.safetensors").replace(folder / "epoch-0002.safetensors")


def swap_epochs(folder):
    write_checkpoint(folder / "other", 1, TENSORS | {"model.more": torch.ones(2)}, ABOUT)
    (folder / "other" / "epoch-0001.safetensors").replace(folder / "epoch-0002.safetensors")


def lose_tensors(folder):
    (folder / "epoch-0002.safetensors").unlink()


def rename_pair(folder):
    write_checkpoint(folder / "other", 7, TENSORS, ABOUT)
    for suffix in ("json", "safetensors"):
        other = folder / "other" / f"epoch-0007.{suffix}"
        other.replace(folder / f"epoch-0002.{suffix}")


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (cut_json, r"epoch-0002.json is damaged: it is no JSON"),
        (empty_json, r"epoch-0002.json is damaged: it is no JSON"),
        (other_format, r"epoch-0002.json must be of format 2, that of this version, got 99"),
        (a_list, r"epoch-0002.json must be of format 2, that of this version, got None"),
        (edit_json, r"epoch-0002.json is damaged: it was changed after it was written"),
        (cut_tensors, r"epoch-0002.safetensors is damaged: it is not what was written with .*json"),
        (flip_one_bit, r"epoch-0002.safetensors is damaged: it is not what was written with"),
        (swap_tensors, r"epoch-0002.safetensors is damaged: it is not what was written with"),
        (swap_epochs, r"epoch-0002.safetensors is damaged: it is not what was written with"),
        (rename_pair, r"epoch-0002.json is damaged: it was written for epoch 7"),
        (lose_tensors, r"epoch-0002.safetensors cannot be read: No such file"),
    ],
)
def test_damage_is_named_with_the_way_out_and_the_one_before_still_loads(folder, damage, message):
    damage(folder)
    way_out = "; delete epoch-0002.json to go on from epoch-0001.json"
    with pytest.raises(CheckpointError, match=message + ".*" + way_out) as caught:
        read_newest(folder)
    assert not isinstance(caught.value, CheckpointFolderError)  # it is the checkpoint that is bad
    (folder / "epoch-0002.json").unlink()
    assert read_newest(folder).about["epoch"] == 1


def test_the_way_out_passes_over_all_that_is_damaged(folder):
    cut_tensors(folder)
    (folder / "epoch-0001.json").write_bytes(b"")
    way_out = r"delete epoch-0001.json and epoch-0002.json to start anew"
    with pytest.raises(CheckpointError, match=rf"epoch-0002.safetensors is damaged.*; {way_out}"):
        read_newest(folder)
    assert last_good(folder) == "none"


def test_the_last_good_one_is_one_that_can_be_read(folder):
    assert last_good(folder) == str(folder / "epoch-0002.json")
    flip_one_bit(folder)
    assert last_good(folder) == str(folder / "epoch-0001.json")
    assert last_good(folder / "absent") == "none"
    assert last_good(None) == "none"


def test_damage_of_the_only_checkpoint_leaves_a_new_start(tmp_path):
    path = write_checkpoint(tmp_path, 0, TENSORS, ABOUT)
    path.write_text("{")
    with pytest.raises(CheckpointError, match=r"delete epoch-0000.json to start anew"):
        read_newest(tmp_path)


@pytest.mark.parametrize("function", ["fsync", "replace"])
@pytest.mark.parametrize("file", ["the tensors", "the JSON"])
def test_a_full_disk_spoils_nothing_that_was_there(folder, monkeypatch, function, file):
    fine_before = 0 if file == "the tensors" else 1
    calls = []
    works = getattr(os, function)

    def full(*arguments):
        calls.append(arguments)
        if len(calls) > fine_before:
            raise OSError(errno.ENOSPC, "No space left on device")
        return works(*arguments)

    monkeypatch.setattr(os, function, full)
    message = r"epoch-0003.json could not be written \(No space .*\), the last .*epoch-0002.json"
    with pytest.raises(CheckpointFolderError, match=message):
        write_checkpoint(folder, 3, TENSORS, ABOUT)
    assert read_newest(folder).about["epoch"] == 2
    assert not any(name.endswith(".tmp") for name in names(folder))


def test_a_file_that_the_disk_does_not_give_is_not_called_damaged(folder, monkeypatch):
    def refuse(path):
        raise OSError(errno.EIO, "Input/output error", str(path))

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(CheckpointFolderError, match=r"epoch-0002\.json cannot be read: Input/out"):
        read_newest(folder)


def test_a_file_in_the_folders_place_is_refused(tmp_path):
    (tmp_path / "run").write_text("")
    with pytest.raises(
        CheckpointFolderError, match=r"could not be written .* last good one is none"
    ):
        write_checkpoint(tmp_path / "run", 0, TENSORS, ABOUT)


def test_nothing_is_pickled(folder):
    for path in folder.iterdir():
        assert path.suffix in {".json", ".safetensors"}
        assert not path.read_bytes().startswith((b"PK", b"\x80"))  # zip and pickle
