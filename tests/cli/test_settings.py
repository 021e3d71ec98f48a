import click
import pytest

from gru_course.cli.settings import assignment, value


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
    assert assignment("max-lag=none") == ("max_lag", None)


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
