from fractions import Fraction

import pytest

from gru_course.data.formats.abc_notation import bar_lengths, notes_of, parse_tunes, read_tunes

FILE = """% A book, printed 1778

X: 1
T: The "Lark" |: Caf\u00e9
M: 6/8
L:1/8   % a comment
N: slow
K: G Mix
P:A
|: G2B "4"u{^c}d>B | [P:O]A2\\
  F `` D :|
A:|

X:0002
K:D
D!D.C.!3 | !z
"""


def test_a_tune_is_stripped_to_metre_unit_key_and_music():
    first, second = parse_tunes(FILE)
    assert first == ("1", "M:6/8\nL:1/8\nK:G Mix\n|: G2B u{^c}d>B | A2 F D :|\nA:|\n\n")
    assert second == ("0002", "K:D\nD3 | z\n\n")


def test_notes_are_what_is_sung():
    text = "M:C|\nL:1/8\nK:Gdor\nG2B, {cd}^f>e|[K:A]z2 A'\n\n"
    assert notes_of(text) == "GBFEA"


def test_a_file_on_disk_gives_its_tunes(tmp_path):
    path = tmp_path / "book.abc"
    path.write_text(FILE, encoding="utf-8", newline="\r\n")
    assert read_tunes(path) == parse_tunes(FILE)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, r"book\.abc is missing; install music21 again"),
        (b"X:1\nK:G\n\xff\xfe", r"book\.abc is no text \(invalid start byte\)"),
        (b"", r"book\.abc holds no tune in ABC notation"),
        (b"X:1\nM:6/8\nK:G\n| z2 |", r"book\.abc holds no tune in ABC notation"),
    ],
)
def test_a_file_that_holds_no_tune_is_named(tmp_path, content, message):
    path = tmp_path / "book.abc"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ValueError, match=message):
        read_tunes(path)


@pytest.mark.parametrize(
    ("bar", "eighths"),
    [
        ("A3 B3", 6),
        ("A>B c2 z2", 6),
        ("A/B/ c/4d3/4 e//f//", Fraction(5, 2)),
        ("(3ABc d2", 4),
        ("(4ABcd", 3),
        ("(3A2B2c2 d", 5),
        ("{ga}b2 [K:A] ~g2 Hf'2", 6),
        ("[^ce]2 [D,F]", 3),
        ("(AB) .c_d=e^f,,", 6),
    ],
)
def test_a_bar_is_as_long_as_its_notes(bar, eighths):
    text = f"M:6/8\nL:1/8\nK:D\nA | {bar} :: G2 |]\n\n"
    assert bar_lengths(text) == [Fraction(n) / 8 for n in (1, eighths, 2)]


@pytest.mark.parametrize("bar", ["a/0 b", "(0ab", "((([]]", "|||::|", "2/3", "L:1/0"])
def test_bars_of_nonsense_have_a_length_all_the_same(bar):
    assert all(length > 0 for length in bar_lengths(f"L:1/16\nK:D\n{bar}"))


@pytest.mark.parametrize(
    ("head", "unit"),
    [
        ("L:1/4\nM:2/4", Fraction(1, 4)),
        ("M:2/4", Fraction(1, 16)),
        ("M:6/8", Fraction(1, 8)),
        ("M:C|", Fraction(1, 8)),
        ("M:0/0\nL:1/0", Fraction(1, 8)),
    ],
)
def test_a_plain_note_is_as_long_as_the_head_says_or_the_standard(head, unit):
    assert bar_lengths(f"{head}\nK:G\nABc | d\n") == [3 * unit, unit]
