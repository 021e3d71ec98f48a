"""Unrolling on the Python side: torch's run and slopes, and riddles that are worth a guess."""

import pytest
import torch

from gru_course.widgets import Unrolling
from gru_course.widgets.unrolling import STEPS
from tests.helpers.unrolling_reference import torch_run

WILD = {
    **{"h_0": 0.7, "w_in": -1.7, "w_hn": 2.0, "w_z": 6.0, "b_z": -1.5},
    "x": [0.3, -1.0, 0.5, 0.9, -0.2, 0.0, 0.7, -0.6],
}
CELLS = {"default": {}, "wild": WILD, **Unrolling.presets}
IN_REACH = 0.15


@pytest.mark.parametrize("step", [1, 2, 5, STEPS])
@pytest.mark.parametrize("cell", CELLS)
def test_states_and_slopes_are_torchs(cell, step):
    widget = Unrolling(**{**CELLS[cell], "step": step})
    states, slopes = torch_run(widget)
    found = torch.tensor(widget.states(), dtype=torch.float64)
    torch.testing.assert_close(found, states, rtol=0, atol=1e-14)
    found = torch.tensor(widget.slopes(), dtype=torch.float64)
    torch.testing.assert_close(found, slopes, rtol=0, atol=1e-13)


def test_later_inputs_are_not_heard():
    assert Unrolling(step=3, **WILD).slopes()[4:] == [0.0] * 5


@pytest.mark.parametrize("cell", CELLS)
def test_whoever_draws_nothing_is_wrong_and_the_true_run_is_right(cell):
    widget = Unrolling(**CELLS[cell])
    assert widget.error() > 2 * IN_REACH
    widget.guess = widget.states()[1:]
    assert widget.error() == 0


def test_copying_the_candidates_is_no_guess():
    widget = Unrolling()
    widget.guess = Unrolling(**{**CELLS["default"], "b_z": -8.0, "w_hn": 0.0}).states()[1:]
    assert widget.error() > 2 * IN_REACH


def test_presets_do_what_they_say():
    cells = {name: Unrolling(**changes) for name, changes in Unrolling.presets.items()}
    long = cells["long memory"]
    assert long.slopes()[0] > 0.8
    assert max(map(abs, long.slopes()[1:])) < 0.05
    for step in range(1, STEPS + 1):
        none = Unrolling(**{**Unrolling.presets["no memory"], "step": step}).slopes()
        assert max(abs(slope) for s, slope in enumerate(none) if s != step) < 1e-3
        assert abs(none[step]) > 0.4
    deaf = cells["deaf to negative x"]
    moves = [abs(new - old) for old, new in zip(deaf.states(), deaf.states()[1:], strict=False)]
    assert max(move for move, x in zip(moves, deaf.x, strict=True) if x < 0) < 0.01
    assert min(move for move, x in zip(moves, deaf.x, strict=True) if x > 0) > 0.2


def test_presets_leave_nothing_of_the_one_before():
    for changes in Unrolling.presets.values():
        assert set(Unrolling().state) - set(changes) <= {"view", "step"}
        assert changes["shown"] == "guess"
        assert not any(changes["guess"])
