import base64
import json
import re

import numpy as np
import pytest
import torch

from gru_course import figures
from gru_course.palette import CANDIDATE, INKS, INPUT, STATE, UPDATE

WORDS = {"title": "The state follows the candidate", "alt": "Two lines that rise together."}
LINE = [0.0, 0.5, 1.0]
ROLL = np.eye(5, 88, k=39)  # a chromatic scale from middle C
EXAMPLES = {
    "sequences": lambda: figures.sequences({"z": LINE, "h": LINE}, **WORDS),
    "curves": lambda: figures.curves(
        {"z = .5": LINE, "z = .9": LINE}, x_title="step k", y_title="share left", **WORDS
    ),
    "loss_curves": lambda: figures.loss_curves([3, 2, 1], [3, 2.5, 2], **WORDS),
    "forecast": lambda: figures.forecast(LINE, LINE[1:], LINE, start=1, **WORDS),
    "piano_roll": lambda: figures.piano_roll(ROLL, ROLL / 2, **WORDS),
    "bars_with_baselines": lambda: figures.bars_with_baselines(
        {"GRU": 8.65, "tanh": 8.87}, {"frequency": 11.1}, y_title="nats per step", **WORDS
    ),
}


@pytest.fixture(params=EXAMPLES, ids=str)
def figure(request):
    """One small figure of each kind, as the page gets it."""
    return json.loads(EXAMPLES[request.param]().to_json())


def values(encoded):
    """The numbers of an array that plotly has written as base64."""
    if isinstance(encoded, list):
        return encoded
    numbers = np.frombuffer(base64.b64decode(encoded["bdata"]), np.dtype(encoded["dtype"]))
    return numbers.reshape([int(n) for n in encoded.get("shape", "-1").split(",")]).tolist()


def texts(figure):
    return [annotation.text for annotation in figure.layout.annotations]


def test_a_small_figure_weighs_less_than_3_kb(figure):
    assert len(json.dumps(figure)) < 3000


def test_a_figure_says_its_finding_and_describes_itself(figure):
    assert figure["layout"]["title"]["text"] == WORDS["title"]
    assert figure["layout"]["meta"]["alt"] == WORDS["alt"]
    assert figure["layout"]["yaxis"]["title"]["text"]


def test_only_the_palettes_light_colours_are_used(figure):
    """The page turns them into the dark ones; any other colour would stay."""
    colours = set(re.findall(r"#[0-9A-Fa-f]{3,8}\b", json.dumps(figure)))
    assert colours <= {ink.light for ink in INKS}
    assert figure["layout"]["font"]["color"] == STATE.light


def test_the_ground_is_transparent(figure):
    for ground in ("paper_bgcolor", "plot_bgcolor"):
        assert figure["layout"][ground] == "rgba(128,128,128,0)"


@pytest.mark.parametrize("missing", WORDS)
def test_an_empty_title_or_alt_text_is_refused(missing):
    with pytest.raises(ValueError, match=f"{missing} must say what the figure shows, got ' '"):
        figures.loss_curves([1, 2], **{**WORDS, missing: " "})


def test_a_long_title_is_broken_into_lines_that_a_telephone_shows():
    title = "The state keeps what the update gate keeps, and follows the candidate elsewhere"
    rows = figures.loss_curves([1, 2], title=title, alt="a").layout.title.text.split("<br>")
    assert " ".join(rows) == title and max(map(len, rows)) <= 40


def test_each_quantity_has_its_colour_pattern_and_name():
    figure = figures.sequences({"z": LINE, "n": LINE, "h unit 3": LINE}, **WORDS)
    for trace, ink in zip(figure.data, (UPDATE, CANDIDATE, STATE), strict=True):
        line = trace.line
        assert (line.color, line.dash, line.width) == (ink.light, ink.plotly_dash, ink.width)
    assert set(texts(figure)) == {"update gate z", "candidate n", "h unit 3"}


