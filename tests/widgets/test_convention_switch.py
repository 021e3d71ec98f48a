"""The convention switch on the Python side: one cell, four forms, torch's state."""

import pytest
import torch

from gru_course.cells import gru_step
from gru_course.widgets import ConventionSwitch
from gru_course.widgets.convention_switch import FORMS

STATES = [
    {},
    {"x": 1.0, "h_prev": -1.0, "b_z": 6.0, "b_hn": -2.0},
    {"x": -0.3, "h_prev": 0.5, "b_z": -6.0, "b_hn": 0.0},
]


def weights(state) -> list[torch.Tensor]:
    """The cell in PyTorch's form: weight_ih, weight_hh, bias_ih, bias_hh."""
    rows = [[[1.0], [-1.0], [1.5]], [[-1.0], [1.0], [1.2]]]
    biases = [[0.0, state["b_z"], 0.0], [0.0, 0.0, state["b_hn"]]]
    return [torch.tensor(one, dtype=torch.float64) for one in (*rows, *biases)]


def step_of(state, form: str):
    x, h_prev = (torch.tensor([[state[name]]], dtype=torch.float64) for name in ("x", "h_prev"))
    return gru_step(x, h_prev, *weights(state), reset_after=FORMS[form].reset_after)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("state", [*STATES, *ConventionSwitch.presets.values()])
def test_each_form_makes_what_its_equations_say(state, form):
    widget = ConventionSwitch(**state)
    found, step = widget.converted(form), step_of(widget.state, form)
    z = step.z.item() if FORMS[form].keeps else 1 - step.z.item()
    expected = (step.r.item(), z, step.n.item(), step.h.item())
    assert found == pytest.approx(expected, abs=1e-14)


def states_of(preset: str) -> dict[str, float]:
    widget = ConventionSwitch(**ConventionSwitch.presets[preset])
    return {form: widget.converted(form).h for form in FORMS}


@pytest.mark.parametrize("preset", ["all agree", "as in Chung"])
def test_without_b_hn_all_forms_make_one_state(preset):
    h = states_of(preset)
    assert max(h.values()) - min(h.values()) < 1e-14


@pytest.mark.parametrize("preset", ["two differ", "first step"])
def test_a_bias_that_r_multiplies_parts_them(preset):
    h = states_of(preset)
    assert h["keras"] == h["pytorch"] and h["cho"] == pytest.approx(h["chung"], abs=1e-14)
    assert abs(h["chung"] - h["pytorch"]) > 0.1


def test_the_preset_of_a_form_shows_that_form():
    assert ConventionSwitch.presets["as in Chung"]["form"] == "chung"
