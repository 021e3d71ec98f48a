"""Gate golf on the Python side: torch's answers, honest jobs, and pars that can be reached."""

import pytest
import torch

from gru_course.widgets import GateGolf
from gru_course.widgets.gate_golf import IN_REACH
from gru_course.widgets.gate_golf.holes import HOLES
from tests.helpers.gate_golf_reference import torch_states

SOLUTIONS = {
    "copy": {"n_x": 3.0, "z_b": -4.0},
    "ignore negatives": {"n_x": 3.0, "z_x": -9.0, "z_b": -4.0},
    "hold": {"n_x": 3.0, "z_s": -8.0, "z_b": 4.0},
    "delay": {"n_x": 3.0, "z_b": -4.0, "n2_h": 6.0, "z2_b": -4.0},
}
WILD = {name: value for name, value in zip(HOLES["delay"]["weights"], range(-4, 5), strict=True)}


@pytest.mark.parametrize("sequence", ["seen", "fresh"])
@pytest.mark.parametrize("hole", HOLES)
@pytest.mark.parametrize("wild", [False, True], ids=["solved", "wild"])
def test_answers_are_torchs(hole, sequence, wild):
    weights = WILD | {"n_s": 2.0, "z_s": -3.0} if wild else SOLUTIONS[hole]
    golf = GateGolf(hole=hole, set_by="weights", **weights)
    states = torch_states(hole, sequence, weights)[:, int(hole == "delay")]
    answers = torch.tensor(golf.answers(sequence), dtype=torch.float64)
    torch.testing.assert_close(answers, states, rtol=0, atol=1e-14)
    wanted = torch.tensor(HOLES[hole][sequence]["wanted"], dtype=torch.float64)
    assert golf.error(sequence) == pytest.approx((states - wanted).square().mean().sqrt().item())


@pytest.mark.parametrize("hole", HOLES)
def test_a_few_weights_do_each_job_on_both_sequences(hole):
    golf = GateGolf(hole=hole, set_by="weights", **SOLUTIONS[hole])
    assert golf.weights() == len(SOLUTIONS[hole])
    assert max(golf.error("seen"), golf.error("fresh")) <= IN_REACH


@pytest.mark.parametrize(
    ("hole", "name"), [(hole, name) for hole, s in SOLUTIONS.items() for name in s]
)
def test_none_of_these_weights_can_be_left_out(hole, name):
    golf = GateGolf(hole=hole, set_by="weights", **(SOLUTIONS[hole] | {name: 0.0}))
    assert golf.error("seen") > IN_REACH


def test_the_jobs_say_what_they_want():
    hold, ignore = HOLES["hold"]["seen"], HOLES["ignore negatives"]["seen"]
    assert [x for x, s in zip(hold["x"], hold["s"], strict=True) if s] == [1, 1, -1]
    assert hold["wanted"] == [1] * 6 + [-1] * 4
    assert ignore["wanted"] == [1, 1, 0, 0, 0, 1, 1, 1, 0, 0]
    assert HOLES["delay"]["fresh"]["wanted"] == [0.0, *HOLES["delay"]["fresh"]["x"][:-1]]
    for hole in HOLES.values():
        assert hole["seen"] != hole["fresh"]
        assert len(hole["seen"]["x"]) == len(hole["seen"]["s"]) == 10


def test_gates_drawn_for_one_sequence_fit_no_other():
    gates = [1.0 - s for s in HOLES["hold"]["seen"]["s"]]
    golf = GateGolf(hole="hold", set_by="me", z=gates)
    assert golf.error("seen") < 0.01
    assert golf.error("fresh") > 0.5


def test_presets_do_what_they_say():
    golf = {name: GateGolf(**changes) for name, changes in GateGolf.presets.items()}
    for name, one in golf.items():
        assert one.error("seen") <= IN_REACH, name
        assert one.error("fresh") <= IN_REACH, name
        job, how = name.split(", ")
        assert one.hole == job
        assert one.set_by == ("me" if how == "by hand" else "weights")
        assert how in ("by hand", f"{one.weights()} weights")


@pytest.mark.parametrize(
    ("trained", "message"),
    [
        ({"putt": (0.1, 3)}, "trained must name copy, ignore negatives, hold, delay, got 'putt'"),
        ({"copy": (-1.0, 3)}, r"an error of 0 or more and a number of weights, got \(-1.0, 3\)"),
        ({"copy": (float("nan"), 3)}, "an error of 0 or more"),
        ({"copy": (0.1, 0)}, "a number of weights"),
    ],
)
def test_a_rival_that_cannot_be_is_refused(trained, message):
    with pytest.raises(ValueError, match=message):
        GateGolf(trained=trained)