def test_a_line_is_named_where_it_ends():
    figure = figures.sequences({"x": [0, -1], "h": [0, 1]}, y_range=(-2, 2), **WORDS)
    assert {note.text: note.y for note in figure.layout.annotations} == {
        "input x": -1,
        "hidden state h": 1,
    }
    assert not figure.layout.showlegend


@pytest.mark.parametrize("end", [-1.0, 0.0, 1.0])
def test_labels_of_lines_that_end_together_stay_apart_and_inside(end):
    lines = {symbol: [0.0, end] for symbol in "xrznh"}
    figure = figures.sequences(lines, y_range=(-1, 1), **WORDS)
    heights = sorted(note.y for note in figure.layout.annotations)
    assert np.diff(heights).min() >= 0.1
    assert heights[-1] <= 1


def test_lists_arrays_and_tensors_give_the_same_figure():
    tensor = torch.tensor(LINE, dtype=torch.float64, requires_grad=True)
    for same in (np.array(LINE), tensor, tensor[:, None]):
        assert figures.sequences({"h": same}, **WORDS) == figures.sequences({"h": LINE}, **WORDS)


def test_losses_are_counted_from_epoch_one():
    figure = figures.loss_curves([3, 2, 1], [3.5, 2.5, 2], **WORDS)
    assert [trace.x0 for trace in figure.data] == [1, 1]
    assert values(json.loads(figure.to_json())["data"][1]["y"]) == [3.5, 2.5, 2]
    assert tuple(figure.layout.xaxis.range) == (1, 3)


def test_labels_find_their_lines_on_a_logarithmic_axis():
    figure = figures.loss_curves([10, 1, 0.01], [10, 1, 1], log_y=True, **WORDS)
    heights = {note.text: note.y for note in figure.layout.annotations}
    assert heights == pytest.approx({"training": -2, "validation": 0}, abs=1e-6)
    assert figure.layout.yaxis.type == "log"


def test_a_loss_of_zero_has_no_place_on_a_logarithmic_axis():
    with pytest.raises(ValueError, match=r"log_y needs values above 0, got 0\.0"):
        figures.loss_curves([1, 0], log_y=True, **WORDS)


def test_a_single_epoch_and_a_constant_loss_are_drawn_too():
    assert figures.loss_curves([2.0], **WORDS).data[0].mode == "markers"
    low, high = figures.loss_curves([2.0, 2.0], **WORDS).layout.yaxis.range
    assert low < 2 < high


def test_a_gap_in_a_line_is_no_end_of_it():
    figure = figures.loss_curves([3, float("nan"), 1, float("nan")], **WORDS)
    assert figure.layout.annotations[0].y == 1


def test_the_free_running_forecast_begins_where_the_truth_is_left():
    figure = figures.forecast(np.sin(range(6)), [0, 0], start=4, **WORDS)
    free = next(trace for trace in figure.data if trace.name == "free-running")
    assert free.x0 == 4 and figure.layout.shapes[0].x0 == 4
    assert tuple(figure.layout.xaxis.range) == (0, 5)


def test_a_forecast_of_another_length_is_refused():
    with pytest.raises(ValueError, match="free_running must have 2 values here, got 3"):
        figures.forecast(LINE, LINE, start=1, **WORDS)
    with pytest.raises(ValueError, match="one_step must have 3 values here, got 2"):
        figures.forecast(LINE, LINE[1:], LINE[1:], start=1, **WORDS)
    with pytest.raises(ValueError, match="start must be 0 to 2, a step of truth, got 3"):
        figures.forecast(LINE, [], start=3, **WORDS)


@pytest.mark.parametrize(("midi", "name"), [(21, "A0"), (60, "C4"), (61, "C♯4"), (108, "C8")])
def test_a_pitch_has_its_name(midi, name):
    assert figures.pitch_name(midi) == name


def test_a_piano_roll_shows_the_keys_that_sound_by_name():
    (trace,) = json.loads(figures.piano_roll(ROLL, **WORDS).to_json())["data"]
    assert trace["y"][2:-2] == ["C4", "C♯4", "D4", "D♯4", "E4"]
    shown = np.array(values(trace["z"]))
    np.testing.assert_array_equal(shown[2:-2], 100 * np.eye(5))
    assert shown.shape == (9, 5) and not shown[[0, 1, -2, -1]].any()


