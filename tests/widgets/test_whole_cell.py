"""The whole cell on the Python side: its numbers are torch's, its presets do what they say."""

import itertools
import math

import pytest
import torch
import traitlets

from gru_course.widgets import WholeCell
from gru_course.widgets.base import VIEW
from gru_course.widgets.whole_cell import DETAILS, INPUTS
from tests.helpers.references import float64, whole_cell, whole_cell_numbers, whole_cell_run

STATES = [
    {},
    {"x": -1.0, "h_prev": -1.0},
    {"r_set_by": "me", "r": 0.0, "z_set_by": "me", "z": 1.0},
    {"r_set_by": "me", "r": 1.0, "z_set_by": "me", "z": 0.0, "b_hn": 1.5},
    {"b_r": 8.0, "w_ir": 6.0, "w_hr": 6.0, "b_z": -8.0, "w_iz": -6.0, "w_in": 6.0, "b_in": 4.0},
    {"b_r": -8.0, "b_z": 8.0, "w_hn": -6.0, "b_hn": -4.0, "w_hz": 6.0, "sequence": "noise"},
]


@pytest.mark.parametrize("state", STATES)
def test_a_step_is_torchs(state):
    widget = WholeCell(**state)
    step, expected = widget.shown(), whole_cell_numbers(widget.state)
    for name, value in step._asdict().items():
        assert value == pytest.approx(expected[name], abs=1e-12), name


@pytest.mark.parametrize("sequence", INPUTS)
@pytest.mark.parametrize("state", STATES)
def test_a_run_is_torchs(state, sequence):
    widget = WholeCell(**{**state, "sequence": sequence})
    expected = whole_cell_run(widget.state, INPUTS[sequence])
    for name, values in expected.items():
        assert [getattr(step, name) for step in widget.run()] == pytest.approx(values, abs=1e-12)


@torch.no_grad()
def test_a_run_is_that_of_torchs_layer():
    widget = WholeCell(sequence="sine")
    layer = torch.nn.GRU(1, 1, dtype=torch.float64)
    for name, parameter in whole_cell(widget.state).named_parameters():
        getattr(layer, f"{name}_l0").copy_(parameter)
    states = layer(float64(INPUTS["sine"])[:, None])[0].flatten().tolist()
    assert [step.h for step in widget.run()] == pytest.approx(states, abs=1e-12)


def test_a_chosen_step_is_that_of_the_run():
    widget = WholeCell(sequence="steps", step=4)
    assert widget.shown() == widget.run()[3]
    assert widget.shown().h_prev == widget.run()[2].h
    assert WholeCell(step=1).shown().h_prev == 0


@pytest.mark.parametrize("sequence", INPUTS)
def test_a_sequence_has_a_value_for_every_step(sequence):
    inputs = INPUTS[sequence]
    assert len(inputs) == WholeCell.step.max
    assert all(-1 <= x <= 1 and round(x, 2) == x for x in inputs)  # as the slider of x


def preset(name: str, **changes) -> WholeCell:
    return WholeCell(**{**WholeCell.presets[name], **changes})


POINTS = list(itertools.product((-1.0, 0.3, 1.0), (-0.9, 0.0, 1.0)))


def test_copy_keeps_any_state_from_any_input():
    for x, h_prev in POINTS:
        assert preset("copy", b_r=-3.0).at(x, h_prev).h == h_prev


@torch.no_grad()
def test_elman_is_torchs_simple_cell():
    weights = {"w_in": -1.3, "b_in": 0.2, "w_hn": 1.7, "b_hn": -0.4}
    cell = torch.nn.RNNCell(1, 1, dtype=torch.float64)
    for parameter, value in zip(cell.parameters(), (-1.3, 1.7, 0.2, -0.4), strict=True):
        parameter.fill_(value)
    for x, h_prev in POINTS:
        expected = cell(float64([[x]]), float64([[h_prev]])).item()
        assert preset("Elman RNN", **weights).at(x, h_prev).h == pytest.approx(expected, abs=1e-12)


def test_feed_forward_knows_the_input_only():
    for x, h_prev in POINTS:
        cell = preset("feed-forward", b_in=0.5, w_hn=3.0, b_hn=-2.0)  # b_hn goes too
        assert cell.at(x, h_prev).h == math.tanh(cell.w_in * x + 0.5)


def test_leaky_memory_is_an_exponential_average():
    cell, average = preset("leaky memory"), 0.0
    for step in cell.run():
        average = 0.9 * average + 0.1 * math.tanh(2 * step.x)
        assert step.h == pytest.approx(average, abs=1e-12)
    silent = [step.h for step in cell.run()][7:11]
    assert silent[-1] / silent[0] == pytest.approx(0.9**3)


def test_the_latch_holds_what_was_written_and_takes_the_opposite():
    states = [step.h for step in preset("latch").run()]
    assert min(states[7:11]) > 0.9  # no input since step 7
    assert max(states[16:]) < -0.9  # since step 16
    assert states[10] == pytest.approx(math.tanh(3 * states[10]), abs=0.01)


@pytest.mark.parametrize(
    "state", [{"z": 1.5}, {"x": -2.0}, {"b_hn": 5.0}, {"stage": "all"}, {"step": 21}]
)
def test_a_state_out_of_range_is_refused_by_name(state):
    with pytest.raises(traitlets.TraitError, match=next(iter(state))):
        WholeCell(**state)


def test_the_detail_decides_the_presets_that_are_shown():
    shown = {detail: [text for text, _ in WholeCell(detail=detail)._presets] for detail in DETAILS}
    corners = ["copy", "Elman RNN", "feed-forward"]
    assert shown == {"flow": corners, "corners": [], "run": list(WholeCell.presets)}
    assert dict(WholeCell()._presets) == WholeCell.presets


def test_the_detail_is_no_state():
    assert WholeCell(detail="flow", z=0.3).state == WholeCell(z=0.3).state


@pytest.mark.parametrize("detail", DETAILS)
def test_a_page_is_told_the_detail_so_that_it_keeps_its_room(detail):
    _, metadata = WholeCell(detail=detail)._repr_mimebundle_()
    assert metadata[VIEW]["detail"] == detail


def test_an_unknown_detail_is_refused():
    message = "detail must be one of flow, corners, run, got 'all'"
    with pytest.raises(ValueError, match=message):
        WholeCell(detail="all")


def test_the_repr_shows_the_state():
    assert repr(WholeCell(step=3)) == (
        "WholeCell(x=0.4, h_prev=0.8, stage='state', w_ir=-1, w_hr=-2, b_r=1.5, "
        "r_set_by='weights', r=0.5, w_iz=-3, w_hz=1, b_z=0.8, z_set_by='weights', z=0.5, "
        "w_in=1, b_in=0, w_hn=0.8, b_hn=0, sequence='pulse', step=3)"
    )
