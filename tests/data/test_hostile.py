"""Files that mean ill: each is refused in one sentence that names it, soon, and nothing is done."""

import random
import struct
import zipfile
from fractions import Fraction

import numpy as np
import pytest
from scipy.io import savemat
from scipy.sparse import csc_matrix

from gru_course.data.cache import read_arrays, write_arrays
from gru_course.data.formats.abc_notation import bar_lengths, notes_of, parse_tunes, read_tunes
from gru_course.data.formats.mat import load_mat
from gru_course.data.formats.musicxml import parse_score, read_score
from gru_course.data.formats.wav import read_wav, write_wav

pytestmark = pytest.mark.timeout(60)  # a test that hangs has failed

CONTAINER = '<container><rootfiles><rootfile full-path="{}"/></rootfiles></container>'
NOTE = "<note><pitch><step>C</step><octave>4</octave></pitch><duration>{}</duration></note>"
SCORE = "<score-partwise><part><measure>{}</measure></part></score-partwise>"
LAUGHS = '<!DOCTYPE a [<!ENTITY l0 "ha">{}]>'.format(
    "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
)
OUTSIDE = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


def one_sentence(error) -> str:
    """What an error says, in one line of a length that a reader reads."""
    text = str(error.value)
    assert "\n" not in text and len(text) < 400, text
    return text


def zipped(path, **members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), text)
    return path


def mxl(folder, xml: str | bytes, name: str = "score_xml"):
    container = CONTAINER.format(name.replace("_xml", ".xml"))
    return zipped(folder / "a.mxl", **{"META-INF__container_xml": container, name: xml})


@pytest.mark.parametrize(
    ("xml", "reason"),
    [
        (LAUGHS + SCORE.format("&l9;"), "no entities of its own"),
        (OUTSIDE + SCORE.format("&x;"), "no entities of its own"),
        ((LAUGHS + SCORE.format("&l9;")).encode("utf-16"), "no entities of its own"),
        (SCORE.format(NOTE.format("1e999999999")), "a plain number, got '1e999999999'"),
        (SCORE.format(NOTE.format("1" * 5000)), "a plain number"),
        (SCORE.format(NOTE.format("1/0")), "a plain number"),
        (SCORE.format(NOTE.format("-1")), "a plain number"),
        (SCORE.format(NOTE.format("99999999")), "at most 100000 quarter notes"),
        (SCORE.format("<forward><duration>999999999</duration></forward>"), "at most 100000"),
        (
            SCORE.format("<attributes><divisions>0</divisions></attributes>" + NOTE.format(1)),
            "Zero",
        ),
        ("<a>" * 100_000, "ParseError"),
    ],
)
def test_a_hostile_score_is_refused(tmp_path, xml, reason):
    with pytest.raises(ValueError) as refused:
        read_score(mxl(tmp_path, xml))
    assert reason in one_sentence(refused)


def test_a_score_that_unpacks_without_end_is_refused(tmp_path):
    path = mxl(tmp_path, b" " * 100_000_001)
    assert path.stat().st_size < 200_000
    with pytest.raises(ValueError, match="at most 100000000 bytes") as refused:
        read_score(path)
    one_sentence(refused)


@pytest.mark.parametrize("name", ["../../secret", "/etc/passwd", "C:\\secret", ""])
def test_an_archive_names_no_file_outside_of_itself(tmp_path, name):
    (tmp_path / "secret").write_text(SCORE.format(NOTE.format(1)))
    path = zipped(tmp_path / "a.mxl", **{"META-INF__container_xml": CONTAINER.format(name)})
    with pytest.raises(ValueError, match="is no readable MusicXML") as refused:
        read_score(path)
    one_sentence(refused)


def wav_head(*, channels=1, rate=16000, width=2, size=8, data=b"\0\1" * 4) -> bytes:
    form = struct.pack("<HHIIHH", 1, channels, rate, min(rate * width, 2**32 - 1), width, 8 * width)
    return (
        b"RIFF"
        + struct.pack("<I", 36 + len(data))
        + b"WAVEfmt \x10\0\0\0"
        + form
        + (b"data" + struct.pack("<I", size) + data)
    )


@pytest.mark.parametrize(
    "content",
    [
        wav_head(size=2**32 - 1),
        wav_head(channels=0),
        wav_head(channels=65535),
        wav_head(width=0),
        wav_head(width=8000),
        wav_head(rate=0),
        wav_head(rate=1),
        wav_head(rate=2**32 - 1),
        wav_head(data=b"", size=0),
        b"RIFF\xff\xff\xff\xffWAVE" + b"fmt \xff\xff\xff\xff",
        b"RIFF" * 1000,
        b"",
    ],
    ids=range(12),
)
def test_a_hostile_sound_is_refused(tmp_path, content):
    path = tmp_path / "a.wav"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=r"a\.wav") as refused:
        read_wav(path, rate=16000)
    one_sentence(refused)


