"""The gradient's road on the Python side: what the presets and the chapter claim of it."""

import math

import pytest
import torch

from gru_course.widgets import GradientRoad
from gru_course.widgets.gradient_road.layers import MAKERS, run


def preset(name: str, **changes) -> GradientRoad:
    return GradientRoad(**{**GradientRoad.presets[name], **changes})


@pytest.mark.parametrize("hidden_size", [4, 16, 32])
def test_as_torch_starts_them_all_three_forget_within_fifty_steps(hidden_size):
    roads = preset("torch's start", hidden_size=hidden_size).roads()
    assert roads["gru"][0] < 1e-6 and roads["lstm"][0] < 1e-6 and roads["rnn"][0] < 1e-9
    assert all(sizes[-1] == pytest.approx(1) for sizes in roads.values())


def test_torchs_start_is_that_of_torchs_layers():
    torch.manual_seed(0)
    layer = torch.nn.GRU(1, 16)
    weights = torch.cat([parameter.flatten() for parameter in layer.parameters()]).detach()
    cells = MAKERS["drawn"](GradientRoad().state)[1]
    own = torch.cat([parameter.flatten() for parameter in cells["gru"].parameters()]).detach()
    assert own.shape == weights.shape
    assert own.abs().max() <= 1 / 4 and own.abs().max() == pytest.approx(1 / 4, rel=0.01)
    assert own.std().item() == pytest.approx(weights.std().item(), rel=0.05)
    assert own.mean().item() == pytest.approx(0, abs=0.01)


@pytest.mark.parametrize("seed", range(5))
def test_a_bias_of_four_keeps_a_third_of_the_gradient(seed):
    roads = preset("bias +4", seed=seed).roads()
    assert roads["gru"][0] > 1 / 3 and roads["lstm"][0] > 1 / 3
    assert roads["rnn"][0] < 1e-8


@pytest.mark.parametrize("steps", [50, 100])
def test_weights_six_times_as_large_make_the_simple_networks_gradient_explode_for_most_seeds(steps):
    exploded = [
        preset("weights × 6", seed=seed, steps=steps).roads()["rnn"][0] > 100 for seed in range(10)
    ]
    assert sum(exploded) >= 6


def test_the_latch_holds_while_its_gradient_dies():
    widget = preset("latch")
    xs, cells = MAKERS["by hand"](widget.state)
    states = torch.cat([h[0] for h in run(cells["gru"], xs)])
    assert states[-1].item() == pytest.approx(states[50].item(), abs=1e-12)
    assert states[-1] > 0.99
    road = widget.roads()["gru"]
    assert road[1] < 1e-25
    squeeze = 0.5 + 0.5 * 3 * (1 - math.tanh(3 * states[-1].item()) ** 2)  # z + (1 - z) u tanh'
    assert road[70] / road[71] == pytest.approx(squeeze, rel=1e-9)


def test_as_it_is_given_the_unit_by_hand_forgets():
    widget = GradientRoad(layers="by hand", steps=50)
    xs, cells = MAKERS["by hand"](widget.state)
    for cell in cells.values():
        assert abs(run(cell, xs)[-1].item()) < 1e-3
