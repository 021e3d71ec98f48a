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