def test_probabilities_stand_beside_the_music_in_percent():
    roll, predicted = json.loads(figures.piano_roll(ROLL, ROLL / 4, **WORDS).to_json())["data"]
    assert (roll["xaxis"], predicted["xaxis"]) == ("x", "x2")
    assert np.array(values(predicted["z"])).max() == 25
    assert (predicted["zmin"], predicted["zmax"]) == (0, 100)


def test_a_roll_that_is_none_is_refused():
    with pytest.raises(ValueError, match="a key that sounds, got silence"):
        figures.piano_roll(np.zeros((4, 88)), **WORDS)
    with pytest.raises(ValueError, match=r"roll must have shape \(T, K\), got \(3,\)"):
        figures.piano_roll(LINE, **WORDS)
    with pytest.raises(ValueError, match=r"probabilities must have shape \(5, 88\), got \(4, 88\)"):
        figures.piano_roll(ROLL, ROLL[1:], **WORDS)
    with pytest.raises(ValueError, match=r"probabilities must lie in 0 to 1, got 0\.0 to 2\.0"):
        figures.piano_roll(ROLL, 2 * ROLL, **WORDS)


def test_bars_start_at_zero_and_show_their_numbers():
    figure = figures.bars_with_baselines(
        {"GRU": 8.6512, "tanh": 8.87}, {"frequency": 11.11}, y_title="nats", **WORDS
    )
    assert tuple(figure.data[0].text) == ("8.651", "8.87")
    low, high = figure.layout.yaxis.range
    assert low == 0 and high > 11.11


def test_names_that_look_like_numbers_are_names():
    bars = {"0.25": 1.0, "1.5": 2.0}
    assert (
        figures.bars_with_baselines(bars, {}, y_title="share", **WORDS).layout.xaxis.type
        == "category"
    )


def test_each_baseline_is_a_named_line():
    figure = figures.bars_with_baselines(
        {"GRU": 1}, {"frequency": 3, "exact": 2}, y_title="nats", **WORDS
    )
    assert [(shape.y0, shape.y1) for shape in figure.layout.shapes] == [(3, 3), (2, 2)]
    assert {note.text: note.y for note in figure.layout.annotations} == {"frequency": 3, "exact": 2}


def test_a_bar_has_its_error_bar():
    words = {**WORDS, "y_title": "nats"}
    figure = figures.bars_with_baselines({"GRU": 1, "tanh": 2}, {}, errors=[0.5, 0.25], **words)
    assert values(json.loads(figure.to_json())["data"][0]["error_y"]["array"]) == [0.5, 0.25]
    with pytest.raises(ValueError, match="errors must have 2 values here, got 1"):
        figures.bars_with_baselines({"GRU": 1, "tanh": 2}, {}, errors=[0.5], **words)


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ({}, "at least one line, got none"),
        ({"q": LINE}, "named by one of x, r, z, n, h, got 'q'"),
        ({"h": []}, "h must hold a finite number"),
        ({"h": [float("nan")]}, "h must hold a finite number"),
        ({"h": np.zeros((2, 2))}, r"h must have shape \(T,\), got \(2, 2\)"),
    ],
)
def test_values_that_cannot_be_drawn_are_refused(lines, message):
    with pytest.raises(ValueError, match=message):
        figures.sequences(lines, **WORDS)


def test_the_input_is_drawn_thin():
    assert figures.sequences({"x": LINE}, **WORDS).data[0].line.width == INPUT.width


def test_curves_of_one_quantity_differ_in_their_line_pattern():
    four = {name: LINE for name in "abcd"}
    figure = figures.curves(four, x_title="step", y_title="share", **WORDS)
    assert len({trace.line.dash for trace in figure.data}) == 4
    with pytest.raises(ValueError, match="at most 4 curves, got 5"):
        figures.curves({**four, "e": LINE}, x_title="step", y_title="share", **WORDS)
