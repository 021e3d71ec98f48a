"""When the disk refuses, the message says so, and what was saved before is still good."""

import os
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest

from gru_course.training.resume.checkpoints import CheckpointError, read_newest
from tests.helpers.training_runs import assert_same_run, build, disturbed_after, run, undisturbed

try:
    import resource
except ImportError:  # Windows
    resource = None


@pytest.fixture
def folder():
    """A folder that every user of the machine reaches."""
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


@contextmanager
def rights(folder, mode):
    """Inside: the folder has these rights, and we are not root, who would have them all."""
    is_root = os.geteuid() == 0
    folder.chmod(mode)
    if is_root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if is_root:
            os.seteuid(0)
        folder.chmod(0o700)


@contextmanager
def no_file_longer_than(length):
    """Inside: the system cuts off what is written beyond so many bytes, with an error."""
    _, hard = before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (length, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.skipif(os.name == "nt", reason="on Windows rights of folders mean something else")
@pytest.mark.parametrize(
    ("mode", "message"),
    [
        (0o555, r"cannot be written \(Permission denied\), the last .* is .*epoch-0002\.json"),
        (0o333, r"cannot be read: Permission denied"),
        (0o000, r"cannot be written \(Permission denied\), the last good .* is none"),
    ],
)
def test_a_folder_without_rights_is_refused_before_training_starts(folder, mode, message):
    run(folder, epochs=2)
    (folder / "lock").unlink()
    with rights(folder, mode), disturbed_after(0), pytest.raises(CheckpointError, match=message):
        run(folder)
    assert_same_run(run(folder), undisturbed())


@pytest.mark.skipif(resource is None, reason="Windows sets no limit to the length of a file")
def test_a_file_that_is_cut_off_while_it_is_written_leaves_the_last_good_one(tmp_path):
    run(tmp_path, epochs=2)
    length = (tmp_path / "epoch-0002.safetensors").stat().st_size
    message = r"epoch-0003.json could not be written \(File too large\), .* is .*epoch-0002.json"
    model = build()
    with no_file_longer_than(length - 1), pytest.raises(CheckpointError, match=message):
        run(tmp_path, model=model)
    assert_same_run((model, undisturbed(epochs=3)[1]), undisturbed(epochs=3))  # done, not saved
    assert len(read_newest(tmp_path).about["history"]["valid_loss"]) == 2
    assert_same_run(run(tmp_path), undisturbed())


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux that is always full")
@pytest.mark.parametrize("suffix", ["safetensors", "json"])
def test_a_full_disk_leaves_the_last_good_one(tmp_path, suffix):
    run(tmp_path, epochs=2)
    (tmp_path / f"epoch-0003.{suffix}.tmp").symlink_to("/dev/full")
    message = r"epoch-0003.json could not be written \(No space left .*\), .* is .*epoch-0002.json"
    with pytest.raises(CheckpointError, match=message):
        run(tmp_path)
    assert len(read_newest(tmp_path).about["history"]["valid_loss"]) == 2
    assert_same_run(run(tmp_path), undisturbed())
