"""Half-life on the Python side: the steps of the text, and a real layer that keeps half."""

import math

import pytest
import torch

from gru_course.widgets import HalfLife


@pytest.mark.parametrize(("z", "steps"), [(0.5, 1.0), (0.9, 6.6), (0.99, 69.0), (0.999, 692.8)])
def test_presets_stand_at_the_gate_that_they_name(z, steps):
    widget = HalfLife(**HalfLife.presets[f"z = {z:g}"])
    assert widget.z() == pytest.approx(z, abs=1e-15)
    assert widget.half_life() == pytest.approx(steps, abs=0.05)
    assert widget.z() ** widget.half_life() == pytest.approx(0.5, abs=1e-13)


def test_a_long_memory_keeps_its_digits():
    assert HalfLife(b=9.0).half_life() == pytest.approx(math.log(2) / math.log1p(math.exp(-9)))


@torch.no_grad()
def test_a_layer_with_that_bias_keeps_half_after_a_hundred_steps():
    widget = HalfLife(b=4.97)
    assert widget.half_life() == pytest.approx(100, abs=1)
    H = 3
    gru = torch.nn.GRU(2, H, dtype=torch.float64)
    for weight in gru.parameters():
        weight.zero_()
    gru.bias_ih_l0[H : 2 * H] = widget.b
    h_0 = torch.tensor([[[0.8, -0.5, 0.1]]], dtype=torch.float64)
    out, _ = gru(torch.zeros(100, 1, 2, dtype=torch.float64), h_0)
    torch.testing.assert_close(out[-1] / h_0[0], torch.full((1, H), widget.z() ** 100).double())
    assert (out[-1] / h_0[0]).mean().item() == pytest.approx(0.5, abs=0.005)
