"""The pages' benchmark: figures beside their goals, and bytes that need no clock."""

from dataclasses import replace

from benchmarks.page.figures import Figure, table
from benchmarks.page.widgets import bytes_of, examples
from gru_press.book.assets import collect

WAIT = Figure(
    section="mount", case="ResetGate", what="median of 20", value=14.0, unit="ms", goal=15
)


def test_a_figure_keeps_its_goal_up_to_the_goal_itself():
    assert WAIT.is_met
    assert replace(WAIT, value=15.0).is_met
    assert not replace(WAIT, value=15.01).is_met
    assert replace(WAIT, value=99.0, goal=None).is_met


def test_a_figure_of_which_more_is_better_reaches_its_goal():
    score = replace(WAIT, unit="points", value=99.0, goal=99, more_is_better=True)
    assert score.is_met
    assert not replace(score, value=98.9).is_met


def test_the_table_says_what_is_met_and_what_is_missed():
    late = replace(WAIT, case="WholeCell", value=16.0)
    bare = replace(WAIT, case="hosts", goal=None)
    heading, *lines = table([WAIT, late, bare]).splitlines()
    assert heading == "mount"
    assert [line.split()[-1] for line in lines] == ["met", "MISSED", "ms"]
    assert "goal 15" in lines[0]


def test_bytes_are_counted_for_every_widget_and_for_all():
    figures = list(bytes_of(examples(), collect()))
    assert [figure.case for figure in figures] == [*examples(), "all"]
    *own, together = figures
    assert all(figure.value > 0 for figure in figures)
    assert together.value > sum(figure.value for figure in own)  # shared modules come on top
