import re

import click
import pytest

from gru_course.lab.cli.settings import assignment, task_of, value


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("3", 3),
        ("-2", -2),
        ("1e-3", 1e-3),
        ("none", None),
        ("None", None),
        ("gru", "gru"),
        ("0.1,0.6", [0.1, 0.6]),
        ("notes, old.mat", "notes, old.mat"),
    ],
)
def test_words_are_read_as_what_they_look_like(words, read):
    found = value(words)
    assert found == read and type(found) is type(read)


def test_an_assignment_may_hold_further_equals_signs():
    assert assignment("data=a=b.mat") == ("data", "a=b.mat")
    assert assignment("max-lag=none") == ("max_lag", "none")


@pytest.mark.parametrize("name", ["007", "1_000", "1e5", "2024,01", "none", "0x10", "nan", " 7"])
def test_what_names_a_file_or_a_folder_is_no_number(tmp_path, monkeypatch, mat_file, name):
    """Beside it lies what Python would take the name for."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / name).write_bytes(mat_file.read_bytes())
    assert task_of("chorales", (f"data={name}",)).options == {"data": name}
    folder = tmp_path / "folders" / name
    folder.mkdir(parents=True)
    (folder.parent / str(value(name))).mkdir(exist_ok=True)
    monkeypatch.chdir(folder.parent)
    with pytest.raises(ValueError, match=rf"^{re.escape(name)} must hold three \.wav files"):
        task_of("speech", (f"folder={name}", "rate=8000"))


def test_what_is_declared_a_number_is_read_as_one():
    assert task_of("sine", ("steps=7", "band=0.2,0.3")).options == {"steps": 7, "band": [0.2, 0.3]}
    assert task_of("vowels", ("valid=2",)).options == {"valid": 2}


@pytest.mark.parametrize("text", ["steps", "=3", "steps=", ""])
def test_an_assignment_needs_both_sides(text):
    with pytest.raises(click.UsageError, match="must be like NAME=VALUE"):
        assignment(text)


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (
            ("train", "sine", "--option", "steps=5", "--option", "steps=6"),
            "--option must name steps",
        ),
        (("sweep", "sine", "--vary", "seed=0", "--vary", "seed=1"), "must name seed once"),
    ],
)
def test_a_name_that_is_given_twice_is_refused(course, words, complaint):
    result = course(*words)
    assert result.exit_code == 2
    assert complaint in result.stderr


def test_weights_and_results_need_a_file_each(course, tmp_path):
    file = tmp_path / "one"
    result = course("train", "sine", "--epochs", 1, "--save", file, "--json", file)
    assert result.exit_code == 2
    assert "--save and --json must differ" in result.stderr
    assert not file.exists()


def test_a_size_beyond_all_numbers_is_refused_in_a_sentence(course):
    result = course("compare", "sine", "--cells", "gru", "--size", 10**400, "--seeds", "0")
    assert result.exit_code == 2
    assert "Traceback" not in result.stderr
