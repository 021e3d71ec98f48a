import pytest

from gru_course.data.formats.ts_format import read_ts

HEAD = "#comment\n@dimensions 2\n@classLabel true one Two\n@data\n"


def write(folder, content):
    path = folder / "toy.ts"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_a_file_by_hand(tmp_path):
    first, second = read_ts(write(tmp_path, HEAD + "1,2,3:4,5,6e-1:Two\n\n-1:.5:one\n"))
    assert first.series.tolist() == [[1, 4], [2, 5], [3, pytest.approx(0.6)]] and first.label == 1
    assert second.series.tolist() == [[-1, 0.5]] and second.label == 0


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\xff\xfe\x00", r"toy\.ts is no text file"),
        ("", r"toy\.ts has no line @data"),
        ("@data\n1:2:one", r"toy\.ts names no classes: .*@classLabel true 1 2"),
        ("@classLabel false\n@data\n1:2", "names no classes"),
        (HEAD, r"toy\.ts holds no case after @data"),
        (HEAD + "1:2:three", r"toy\.ts, line 5: the label must be one of one two, got 'three'"),
        (HEAD + "1,2:3,4", "line 5: the label must be one of one two, got '3,4'"),
        (HEAD + "one", "line 5: there is a label and no series"),
        (
            HEAD + "1:2:one\n1,2:3:one",
            r"line 6: all dimensions must be of one length, got \[1, 2\]",
        ),
        (HEAD + "1,x:2,3:one", "line 5: a finite number is wanted, got 'x'"),
        (HEAD + "1,:2,3:one", "line 5: a finite number is wanted, got ''"),
        (HEAD + "1,?:2,3:one", r"line 5: a finite number is wanted, got '\?'"),
        (HEAD + "1,nan:2,3:one", "line 5: a finite number is wanted, got 'nan'"),
        (HEAD + "1:2:one\n1:2:3:one", "line 6: 2 dimensions are wanted .*, got 3"),
    ],
)
def test_a_damaged_file_is_named_with_the_line(tmp_path, content, message):
    with pytest.raises(ValueError, match=message):
        read_ts(write(tmp_path, content))


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(ValueError, match=r"toy\.ts is missing"):
        read_ts(tmp_path / "toy.ts")
