import math

import pytest

from gru_course.lab.space import Range, draw, grid

SPACE = {"cell": ["gru", "rnn"], "learning_rate": Range(1e-4, 1e-2, log=True)}


def test_a_grid_has_every_combination_once():
    assert grid({"cell": ["gru", "rnn"], "max_lag": [None, 10, 100]}) == [
        {"cell": cell, "max_lag": lag} for cell in ("gru", "rnn") for lag in (None, 10, 100)
    ]


def test_more_samples_keep_the_first_ones():
    assert draw(SPACE, 20, seed=1)[:5] == draw(SPACE, 5, seed=1) != draw(SPACE, 5, seed=2)


def test_few_samples_miss_no_value_of_a_list():
    cells = [sample["cell"] for sample in draw(SPACE, 8, seed=3)]
    assert all(set(pair) == {"gru", "rnn"} for pair in pairs_of(cells))
    assert len(set(pairs_of(cells))) == 2  # and yet in no fixed order


def pairs_of(values):
    return list(zip(values[::2], values[1::2], strict=True))


def test_a_logarithmic_range_favours_no_power_of_ten():
    rates = [sample["learning_rate"] for sample in draw(SPACE, 2000, seed=0)]
    assert min(rates) >= 1e-4 and max(rates) <= 1e-2
    assert sum(rate < 1e-3 for rate in rates) / 2000 == pytest.approx(0.5, abs=0.03)


def test_a_range_of_whole_numbers_gives_whole_numbers_up_to_both_ends():
    sizes = {sample["hidden_size"] for sample in draw({"hidden_size": Range(3, 6)}, 200, seed=0)}
    assert sizes == {3, 4, 5, 6}
    assert all(type(size) is int for size in sizes)


def test_a_drawn_number_has_four_digits():
    for sample in draw({"dropout": Range(0.0, 0.5)}, 50, seed=0):
        assert sample["dropout"] == float(f"{sample['dropout']:.4g}")


@pytest.mark.parametrize(
    ("space", "error", "message"),
    [
        ({}, ValueError, "space must name one setting at least, got none"),
        ({"size": [1]}, ValueError, r"a setting of space must be one of .*, got 'size'"),
        ({"cell": []}, ValueError, "cell must have one value at least, got none"),
        ({"cell": "gru"}, TypeError, "cell must be a list of values or a Range, got 'gru'"),
        ({"seed": 3}, TypeError, "seed must be a list of values or a Range, got 3"),
        ({"seed": Range(1, 3)}, ValueError, "seed must be a list of values in a grid, .* samples"),
    ],
)
def test_a_space_that_is_none_is_refused(space, error, message):
    with pytest.raises(error, match=message):
        grid(space)


def test_a_range_that_is_none_is_refused():
    for low, high in ((2, 1), (1, 1), (0.0, math.inf), (math.nan, 1.0)):
        with pytest.raises(ValueError, match="a Range must have finite low < high, got Range"):
            Range(low, high)
    with pytest.raises(ValueError, match=r"a Range with log must have low above 0, got .*low=0"):
        Range(0, 1, log=True)
    with pytest.raises(ValueError, match="samples must be at most 10000, got 99999"):
        draw({"hidden_size": [2, 3]}, 99999, seed=0)
    with pytest.raises(ValueError, match="samples must be at least 1, got 0"):
        draw(SPACE, 0, seed=0)
