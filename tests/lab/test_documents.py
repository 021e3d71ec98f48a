import json
import os

import pytest

from gru_course.lab.documents import DocumentError, read_document, write_document

CONTENT = {"loss": 0.1 + 0.2, "cell": "gru", "none": None, "list": [1, 2.5]}


def test_what_is_read_is_what_was_written(tmp_path):
    path = tmp_path / "a.json"
    write_document(path, CONTENT)
    assert read_document(path) == CONTENT
    assert [file.name for file in tmp_path.iterdir()] == ["a.json"]


@pytest.mark.parametrize("length", [0, 1, 40, -1, -3])
def test_half_a_file_is_found_damaged(tmp_path, length):
    path = tmp_path / "a.json"
    write_document(path, CONTENT)
    path.write_text(path.read_text()[:length])
    with pytest.raises(DocumentError, match=r"a\.json is damaged: it is no JSON"):
        read_document(path)


def test_an_edited_file_is_found_damaged(tmp_path):
    path = tmp_path / "a.json"
    write_document(path, CONTENT)
    path.write_text(path.read_text().replace('"gru"', '"rnn"'))
    with pytest.raises(DocumentError, match="damaged: it was changed after it was written"):
        read_document(path)


@pytest.mark.parametrize("other", [[], {}, *({"format": n, "content": {}} for n in (1, 99))])
def test_another_format_is_refused(tmp_path, other):
    (tmp_path / "a.json").write_text(json.dumps(other))
    message = r"a\.json must be of format 2, that of this version, got (None|1|99)"
    with pytest.raises(DocumentError, match=message):
        read_document(tmp_path / "a.json")


def test_a_file_that_is_not_there_is_no_damage(tmp_path):
    with pytest.raises(FileNotFoundError):
        read_document(tmp_path / "a.json")


def test_whatever_stops_the_writing_leaves_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "a.json"
    write_document(path, CONTENT)

    def stop(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", stop)
    with pytest.raises(KeyboardInterrupt):
        write_document(path, {})
    with pytest.raises(ValueError, match="not JSON compliant"):
        write_document(path, {"loss": float("nan")})
    assert read_document(path) == CONTENT
    assert [file.name for file in tmp_path.iterdir()] == ["a.json"]
