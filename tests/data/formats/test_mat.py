import sys

import numpy as np
import pytest
from scipy import sparse
from scipy.io import savemat

from gru_course.data.formats.mat import load_mat

RNG = np.random.default_rng(0)
SIZES = {"traindata": (5, 3, 8), "validdata": (4,), "testdata": (2, 1)}


def rolls(lengths):
    return [(RNG.random((length, 88)) < 0.1).astype(np.uint8) for length in lengths]


def cell(pieces, kind=lambda roll: roll):
    """A MATLAB cell, which scipy knows as an array of objects (1, N)."""
    array = np.empty((1, len(pieces)), dtype=object)
    for number, piece in enumerate(pieces):
        array[0, number] = kind(piece)
    return array


@pytest.fixture
def parts():
    return {name: rolls(lengths) for name, lengths in SIZES.items()}


@pytest.fixture
def written(tmp_path, parts):
    """Write the parts, some of them replaced, and return the file's path."""

    def write(**others):
        cells = {name: cell(pieces) for name, pieces in parts.items()}
        cells |= {"tempo": 120} | others
        savemat(tmp_path / "set.mat", {k: v for k, v in cells.items() if v is not None})
        return tmp_path / "set.mat"

    return write


@pytest.mark.parametrize(
    "kind",
    [
        lambda roll: roll,
        lambda roll: roll.astype(bool),
        lambda roll: roll.astype(np.float64),
        lambda roll: roll.astype(np.int16),
        lambda roll: sparse.csc_matrix(roll.astype(np.float64)),
        lambda roll: sparse.csc_array(roll.astype(bool)),
    ],
    ids=["uint8", "logical", "double", "int16", "sparse double", "sparse logical"],
)
@pytest.mark.parametrize("do_compression", [False, True])
def test_the_rolls_come_back_equal(tmp_path, parts, kind, do_compression):
    path = tmp_path / "set.mat"
    cells = {name: cell(pieces, kind) for name, pieces in parts.items()}
    savemat(path, cells | {"tempo": 120}, do_compression=do_compression)
    read = load_mat(path)
    for part, name in {"train": "traindata", "valid": "validdata", "test": "testdata"}.items():
        found = getattr(read, part)
        assert [roll.dtype for roll in found] == [np.uint8] * len(parts[name])
        for roll, truth in zip(found, parts[name], strict=True):
            np.testing.assert_array_equal(roll, truth)
    assert repr(read) == "PianoRolls(train=3, valid=1, test=2 pieces)"


def test_a_cell_may_stand_upright(written, parts):
    read = load_mat(written(traindata=cell(parts["traindata"]).T))
    assert [len(roll) for roll in read.train] == [5, 3, 8]


@pytest.mark.parametrize(
    ("cells", "complaint"),
    [
        (dict.fromkeys(SIZES), "must hold the cell traindata, it holds tempo$"),
        ({"testdata": None}, "must hold the cell testdata, it holds tempo, traindata, validdata$"),
        ({"testdata": np.zeros((3, 88))}, "testdata of .* must be a cell of piano rolls, got floa"),
        ({"testdata": np.empty((0, 0), object)}, "testdata of .* must hold one piece at least"),
        ({"testdata": cell(rolls([3]), lambda r: r[:, :87])}, r"88\), .* got \(3, 87\)$"),
        ({"testdata": cell(rolls([3]), lambda r: r[:0])}, r"T from 1 to 1000000, got \(0, 88\)$"),
        ({"testdata": cell(rolls([3]), lambda r: r[None])}, r"1000000, got \(1, 3, 88\)$"),
        ({"testdata": cell(rolls([3]), lambda r: r + 1)}, "0 and 1 only, got 1 to 2$"),
        ({"testdata": cell(rolls([3]), lambda r: r * np.nan)}, "0 and 1 only, got nan to nan$"),
        ({"testdata": cell(rolls([3]), lambda r: r * 1j)}, "0 and 1 only, got complex128$"),
        ({"testdata": cell(rolls([3]), lambda r: "a" * 88)}, "0 and 1 only, got|must have shape"),
    ],
)
def test_what_is_no_set_of_piano_rolls_is_named(written, cells, complaint):
    with pytest.raises(ValueError, match=complaint):
        load_mat(written(**cells))


def test_the_piece_at_fault_is_named(written, parts):
    pieces = parts["traindata"]
    with pytest.raises(ValueError, match=r"^piece 2 of traindata of .*set\.mat must have shape"):
        load_mat(written(traindata=cell([pieces[0], pieces[1][:, :80]])))


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"", "is no readable .mat file"),
        (b"key,key\n1,0\n" * 40, "is no readable .mat file"),
        (b"MATLAB 7.3 MAT-file".ljust(124) + b"\x00\x02IM" + b"\x89HDF\r\n" * 9, "version 7.3"),
    ],
)
def test_a_file_of_another_kind_is_refused(tmp_path, content, complaint):
    path = tmp_path / "set.mat"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=complaint):
        load_mat(path)


@pytest.mark.parametrize("share", [0.05, 0.5, 0.99])
def test_a_file_cut_off_is_refused(written, share):
    path = written()
    content = path.read_bytes()
    path.write_bytes(content[: int(share * len(content))])
    with pytest.raises(ValueError, match=r"is no readable \.mat file|must hold the cell"):
        load_mat(path)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"must be a \.mat file, there is no such file"):
        load_mat(tmp_path / "set.mat")


def test_without_scipy_the_extra_is_named(written, monkeypatch):
    path = written()
    monkeypatch.setitem(sys.modules, "scipy.io", None)
    with pytest.raises(ModuleNotFoundError, match=r'pip install "gru-course\[music\]"'):
        load_mat(path)
