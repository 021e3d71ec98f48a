import json
import re

import pytest

from gru_course.palette import INKS
from gru_course.speed_figures import ratio_bars

WORDS = {
    "title": "Fewer calls, less time",
    "alt": "Two bars.",
    "x_title": "time",
    "reference": "torch.nn.GRU",
}


def test_the_alt_text_tells_the_numbers_of_both_machines():
    figure = ratio_bars({"naive": 1.974, "fast": 0.43}, {"fast": 0.4}, **WORDS)
    expected = "Two bars. Here: naive 1.97, fast 0.43. On the other machine: fast 0.40."
    assert figure.layout.meta["alt"] == expected


def test_a_mark_stands_at_the_bar_of_its_name():
    bars, marks = ratio_bars({"naive": 2, "fast": 0.5}, {"fast": 0.25}, **WORDS).data
    assert (bars.x.tolist(), list(bars.y)) == ([2, 0.5], [2, 1])
    assert (marks.x.tolist(), list(marks.y)) == ([0.25], [1])


def test_without_another_machine_there_are_bars_alone():
    figure = ratio_bars({"fast": 0.5}, {}, **WORDS)
    assert list(figure.data[1].x) == []
    assert figure.layout.meta["alt"] == "Two bars. Here: fast 0.50."


def test_the_reference_stays_in_sight_when_all_bars_are_short():
    assert ratio_bars({"fast": 0.1}, {}, **WORDS).layout.xaxis.range[1] > 1


def test_only_the_palettes_light_colours_are_used_and_the_figure_is_small():
    drawn = ratio_bars({"naive": 2, "fast": 0.5}, {"fast": 0.25}, **WORDS).to_json()
    assert len(drawn) < 3000
    colours = set(re.findall(r"#[0-9A-Fa-f]{3,8}\b", json.dumps(json.loads(drawn))))
    assert colours <= {ink.light for ink in INKS}


def test_a_mark_without_a_bar_is_refused():
    message = "elsewhere must hold names of here, got slow"
    with pytest.raises(ValueError, match=message):
        ratio_bars({"fast": 0.5}, {"slow": 2}, **WORDS)
