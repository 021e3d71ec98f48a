import math
import os
import subprocess
import sys

import numpy as np
import pytest

from gru_course.data import chorales as module
from gru_course.data.cache import write_arrays
from gru_course.data.chorales import (
    PARTS,
    find_corpus,
    frequency_baseline,
    key_log_odds,
    load_chorales,
    read_split,
)

pytestmark = pytest.mark.xdist_group("chorales")  # one worker reads the corpus for all


def chord(row):
    """The MIDI numbers that sound in one row."""
    return [int(key) + 21 for key in row.nonzero()[0]]


def assert_equal_rolls(one, other):
    assert one.names == other.names
    for part in PARTS:
        for a, b in zip(getattr(one, part), getattr(other, part), strict=True):
            np.testing.assert_array_equal(a, b)


@pytest.fixture
def cache_dir(tmp_path, chorale_cache):
    """A copy of the cache that a test may damage."""
    content = (chorale_cache / "chorales.npz").read_bytes()
    (tmp_path / "chorales.npz").write_bytes(content)
    return tmp_path


def test_the_split_has_the_classical_parts(chorales):
    assert [len(getattr(chorales, part)) for part in PARTS] == [211, 66, 71]
    assert repr(chorales) == "Chorales(train=211, valid=66, test=71 pieces)"


def test_no_piece_is_in_two_parts(chorales):
    names = [name for part in PARTS for name in chorales.names[part]]
    assert len(set(names)) == len(names) == 348


def test_no_two_pieces_are_the_same_music(chorales):
    music = [roll.tobytes() for part in PARTS for roll in getattr(chorales, part)]
    assert len(set(music)) == len(music)


def test_each_piece_of_the_split_matches_one_of_the_classical_set():
    sizes = {"train": 229, "valid": 76, "test": 77}
    for part, rows in read_split().items():
        indices = [index for _, _, index, _ in rows]
        assert indices == sorted(set(indices)) and indices[-1] < sizes[part]
        assert min(share for *_, share in rows) >= 0.5


def test_the_first_chorale_begins_as_in_the_classical_set(chorales):
    """BWV 190.7 opens with D major; ten semitones higher that is C major."""
    assert chorales.names["train"][0] == "bwv190.7"
    assert chord(chorales.train[0][0]) == [60, 72, 79, 88]
    assert chorales.names["valid"][0] == "bwv411"
    assert chord(chorales.valid[0][0]) == [72, 76, 79, 84]


def test_the_rolls_are_as_long_and_as_dense_as_four_voices_are(chorales):
    steps = [sum(map(len, getattr(chorales, part))) for part in PARTS]
    notes = [sum(int(roll.sum()) for roll in getattr(chorales, part)) for part in PARTS]
    assert steps == [11543, 3481, 4066]
    assert notes == [44861, 13443, 15781]  # 3.9 a step
    lengths = [len(roll) for part in PARTS for roll in getattr(chorales, part)]
    assert (min(lengths), max(lengths)) == (24, 170)


def test_every_roll_is_zeros_and_ones_within_the_voices_range(chorales):
    for part in PARTS:
        for roll in getattr(chorales, part):
            assert roll.dtype == np.uint8 and roll.shape[1] == 88
            assert set(np.unique(roll)) == {0, 1}
            low, *_, high = roll.any(axis=0).nonzero()[0] + 21
            assert 43 <= low < high <= 98


def test_the_pieces_stand_in_c(chorales):
    """Of the twelve pitch classes, C and G sound most and F sharp and C sharp least."""
    sounding = sum(roll.sum(axis=0, dtype=int) for roll in chorales.train)
    classes = [int(sounding[(pitch - 21) % 12 :: 12].sum()) for pitch in range(60, 72)]
    order = np.argsort(classes).tolist()
    assert set(order[-2:]) == {0, 7} and set(order[:2]) == {1, 6}


def test_a_guess_without_memory_costs_eleven_nats(chorales):
    baseline = frequency_baseline(chorales.train, chorales.test)
    assert baseline == pytest.approx(11.1134, abs=1e-4)
    assert baseline < 88 * math.log(2)  # 61.0: each key like a coin


def test_the_baseline_is_best_for_the_part_it_was_counted_on(chorales):
    own = frequency_baseline(chorales.test, chorales.test)
    assert own < frequency_baseline(chorales.train, chorales.test)


def test_the_output_bias_says_how_often_a_key_sounds(chorales):
    odds = key_log_odds(chorales.train)
    middle_g = np.concatenate(chorales.train)[:, 79 - 21].mean()
    assert odds[79 - 21].item() == pytest.approx(math.log(middle_g / (1 - middle_g)), abs=1e-3)
    assert odds[0] < -10  # never heard, and finite
    assert odds.shape == (88,)


