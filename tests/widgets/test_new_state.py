"""The new state over a drawn input, on the Python side: torch's numbers, and presets."""

import itertools

import pytest
import torch

from gru_course.widgets import NewState
from tests.helpers.new_state_reference import torch_states

STATES = [
    {},
    {"w_ir": 1.5, "w_hr": -2.0, "b_r": 0.3, "w_hz": 1.2, "b_z": -0.5, "w_in": -3.0, "w_hn": 4.0},
    {"r_set_by": "me", "r": 0.3, "z_set_by": "me", "z": 0.7},
    {"z_set_by": "me", "z": 1.0, "x": [(-1) ** t * t / 24 for t in range(24)]},
]


def preset(name: str, **changes) -> NewState:
    return NewState(**{**NewState.presets[name], **changes})


@pytest.mark.parametrize("state", [*STATES, *NewState.presets.values()])
def test_the_states_are_torchs(state):
    widget = NewState(**state)
    states = torch.tensor([step.h for step in widget.run()], dtype=torch.float64)
    torch.testing.assert_close(states, torch_states(widget.state), rtol=0, atol=1e-13)


@pytest.mark.parametrize("state", STATES)
def test_the_state_is_the_sum_of_the_shares_of_the_candidates(state):
    for step in (1, 6, 24):
        widget = NewState(**state, step=step)
        total = sum(share * one.n for share, one in zip(widget.shares(), widget.run(), strict=True))
        assert total == pytest.approx(widget.run()[step - 1].h, abs=1e-14)
        assert sum(widget.shares()) <= 1 + 1e-14


def test_follow_is_the_candidate_and_the_candidate_hears_the_input_only():
    torch.testing.assert_close(
        torch.tensor([step.h for step in preset("follow").run()]),
        torch.tanh(1.5 * torch.tensor(NewState().x)),
    )


def test_the_leaky_memory_forgets_a_pulse_by_a_tenth_a_step():
    leaky = preset("leaky memory", x=[1.0, *[0.0] * 23]).run()
    ratios = [after.h / before.h for before, after in itertools.pairwise(leaky)]
    assert ratios == pytest.approx([0.9] * 23)


def test_the_latch_holds_the_sign_of_the_last_loud_input():
    states = [
        step.h for step in preset("latch", x=[0.0, 1.0, *[0.0] * 9, -1.0, -1.0, *[0.0] * 11]).run()
    ]
    assert min(states[5:11]) > 0.9 and max(states[16:]) < -0.9
    soft = [step.h for step in preset("latch", x=[1.0, *[0.0] * 9, -0.2, *[0.0] * 13]).run()]
    assert min(soft[5:]) > 0.8


def test_the_gate_that_hears_only_the_positive_lets_negative_inputs_pass_by():
    loud = [0.0, 1.0, 1.0, *[0.0] * 3, -1.0, -1.0, -1.0, *[0.0] * 15]
    run = preset("hear only the positive", x=loud).run()
    assert run[2].h > 0.9
    assert run[8].h == pytest.approx(run[5].h, abs=0.01)


def test_a_series_of_another_length_is_refused():
    with pytest.raises(Exception, match="x must hold 24 numbers, got 2"):
        NewState(x=[0.0, 1.0])
