"""Training in the page, its Python side: the waves, the first weights, and how the presets fare."""

import math

import pytest
import torch

from gru_course.widgets import TrainHere
from gru_course.widgets.shared.seeded import mulberry32
from gru_course.widgets.train_here.training import TENTHS, Settings, first_model, train, waves


def frequencies(part: str, count: int = 400) -> torch.Tensor:
    """The frequencies of waves, by sin(a - w) + sin(a + w) = 2 cos w sin a."""
    x, y = waves(count, 3, part, mulberry32(1))
    left, middle, right = x[0, :, 0], x[1, :, 0], x[2, :, 0]
    torch.testing.assert_close(x[1:], y[:-1])
    sure = middle.abs() > 0.1
    return torch.acos(((left + right) / (2 * middle))[sure])


def test_no_unseen_wave_has_a_frequency_of_training():
    assert not set(TENTHS["train"]) & set(TENTHS["test"])
    for part, tenths in TENTHS.items():
        found = ((frequencies(part) - 0.1) / 0.05).floor()
        assert set(found.int().tolist()) == set(tenths)


def test_the_first_weights_are_drawn_as_torch_draws_them():
    gru, head = first_model(16, mulberry32(0))
    values = torch.cat([p.detach().flatten() for p in (*gru.parameters(), *head.parameters())])
    assert values.abs().max() <= 1 / 4
    assert values.std().item() == pytest.approx(1 / 4 / math.sqrt(3), rel=0.05)


def test_the_error_falls_below_a_hundredth():
    losses = TrainHere(log10_rate=-1.5).losses(300)[:16]  # 150 updates
    assert losses[0] > 0.3 and losses[-1] < 0.01


def test_too_slow_hardly_moves_and_too_fast_ends_in_no_number():
    slow = TrainHere(**TrainHere.presets["too slow"]).losses(150)
    assert slow[0] > slow[-1] > 0.9 * slow[0]
    fast = TrainHere(**TrainHere.presets["too fast"])
    assert not math.isfinite(fast.losses(300)[-1])


def test_stuck_stays_far_from_what_smaller_steps_reach():
    stuck = TrainHere(**TrainHere.presets["stuck"]).losses(300)
    assert min(stuck) > 10 * min(TrainHere(log10_rate=-1.5).losses(300))


def test_in_longer_waves_the_first_step_weighs_less():
    longer = TrainHere(**TrainHere.presets["longer waves, smaller error"]).losses(300)
    assert longer[-1] < 0.85 * TrainHere().losses(300)[-1]


def test_the_witness_holds_twenty_updates_of_the_default_state():
    witness = TrainHere(seed=5)._data["witness"]
    settings = Settings(8, 25, 8, "Adam", 10**-2.5, 0)
    found = train(settings, 20)
    assert witness["losses"] == found.losses and len(found.losses) == 20
    assert len(witness["predictions"]) == 25 * 8
    assert len(witness["gradients"]) == 3 * 8 * (1 + 8 + 1 + 1) + 8 + 1
    assert witness["by"] == f"torch {torch.__version__.split('+')[0]}"