@pytest.mark.nightly  # tests/data/test_cache.py has many writers at once
def test_two_processes_with_an_empty_cache_are_both_right_without_importing_music21(
    tmp_path, chorales
):
    code = (
        "import sys; from gru_course.data.chorales import load_chorales; "
        f"train = load_chorales({str(tmp_path)!r}).train; "
        "print(sum(int(roll.sum()) for roll in train), 'music21' in sys.modules)"
    )
    arguments = [sys.executable, "-W", "error", "-c", code]
    runs = [subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    assert [run.communicate()[0] for run in runs] == ["44861 False\n", "44861 False\n"]
    assert os.listdir(tmp_path) == ["chorales.npz"]
    assert_equal_rolls(load_chorales(tmp_path), chorales)


@pytest.fixture
def quick_read(monkeypatch, chorales):
    """Reads the notes from memory, for tests of when they are read, not of how."""
    rolls = [roll for part in PARTS for roll in getattr(chorales, part)]
    arrays = {"rolls": np.concatenate(rolls), "lengths": np.array([len(roll) for roll in rolls])}
    monkeypatch.setattr(module, "_read", lambda corpus, pieces: arrays)
    return arrays


def test_a_truncated_cache_is_made_anew_and_said(cache_dir, quick_read, chorales):
    path = cache_dir / "chorales.npz"
    path.write_bytes(path.read_bytes()[:30000])
    with pytest.warns(RuntimeWarning, match="of no use and is made anew"):
        assert_equal_rolls(load_chorales(cache_dir), chorales)
    assert_equal_rolls(load_chorales(cache_dir), chorales)  # now without a warning


@pytest.mark.parametrize("change", ["FORMAT", "split", "music21"])
def test_a_cache_of_another_origin_is_made_anew(cache_dir, quick_read, monkeypatch, change):
    if change == "FORMAT":
        monkeypatch.setattr(module, "FORMAT", 0)
    elif change == "split":
        split = read_split()
        split["train"][0][1] += 12
        monkeypatch.setattr(module, "read_split", lambda: split)
    else:
        monkeypatch.setattr(module.importlib.metadata, "version", lambda name: "9.3")
    with pytest.warns(RuntimeWarning, match="it was made from .*, not from"):
        load_chorales(cache_dir)


@pytest.mark.parametrize(
    "change",
    [
        lambda rolls, lengths: {"rolls": rolls},
        lambda rolls, lengths: {"rolls": rolls[:-1], "lengths": lengths},
        lambda rolls, lengths: {"rolls": rolls[:, :87], "lengths": lengths},
        lambda rolls, lengths: {"rolls": rolls * np.uint8(2), "lengths": lengths},
        lambda rolls, lengths: {"rolls": rolls.astype(float), "lengths": lengths},
        lambda rolls, lengths: {"rolls": rolls, "lengths": lengths[:-1]},
        lambda rolls, lengths: {"rolls": rolls, "lengths": lengths.astype(float)},
        lambda rolls, lengths: {"rolls": rolls, "lengths": lengths * 0},
    ],
)
def test_a_cache_of_wrong_arrays_is_made_anew(cache_dir, chorales, quick_read, change):
    with np.load(cache_dir / "chorales.npz") as archive:
        fingerprint = str(archive["fingerprint"])
    write_arrays(cache_dir / "chorales.npz", fingerprint, change(**quick_read))
    with pytest.warns(RuntimeWarning, match="it holds|its lengths are|its rolls are"):
        assert_equal_rolls(load_chorales(cache_dir), chorales)


def test_without_a_writable_folder_the_chorales_are_read_all_the_same(
    tmp_path, quick_read, chorales
):
    (tmp_path / "file").write_text("in the way")
    with pytest.warns(RuntimeWarning, match="could not be written"):
        assert_equal_rolls(load_chorales(tmp_path / "file"), chorales)


def test_the_environment_names_the_cache_folder(monkeypatch, cache_dir, chorales):
    monkeypatch.setenv("GRU_COURSE_CACHE", str(cache_dir))
    monkeypatch.setattr(module, "_read", None)  # fails if the cache is not used
    assert_equal_rolls(load_chorales(), chorales)


def test_a_missing_music21_says_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setattr(module.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(ModuleNotFoundError, match=r'pip install "gru-course\[music\]"'):
        load_chorales(tmp_path)


def test_a_missing_file_of_music21_is_named_and_nothing_is_cached(monkeypatch, tmp_path):
    monkeypatch.setattr(module, "find_corpus", lambda: (tmp_path / "bach", "10.5.1"))
    with pytest.raises(ValueError, match=r"bwv190\.7\.mxl is missing; install music21 again"):
        load_chorales(tmp_path / "cache")
    assert not (tmp_path / "cache").exists()


def test_the_corpus_is_the_one_of_the_installed_wheel():
    folder, version = find_corpus()
    assert folder.parts[-3:] == ("music21", "corpus", "bach")
    wanted = {f"{name}.mxl" for part in PARTS for name, *_ in read_split()[part]}
    assert wanted <= set(os.listdir(folder))
    assert version[0].isdigit()