@pytest.mark.parametrize("read", [read_wav, read_score, read_tunes])
def test_a_folder_is_no_file(tmp_path, read):
    with pytest.raises(ValueError, match=tmp_path.name) as refused:
        read(tmp_path)
    one_sentence(refused)


def test_no_flipped_byte_of_a_sound_does_more_than_be_refused(tmp_path):
    path, rng = tmp_path / "a.wav", random.Random(0)
    write_wav(path, np.sin(np.arange(400.0)), 16000)
    whole = path.read_bytes()
    for _ in range(2000):
        content = bytearray(whole)
        for _ in range(rng.randint(1, 4)):
            content[rng.randrange(48)] = rng.choice([0, 1, 127, 128, 255, rng.randrange(256)])
        path.write_bytes(content)
        try:
            read_wav(path, rate=8000)
        except ValueError as error:
            assert "a.wav" in str(error)


@pytest.mark.parametrize(
    "character",
    [
        *'{[("!%/A1\n',
        *(pytest.param(one, marks=pytest.mark.nightly) for one in "}])|^_=,'\\:BCz23PKLM "),
    ],
)
def test_no_text_takes_longer_than_it_is_long(character):
    for piece in (
        character,
        "[P:" + character,
        "[K:" + character,
        "A" + character,
        "[A" + character,
    ):
        text = "X:1\nL:1/8\n" + piece * (200_000 // len(piece)) + "\nABC\n"
        for tune in parse_tunes(text):
            notes_of(tune.text)
        bar_lengths(text[:50_000])


def test_huge_numbers_in_a_tune_are_nonsense_and_no_more():
    assert all(isinstance(bar, Fraction) for bar in bar_lengths("A" + "9" * 9000 + "|B2|"))
    assert bar_lengths("L:1/" + "9" * 9000 + "\nAB|") == [Fraction(1, 4)]
    assert bar_lengths("A" + "/" * 9000 + "|B|")[-1] == Fraction(1, 8)


def test_a_sparse_roll_is_not_unfolded_before_its_shape_is_known(tmp_path):
    cell = np.empty((1, 1), object)
    cell[0, 0] = csc_matrix((2_000_000_000, 88))  # 1.4 TB of zeros in a few bytes
    savemat(tmp_path / "a.mat", {f"{n}data": cell for n in ("train", "valid", "test")})
    with pytest.raises(ValueError, match="T from 1 to 1000000") as refused:
        load_mat(tmp_path / "a.mat")
    one_sentence(refused)


def test_no_flipped_byte_of_a_mat_file_does_more_than_be_refused(tmp_path):
    cell, rng = np.empty((1, 1), object), random.Random(0)
    cell[0, 0] = np.zeros((3, 88))
    path = tmp_path / "a.mat"
    savemat(path, {f"{n}data": cell for n in ("train", "valid", "test")})
    whole = path.read_bytes()
    for _ in range(300):
        content = bytearray(whole)
        content[rng.randrange(120, len(whole))] = rng.choice([0, 1, 127, 128, 255])
        path.write_bytes(content)
        try:
            load_mat(path)
        except ValueError as error:
            assert "a.mat" in str(error)


def test_a_cache_that_unpacks_without_end_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("gru_course.data.cache.LARGEST", 2**20)
    path = tmp_path / "a.npz"
    head = b"\x93NUMPY\x01\x00v\x00{'descr': '|u1', 'fortran_order': False, 'shape': (%d,), }"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("a.npy", "w", force_zip64=True) as member,
    ):
        member.write(head % 2**31)
        for _ in range(17):
            member.write(bytes(2**16))
    with pytest.raises(ValueError, match="must unpack to at most 1048576 bytes"):
        read_arrays(path, "1")


def test_names_inside_a_cache_lead_nowhere(tmp_path):
    path = tmp_path / "cache" / "a.npz"
    write_arrays(path, "1", {"../../outside": np.zeros(1)})
    assert list(read_arrays(path, "1")) == ["../../outside"]  # a name, not a place
    assert [file.name for file in tmp_path.rglob("*") if file.is_file()] == ["a.npz"]


def test_a_score_by_hand_is_still_read():
    assert parse_score(SCORE.format(NOTE.format(2)).encode()).length == 2
