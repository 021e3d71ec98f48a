import pytest

from gru_course.lab.tables import number, table


def test_columns_line_up():
    assert table(["", "units", "loss"], [["GRU", "46", "8.62"], ["Elman", "100", ""]]) == (
        "       units  loss\nGRU       46  8.62\nElman    100"
    )


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, "none"), (3, "3"), (0.0029999, "0.003"), (1e-15, "1e-15"), ("a", "a")],
)
def test_a_cell_shows_four_digits(value, text):
    assert number(value) == text
