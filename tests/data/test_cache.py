import os
import warnings
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gru_course.data import cache
from gru_course.data.cache import cache_folder, cached, read_arrays, write_arrays

RIGHT = {"a": np.arange(1000), "b": np.ones((2, 3), np.uint8)}


def make():
    return RIGHT


def check(arrays):
    if set(arrays) != set(RIGHT):
        raise ValueError(f"it holds {sorted(arrays)}")


def never():
    raise AssertionError("a good cache was not used")


def assert_right(arrays):
    assert set(arrays) == set(RIGHT)
    for name, array in RIGHT.items():
        assert arrays[name].dtype == array.dtype
        np.testing.assert_array_equal(arrays[name], array)


def assert_rebuilt(path, reason):
    with pytest.warns(RuntimeWarning, match=reason) as caught:
        assert_right(cached(path, "now", make, check))
    assert len(caught) == 1 and "\n" not in str(caught[0].message)
    assert str(path) in str(caught[0].message)
    assert_right(cached(path, "now", never, check))


def test_the_second_call_reads_what_the_first_has_written(tmp_path):
    path = tmp_path / "new" / "folder" / "x.npz"
    assert_right(cached(path, "now", make, check))
    assert_right(cached(path, "now", never, check))
    assert os.listdir(path.parent) == ["x.npz"]  # nothing half-made is left


@pytest.mark.parametrize("kept", [0, 1, 100, -1])
def test_a_truncated_file_is_made_anew(tmp_path, kept):
    path = tmp_path / "x.npz"
    write_arrays(path, "now", RIGHT)
    path.write_bytes(path.read_bytes()[:kept])
    assert_rebuilt(path, "made anew")


@given(place=st.integers(0, 10**6), value=st.integers(0, 255))
def test_a_flipped_byte_never_gives_other_arrays(tmp_path_factory, place, value):
    path = tmp_path_factory.mktemp("flipped") / "x.npz"
    write_arrays(path, "now", RIGHT)
    content = bytearray(path.read_bytes())
    content[place % len(content)] = value
    path.write_bytes(content)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        assert_right(cached(path, "now", make, check))


def test_arrays_made_from_something_else_are_made_anew(tmp_path):
    write_arrays(tmp_path / "x.npz", "format 0", {"a": np.zeros(3)})
    assert_rebuilt(tmp_path / "x.npz", "made from format 0, not from now")


def test_arrays_that_fail_the_check_are_made_anew(tmp_path):
    write_arrays(tmp_path / "x.npz", "now", {"c": np.zeros(3)})
    assert_rebuilt(tmp_path / "x.npz", "holds .'c'.")


def test_pickled_objects_are_refused(tmp_path):
    class Trap:
        def __reduce__(self):
            return (os.mkdir, (str(tmp_path / "sprung"),))

    trap = np.array([Trap()], dtype=object)
    np.savez(tmp_path / "x.npz", fingerprint=np.array("now"), a=trap, b=RIGHT["b"])
    assert_rebuilt(tmp_path / "x.npz", "allow_pickle=False")
    assert not (tmp_path / "sprung").exists()


def test_a_single_array_in_place_of_an_archive_is_made_anew(tmp_path):
    with open(tmp_path / "x.npz", "wb") as file:
        np.save(file, RIGHT["a"])
    assert_rebuilt(tmp_path / "x.npz", "made anew")


def test_a_folder_that_cannot_be_written_is_done_without(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.warns(RuntimeWarning, match="could not be written") as caught:
        assert_right(cached(tmp_path / "file" / "x.npz", "now", make, check))
    assert len(caught) == 1


def test_an_interrupted_write_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch):
    path = tmp_path / "x.npz"
    write_arrays(path, "old", RIGHT)

    def full_disk(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(cache.np, "savez_compressed", full_disk)
    with pytest.raises(OSError, match="No space left"):
        write_arrays(path, "new", RIGHT)
    assert_right(read_arrays(path, "old"))
    assert os.listdir(tmp_path) == ["x.npz"]


def test_many_writers_and_readers_at_once_are_all_right(tmp_path):
    path = tmp_path / "x.npz"
    with ThreadPoolExecutor(8) as pool:
        jobs = [pool.submit(cached, path, "now", make, check) for _ in range(40)]
    for job in jobs:
        assert_right(job.result())
    assert os.listdir(tmp_path) == ["x.npz"]


def test_the_folder_is_the_argument_then_the_environment_then_the_users(monkeypatch):
    monkeypatch.setenv("GRU_COURSE_CACHE", "from-environment")
    assert cache_folder("from-argument") == Path("from-argument")
    assert cache_folder() == Path("from-environment")
    monkeypatch.delenv("GRU_COURSE_CACHE")
    assert "gru-course" in cache_folder().parts
