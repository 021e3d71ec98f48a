import json
import re

import pytest

from gru_course.figures.speed import ROW, ratio_bars
from gru_course.palette import INKS

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


def test_the_alt_text_names_what_else_is_compared():
    sets = "A step", "The products alone"
    figure = ratio_bars({"fast": 0.43}, {"fast": 0.2}, **WORDS, sets=sets)
    assert figure.layout.meta["alt"].endswith("A step: fast 0.43. The products alone: fast 0.20.")


def test_the_other_machines_bar_lies_below_that_of_its_name_and_is_thinner():
    here, _, elsewhere, _ = ratio_bars({"naive": 2, "fast": 0.5}, {"fast": 0.25}, **WORDS).data
    assert (here.x.tolist(), elsewhere.x.tolist()) == ([2, 0.5], [0.25])
    assert here.y[0] > here.y[1] > elsewhere.y[0]
    gap = here.y[1] - here.width / 2 - (elsewhere.y[0] + elsewhere.width / 2)
    assert gap > 0
    assert elsewhere.width < here.width


def test_the_numbers_are_written_at_the_ends_of_the_bars():
    bars, texts = ratio_bars({"naive": 1.974, "fast": 0.43}, {}, **WORDS).data
    assert (texts.x.tolist(), texts.y) == (bars.x.tolist(), bars.y)
    assert [text.strip() for text in texts.text] == ["1.97", "0.43"]


def test_without_another_machine_there_is_one_set_of_bars():
    figure = ratio_bars({"fast": 0.5}, {}, **WORDS)
    assert [trace.type for trace in figure.data] == ["bar", "scatter"]
    assert figure.layout.meta["alt"] == "Two bars. Here: fast 0.50."


def test_the_reference_stays_in_sight_when_all_bars_are_short():
    assert ratio_bars({"fast": 0.1}, {}, **WORDS).layout.xaxis.range[1] > 1


def test_the_line_of_the_reference_leaves_the_names_free():
    figure = ratio_bars({"naive": 2, "fast": 0.5}, {}, **WORDS)
    lines = sorted((line.y0, line.y1) for line in figure.layout.shapes)
    assert {(line.x0, line.x1) for line in figure.layout.shapes} == {(1, 1)}
    names = [note for note in figure.layout.annotations if note.text in ("naive", "fast")]
    below, above = sorted(note.y for note in names)
    assert lines[0][1] <= below < lines[1][0] < lines[1][1] <= above
    assert lines[1][0] - below > 18 / ROW  # pixels of a name


def test_only_the_palettes_light_colours_are_used_and_the_figure_is_small():
    drawn = ratio_bars({"naive": 2, "fast": 0.5}, {"fast": 0.25}, **WORDS).to_json()
    assert len(drawn) < 3000
    colours = set(re.findall(r"#[0-9A-Fa-f]{3,8}\b", json.dumps(json.loads(drawn))))
    assert colours <= {ink.light for ink in INKS}


def test_a_bar_of_the_other_machine_alone_is_refused():
    message = "elsewhere must hold names of here, got slow"
    with pytest.raises(ValueError, match=message):
        ratio_bars({"fast": 0.5}, {"slow": 2}, **WORDS)
