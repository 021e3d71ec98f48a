"""A simple recurrent unit on the Python side."""

import itertools

import pytest
import torch

from gru_course.widgets import SimpleRNN


def torch_states(w: float, u: float) -> list[float]:
    cell = torch.nn.RNN(1, 1, bias=False, dtype=torch.float64)
    weights = torch.tensor([[w], [u]], dtype=torch.float64)
    cell.load_state_dict({"weight_ih_l0": weights[:1], "weight_hh_l0": weights[1:]})
    pulse = torch.zeros(24, 1, dtype=torch.float64)
    pulse[0] = 1
    return cell(pulse)[0].flatten().tolist()


@pytest.mark.parametrize("w, u", [(1.0, 0.9), (1.0, 1.5), (-2.0, -0.9), (0.0, 2.0)])
def test_states_are_those_of_torch(w, u):
    assert SimpleRNN(w=w, u=u).states() == pytest.approx(torch_states(w, u), abs=1e-12)


def test_presets_do_what_they_say():
    def last_share(preset):
        states = SimpleRNN(**SimpleRNN.presets[preset]).states()
        return states[-1] / states[0]

    assert 0 < last_share("fading") < 0.1
    assert abs(last_share("gone at once")) < 1e-9
    assert last_share("stuck") > 1
    flipping = SimpleRNN(**SimpleRNN.presets["flipping"]).states()
    assert all(a * b < 0 for a, b in itertools.pairwise(flipping))
