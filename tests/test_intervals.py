import math

import pytest
from scipy import stats

from gru_course.intervals import (
    Interval,
    mean_interval,
    student_t_inside,
    student_t_quantile,
)


@pytest.mark.parametrize(
    ("freedom", "quantile"),  # Abramowitz and Stegun, table 26.10
    [(1, 12.706), (2, 4.303), (3, 3.182), (4, 2.776), (9, 2.262), (30, 2.042)],
)
def test_the_quantile_is_the_printed_tables(freedom, quantile):
    assert student_t_quantile(0.975, freedom) == pytest.approx(quantile, abs=5e-4)


@pytest.mark.parametrize("freedom", [1, 2, 3, 4, 5, 6, 7, 19, 100])
@pytest.mark.parametrize("probability", [0.5, 0.6, 0.9, 0.975, 0.9995])
def test_the_quantile_is_scipys(freedom, probability):
    expected = stats.t.ppf(probability, freedom)
    assert student_t_quantile(probability, freedom) == pytest.approx(expected, rel=1e-9, abs=1e-12)


def test_cauchys_quartiles_are_at_one():
    assert student_t_inside(1.0, 1) == pytest.approx(0.5, abs=1e-15)


def test_the_interval_is_scipys():
    values = [8.62, 8.66, 8.59, 8.71, 8.64]
    low, high = stats.t.interval(0.95, 4, loc=stats.tmean(values), scale=stats.sem(values))
    interval = mean_interval(values)
    assert (interval.low, interval.high) == pytest.approx((low, high), rel=1e-12)
    assert str(interval) == "8.644 ± 0.056"


def test_two_runs_say_little():
    assert mean_interval([1.0, 2.0]) == pytest.approx((1.5, 6.3531), abs=1e-4)


def test_one_run_has_no_interval():
    assert mean_interval([2.5]) == Interval(2.5, None)
    assert str(Interval(2.5, None)) == "2.5"
    assert Interval(2.5, None).low == Interval(2.5, None).high == 2.5


def test_equal_runs_leave_no_doubt():
    assert mean_interval([3.0, 3.0, 3.0]) == (3.0, 0.0)


@pytest.mark.parametrize(
    ("interval", "text"),
    [
        ((0.05472, 0.00297), "0.0547 ± 0.0030"),
        ((8.6, None), "8.6"),
        ((3.0, 0.0), "3 ± 0"),
        ((1234.5, 56.7), "1234 ± 57"),
        ((2.584e-15, 3.2e-16), "2.58e-15 ± 3.2e-16"),
    ],
)
def test_an_interval_is_written_with_the_digits_that_it_bears_out(interval, text):
    assert str(Interval(*interval)) == text


def test_what_has_no_mean_or_quantile_is_refused():
    for values in ([], [1.0, math.nan]):
        with pytest.raises(ValueError, match="values must hold finite numbers, one at least, got"):
            mean_interval(values)
    with pytest.raises(ValueError, match=r"probability must be 0\.5 or more and below 1, got 1"):
        student_t_quantile(1, 3)
    with pytest.raises(ValueError, match="freedom must be at least 1, got 0"):
        student_t_quantile(0.9, 0)
    assert math.isclose(student_t_quantile(0.5, 3), 0, abs_tol=1e-15)
