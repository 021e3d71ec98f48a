"""First weights and sine waves of the page: uniform, repeatable, with parts that stay apart."""

import math

import pytest
import torch

from gru_course.data.sine import TEST, TRAIN, VALID

WAVES = """([settings, seed]) => {
  const { x, y, frequency, phase } = eq.sineBatch(settings, eq.mulberry32(seed));
  return [x, y, frequency, phase].map((values) => [...values]);
}"""


def test_the_generator_is_uniform_and_its_seed_decides(js):
    draw = "(seed) => { const r = eq.mulberry32(seed); return Array.from({ length: 20000 }, r); }"
    numbers = torch.tensor(js(draw, 3), dtype=torch.float64)
    assert 0 <= numbers.min() < numbers.max() < 1
    counts = torch.histc(numbers, 20, 0, 1)
    assert ((counts - 1000) ** 2 / 1000).sum() < 50  # chi square of 19 degrees, far tail
    assert js(draw, 3) == numbers.tolist()
    assert js(draw, 4) != numbers.tolist()


def test_first_weights_fill_torchs_range(js):
    make = "(H) => eq.initialWeights({ inputSize: 3, hiddenSize: H }, eq.mulberry32(1))"
    weights = js(make, 16)
    gru, head = torch.nn.GRU(3, 16), torch.nn.Linear(16, 1)
    for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh"):
        found = torch.tensor(weights[name])
        assert found.shape == getattr(gru, f"{name}_l0").shape
        assert 0.2 < found.abs().max() <= 0.25
    assert len(weights["head_weight"]) == head.in_features
    assert abs(weights["head_bias"]) <= 0.25


@pytest.mark.parametrize(("part", "tenths"), [("train", TRAIN), ("valid", VALID), ("test", TEST)])
def test_waves_go_on_by_one_step_and_keep_to_the_slices_of_their_part(js, part, tenths):
    settings = {"batchSize": 300, "steps": 9, "band": [0.2, 0.7], "part": part}
    x, y, frequency, phase = (
        torch.tensor(v, dtype=torch.float64) for v in js(WAVES, [settings, 5])
    )
    x, y = x.view(9, 300), y.view(9, 300)
    assert torch.equal(x[1:], y[:-1])
    t = torch.arange(10, dtype=torch.float64)[:, None]
    wave = torch.sin(frequency * t + phase)
    torch.testing.assert_close(torch.cat([x, y[-1:]]), wave, rtol=0, atol=1e-14)
    slices = ((frequency - 0.2) / 0.5 * 10).floor().int()
    assert set(slices.tolist()) == set(tenths)
    assert 0 <= phase.min() < 0.3
    assert 2 * math.pi - 0.3 < phase.max() < 2 * math.pi
