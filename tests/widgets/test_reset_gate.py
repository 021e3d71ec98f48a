"""The reset gate on the Python side: its numbers are torch's, its presets do what they say."""

import math

import pytest
import torch
import traitlets

from gru_course.widgets import ResetGate
from tests.helpers.references import float64, reset_gate_numbers

STATES = [
    {},
    {"r_set_by": "me", "r": 0.0},
    {"r_set_by": "me", "r": 1.0, "x": 0.4, "h_prev": -1.0},
    {"r_set_by": "me", "r": 0.37, "z": 0.0},
    {"w": 3.0, "u": 3.0, "b": 4.0, "x": 1.0, "h_prev": 1.0, "z": 1.0},
    {"w": -3.0, "u": -3.0, "b": -4.0, "x": 1.0, "h_prev": 1.0},
    {"w_in": -2.0, "b_in": 0.5, "w_hn": -1.3, "b_hn": -0.7, "h_prev": 0.0},
]


@pytest.mark.parametrize("state", STATES)
def test_the_numbers_are_torchs(state):
    widget = ResetGate(**state)
    expected = reset_gate_numbers(widget.state)
    r = widget.reset_gate()
    assert r == pytest.approx(expected["r"], abs=1e-12)
    assert widget.candidate(r) == pytest.approx(expected["n"], abs=1e-12)
    assert widget.candidate(1.0) == pytest.approx(expected["n_open"], abs=1e-12)
    assert widget.new_state(r) == pytest.approx(expected["h"], abs=1e-12)


def test_a_closed_gate_still_lets_the_old_state_through():
    new = [ResetGate(r_set_by="me", r=0.0, h_prev=h).new_state(0.0) for h in (-1.0, 1.0)]
    assert new[1] - new[0] == pytest.approx(1.0)  # z = 0.5 of the difference of 2


def test_without_an_old_state_the_gate_acts_through_the_bias():
    widget = ResetGate(h_prev=0.0)
    assert widget.candidate(1.0) - widget.candidate(0.0) > 0.2


def test_presets_do_what_they_say():
    presets = {name: ResetGate(**changes) for name, changes in ResetGate.presets.items()}

    closed = presets["r = 0: input only"]
    assert closed.candidate(closed.reset_gate()) == math.tanh(closed.x)
    elman = presets["r = 1: Elman candidate"]
    cell = torch.nn.RNNCell(1, 1, dtype=torch.float64)
    weights = {"weight_ih": [[1.0]], "weight_hh": [[1.2]], "bias_ih": [0.0], "bias_hh": [0.3]}
    cell.load_state_dict({name: float64(values) for name, values in weights.items()})
    h = cell(float64([[elman.x]]), float64([[elman.h_prev]])).item()
    assert elman.candidate(elman.reset_gate()) == pytest.approx(h, abs=1e-12)
    saturated = presets["saturated"]
    assert saturated.r_set_by == "weights"
    assert 0.9999 < saturated.reset_gate() < 1
    assert presets["old state 0"].h_prev == 0


def test_presets_leave_nothing_of_the_one_before():
    moved = [
        name for name in ResetGate().state if name not in ("w_in", "b_in", "w_hn", "b_hn", "z")
    ]
    for changes in ResetGate.presets.values():
        assert set(changes) == set(moved)


@pytest.mark.parametrize(
    "state", [{"r": 1.5}, {"x": -2.0}, {"b": 5.0}, {"r_set_by": "you"}, {"h_prev": "half"}]
)
def test_a_state_out_of_range_is_refused_by_name(state):
    with pytest.raises(traitlets.TraitError, match=next(iter(state))):
        ResetGate(**state)


def test_the_repr_shows_the_state():
    assert repr(ResetGate(r_set_by="me", r=0.25)) == (
        "ResetGate(x=-0.6, h_prev=0.8, w=1, u=2, b=-0.2, r_set_by='me', r=0.25, "
        "w_in=1, b_in=0, w_hn=1.2, b_hn=0.3, z=0.5)"
    )
