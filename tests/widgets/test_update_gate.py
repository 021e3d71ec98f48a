"""The lever on the Python side: its state, its presets."""

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
    "preset, new_state", [("keep all", 0.8), ("replace all", -0.4), ("z = 0.9", 0.68)]
)
def test_presets_do_what_they_say(preset, new_state):
    z, n, h_prev = UpdateGate(**UpdateGate.presets[preset]).state.values()
    assert (1 - z) * n + z * h_prev == pytest.approx(new_state)
