import pytest

from gru_course.data.abc_notation import notes_of, parse_tunes, read_tunes

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
