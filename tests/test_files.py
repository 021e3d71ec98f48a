import errno
import os

import pytest

from gru_course.files import checksum, write_atomically

OLD, NEW = b"old", b"new\r\n\x00\xff"


@pytest.fixture
def path(tmp_path):
    """A file that is there already, with blanks and umlauts in its name."""
    path = tmp_path / "ein Lauf für Bach.bin"
    path.write_bytes(OLD)
    return path


def names(path):
    return [file.name for file in path.parent.iterdir()]


@pytest.mark.parametrize("durable", [True, False])
def test_the_bytes_replace_those_that_were_there(path, durable):
    write_atomically(path, NEW, durable=durable)
    assert path.read_bytes() == NEW
    assert names(path) == [path.name]


@pytest.mark.parametrize("function", ["fsync", "replace"])
@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "No space left"), KeyboardInterrupt()])
def test_whatever_stops_the_writing_leaves_the_old_file_alone(path, monkeypatch, function, error):
    def stop(*_):
        assert path.read_bytes() == OLD
        raise error

    monkeypatch.setattr(os, function, stop)
    with pytest.raises(type(error)):
        write_atomically(path, NEW)
    assert path.read_bytes() == OLD
    assert names(path) == [path.name]


def test_only_a_durable_file_waits_for_the_disk(path, monkeypatch):
    """Before it takes its name: else a power cut could leave the name with half of the bytes."""
    done = []
    for name in ("fsync", "replace"):
        works = getattr(os, name)
        monkeypatch.setattr(
            os, name, lambda *a, name=name, works=works: (done.append(name), works(*a))
        )
    write_atomically(path, NEW)
    write_atomically(path, NEW, durable=False)
    assert done == ["fsync", "replace", "replace"]


def test_two_may_write_at_once_with_suffixes_of_their_own(path, monkeypatch):
    """The second begins and ends while the first waits for the disk."""

    def second(_):
        write_atomically(path, OLD * 9, suffix=".2", durable=False)

    monkeypatch.setattr(os, "fsync", second)
    write_atomically(path, NEW, suffix=".1")
    assert path.read_bytes() == NEW
    assert names(path) == [path.name]


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match="absent"):
        write_atomically(tmp_path / "absent" / "file", NEW)


def test_a_checksum_tells_contents_apart_and_no_order_of_keys():
    assert checksum({"a": 1, "b": [0.5, None]}) == checksum({"b": [0.5, None], "a": 1})
    assert checksum({"a": 1}) != checksum({"a": 1.0})
    # echo -n '{"a": 1}' | sha256sum
    assert checksum({"a": 1}) == "f9d86028c6e0d64e225186f96acb69338b2c59764df79162107f5c4bb34d1310"
