"""The lever on the Python side: its state, its presets and its still picture."""

import re

import pytest
import traitlets

from gru_course.widgets import UpdateGate


def test_it_starts_half_way_between_candidate_and_old_state():
    assert UpdateGate().state == {"z": 0.5, "n": -0.4, "h_prev": 0.8}
    assert repr(UpdateGate()) == "UpdateGate(z=0.5, n=-0.4, h_prev=0.8)"


@pytest.mark.parametrize("name, low", [("z", 0), ("n", -1), ("h_prev", -1)])
def test_a_gate_lies_in_0_to_1_and_a_state_in_minus_1_to_1(name, low):
    for edge in (low, 1):
        assert getattr(UpdateGate(**{name: edge}), name) == edge
    for outside in (low - 0.01, 1.01):
        with pytest.raises(traitlets.TraitError, match=name):
            UpdateGate(**{name: outside})


@pytest.mark.parametrize(
    "preset, new_state", [("keep all", "0.80"), ("replace all", "−0.40"), ("z = 0.9", "0.68")]
)
def test_presets_do_what_they_say(preset, new_state):
    picture = UpdateGate(**UpdateGate.presets[preset]).picture()
    assert re.findall(r"new state ([−\d.]+)", picture) == [new_state]


@pytest.mark.parametrize("z, n, h_prev", [(0.5, -0.4, 0.8), (0.0, 1.0, -1.0), (0.9, 0.3, 0.3)])
def test_the_picture_shows_the_new_state_on_the_line(z, n, h_prev):
    picture = UpdateGate(z=z, n=n, h_prev=h_prev).picture()
    _, _, new = re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)"', picture)
    (line,) = re.findall(r'd="M([\d.]+) ([\d.]+)L([\d.]+) ([\d.]+)"[^>]*gru-state', picture)
    x, y = map(float, new)
    left, top, right, bottom = map(float, line)
    assert x == pytest.approx(left + z * (right - left), abs=0.02)
    assert y == pytest.approx(top + z * (bottom - top), abs=0.02)
