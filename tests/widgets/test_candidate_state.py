"""The candidate on the Python side: both places of the reset gate, with torch's numbers."""

import pytest
import traitlets

from gru_course.widgets import CandidateState
from tests.helpers.references import candidate_numbers

STATES = [
    {},
    {"r_1": 0.0, "r_2": 0.0},
    {"r_1": 1.0, "r_2": 0.0, "h_1": -1.0},
    {"w_11": 2.0, "w_12": -2.0, "w_21": 2.0, "w_22": 2.0, "b_1": 1.0, "h_1": 1.0, "h_2": 1.0},
]


def difference(widget: CandidateState) -> float:
    pairs = zip(widget.candidate(True), widget.candidate(False), strict=True)
    return max(abs(after - before) for after, before in pairs)


@pytest.mark.parametrize("state", STATES)
def test_both_candidates_are_torchs(state):
    widget = CandidateState(**state)
    expected = candidate_numbers(widget.state)
    after = [expected["after_n_1"], expected["after_n_2"]]
    before = [expected["before_n_1"], expected["before_n_2"]]
    assert widget.candidate(reset_after=True) == pytest.approx(after, abs=1e-12)
    assert widget.candidate(reset_after=False) == pytest.approx(before, abs=1e-12)


def test_the_default_shows_a_difference_but_does_not_solve_the_task():
    assert 0.3 < difference(CandidateState()) < 0.5


def test_presets_do_what_they_say():
    presets = {name: CandidateState(**changes) for name, changes in CandidateState.presets.items()}
    assert difference(presets["r = 1"]) == 0
    assert difference(presets["no mixing, no bias"]) < 1e-15
    assert difference(presets["mixing"]) > 0.5
    assert presets["mixing"].b_1 == presets["mixing"].b_2 == 0
    prediction = presets["the prediction"]
    assert prediction.candidate(reset_after=True)[0] == 0  # unit 1 does not listen
    assert prediction.candidate(reset_after=False)[1] == 0  # unit 1 is not heard
    bias_only = presets["bias only"]
    assert difference(bias_only) > 0.5
    assert all(part == 0 for row in bias_only.parts() for part in row[:2])


@pytest.mark.parametrize("name", ["mixing", "bias only", "no mixing, no bias", "the prediction"])
def test_a_preset_leaves_nothing_of_the_state_before(name):
    assert set(CandidateState.presets[name]) == set(CandidateState().state)


def test_equal_gates_without_a_bias_make_no_difference():
    assert difference(CandidateState(r_1=0.35, r_2=0.35, b_1=0.0)) < 1e-15
    assert difference(CandidateState(r_1=0.35, r_2=0.35, b_1=0.2)) > 0.05


def test_one_silent_unit_without_a_bias_shows_no_difference():
    alone = CandidateState(w_12=0.0, w_21=0.0, w_22=0.0, h_2=0.0, b_1=0.0, r_1=0.3)
    assert difference(alone) < 1e-15


@pytest.mark.parametrize("state", [{"r_1": 1.1}, {"w_12": 2.5}, {"b_2": -2.0}, {"h_1": "x"}])
def test_a_state_out_of_range_is_refused_by_name(state):
    with pytest.raises(traitlets.TraitError, match=next(iter(state))):
        CandidateState(**state)


def test_the_repr_shows_the_state():
    assert repr(CandidateState()) == (
        "CandidateState(w_11=0.5, w_12=1.5, w_21=-1, w_22=0.5, b_1=0.2, b_2=0, "
        "r_1=0.8, r_2=0.4, h_1=0.8, h_2=-0.6)"
    )
