import math
from collections import Counter, defaultdict

import pytest

from gru_course.data import tunes as module
from gru_course.data.formats.abc_notation import bar_lengths, notes_of
from gru_course.data.tunes import (
    PARTS,
    find_books,
    frequency_baseline,
    load_tunes,
    part_of,
    uniform_baseline,
)

pytestmark = pytest.mark.xdist_group("tunes")  # one worker reads them for all


@pytest.fixture(scope="module")
def tunes():
    return load_tunes()


def openings(texts):
    return {notes_of(text)[:16] for text in texts}


def test_the_parts_are_the_same_everywhere(tunes):
    assert repr(tunes) == "Tunes(train=3701, valid=191, test=217 tunes, 79 characters)"
    assert [sum(map(len, getattr(tunes, part))) for part in PARTS] == [872992, 45865, 52815]
    assert tunes.names["train"][0] == "oneills1850/0001-0050 1"
    assert tunes.names["test"][0] == "oneills1850/0001-0050 36"


def test_the_first_tune_is_the_enchanted_valley(tunes):
    lines = tunes.train[0].split("\n")
    assert lines[:4] == [
        "M:2/4",
        "L:1/16",
        "K:Gm",
        "G3-A (Bcd=e) | f4 (g2dB) | ({d}c3-B) G2-E2 | F4 (D2=E^F) |",
    ]


def test_no_tune_comes_twice_not_even_in_another_notation(tunes):
    notes = [notes_of(text) for part in PARTS for text in getattr(tunes, part)]
    assert len(set(notes)) == len(notes) == 4109


def test_no_tune_begins_like_one_of_another_part(tunes):
    train, valid, test = (openings(getattr(tunes, part)) for part in PARTS)
    assert not train & valid and not train & test and not valid & test
    assert len(train) < len(tunes.train)  # settings of one tune do occur, within a part


def test_no_tune_shares_long_stretches_with_one_of_another_part(tunes):
    """Three in ten of the shorter tune's runs of 16 notes, counted tune by tune."""
    runs, heard_in = [], defaultdict(set)
    for part in PARTS:
        for text in getattr(tunes, part):
            notes = notes_of(text)
            runs.append((part, {notes[i : i + 16] for i in range(max(1, len(notes) - 15))}))
            for run in runs[-1][1]:
                heard_in[run].add(len(runs) - 1)
    assert len(runs) == 4109
    for part, mine in runs:
        shared = Counter(other for run in mine for other in heard_in[run])
        for other, count in shared.items():
            assert part == runs[other][0] or count <= 0.3 * min(len(mine), len(runs[other][1]))


def test_settings_of_one_hornpipe_from_two_books_are_in_one_part(tunes):
    settings = {"oneills1850/1625-1700 1650", "ryansMammoth/UnionHornpipe 1"}
    assert settings <= set(tunes.names["test"])


def test_a_tune_is_of_the_part_that_its_opening_says():
    notes = "GABcdefg" * 2
    assert part_of(f"K:G\n{notes} AAA") == part_of(f"M:3/4\nK:D\n{{a}}{notes.upper()} DDD")


def test_every_tune_has_a_key_and_ends_with_an_empty_line(tunes):
    for part in PARTS:
        for text in getattr(tunes, part):
            assert "K:" in text and text.endswith("\n\n") and "\n\n" not in text[:-2]


def test_the_alphabet_holds_each_character_once_and_decodes_to_the_same_text(tunes):
    assert tunes.alphabet == "".join(sorted(set("".join(tunes.train))))
    assert tunes.decode(tunes.encode(tunes.test[0])) == tunes.test[0]
    with pytest.raises(ValueError, match="got '\u00e9'"):
        tunes.encode("Caf\u00e9")


def test_a_guess_without_memory_costs_four_bits_and_a_half(tunes):
    bits = frequency_baseline(tunes.train, tunes.test, tunes.alphabet) / math.log(2)
    assert bits == pytest.approx(4.602, abs=1e-3)
    assert uniform_baseline(tunes.alphabet) / math.log(2) == pytest.approx(math.log2(79))


def test_a_missing_music21_says_what_to_install(monkeypatch):
    monkeypatch.setattr(module.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(ModuleNotFoundError, match=r'pip install "gru-course\[music\]"'):
        load_tunes()


def test_a_missing_book_is_named(monkeypatch, tmp_path):
    class Spec:
        origin = str(tmp_path / "__init__.py")

    monkeypatch.setattr(module.importlib.util, "find_spec", lambda name: Spec)
    with pytest.raises(ValueError, match="oneills1850 holds no tunes; install music21 again"):
        find_books()


def test_bars_are_as_long_as_another_reader_finds_them(tunes):
    from music21 import converter

    # it drops notes under a fermata (H), so such tunes cannot be compared
    texts = [text for text in tunes.test if "H" not in text][:60]
    same = 0
    for text in texts:
        read = converter.parse(f"X:1\n{text}", format="abc").recurse()
        theirs = [bar.duration.quarterLength for bar in read.getElementsByClass("Measure")]
        ours = [4 * length for length in bar_lengths(text)]
        same += ours == [length for length in theirs if length]
    assert len(texts) == 60
    assert same >= 54
