import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from gru_course.data.sine import (
    SLICES,
    TEST,
    TRAIN,
    VALID,
    exact_recurrence,
    persistence,
    sine,
    sine_waves,
)


def slices_of(waves, low, high):
    """In which tenths of the band the waves' frequencies lie."""
    tenths = (waves.frequency - low) / (high - low) * SLICES
    return set(tenths.floor().int().tolist())


def test_the_target_is_the_wave_one_step_later():
    waves = sine_waves(steps=25).train
    torch.testing.assert_close(waves.x[:, 1:], waves.y[:, :-1], rtol=0, atol=0)
    truth = sine(waves.frequency, waves.phase, 26)[:, 1:]
    torch.testing.assert_close(waves.y, truth.float(), rtol=0, atol=0)
    assert waves.x.shape == waves.y.shape == (256, 25, 1)
    assert waves.y.dtype == torch.float32


def test_a_wave_is_the_sine_of_its_frequency_and_phase():
    wave = sine(torch.tensor([0.5]), torch.tensor([0.25]), 3)
    expected = [math.sin(0.25), math.sin(0.75), math.sin(1.25)]
    torch.testing.assert_close(wave[0, :, 0], torch.tensor(expected))


@given(seed=st.integers(0, 2**40), low=st.floats(1e-3, 1.0), width=st.floats(1e-2, 2.0))
def test_the_parts_share_no_frequency(seed, low, width):
    data = sine_waves(50, 20, 20, steps=2, band=(low, low + width), seed=seed)
    parts = [set(part.frequency.tolist()) for part in (data.train, data.valid, data.test)]
    assert len(set.union(*parts)) == 90  # and no wave is drawn twice within a part


def test_each_part_keeps_to_its_own_slices_of_the_band():
    data = sine_waves(300, 300, 300, band=(0.1, 0.6))
    assert slices_of(data.train, 0.1, 0.6) == set(TRAIN)
    assert slices_of(data.valid, 0.1, 0.6) == set(VALID)
    assert slices_of(data.test, 0.1, 0.6) == set(TEST)


def test_every_held_out_slice_lies_between_two_training_slices():
    assert sorted(TRAIN + VALID + TEST) == list(range(SLICES))
    assert {s - 1 for s in VALID + TEST} | {s + 1 for s in VALID + TEST} <= set(TRAIN)


def test_phases_fill_the_whole_circle():
    phase = sine_waves(2000).train.phase
    counts = torch.histc(phase, bins=4, min=0, max=2 * math.pi)
    assert counts.sum() == 2000 and counts.min() > 400


def test_the_seed_alone_decides_the_waves():
    torch.manual_seed(1)
    first = sine_waves(seed=7)
    torch.manual_seed(2)
    second = sine_waves(seed=7)
    torch.testing.assert_close(first.test.x, second.test.x, rtol=0, atol=0)
    assert not torch.equal(first.test.x, sine_waves(seed=8).test.x)


def test_more_training_waves_leave_the_test_as_it_is():
    few, many = sine_waves(train=10), sine_waves(train=500)
    torch.testing.assert_close(few.test.x, many.test.x, rtol=0, atol=0)


def test_drawing_leaves_the_global_generator_alone():
    before = torch.get_rng_state()
    sine_waves()
    assert torch.equal(torch.get_rng_state(), before)


def test_the_recurrence_of_a_known_frequency_is_exact():
    waves = sine_waves(dtype=torch.float64, steps=50).test
    forecast = exact_recurrence(waves.x, waves.frequency)
    torch.testing.assert_close(forecast, waves.y[:, 1:], rtol=0, atol=1e-12)


def test_the_recurrence_takes_one_frequency_for_all_waves():
    frequency = torch.full((3,), 0.05, dtype=torch.float64)
    wave = sine(frequency, torch.tensor([0.0, 1.0, 2.0], dtype=torch.float64), 30)
    forecast = exact_recurrence(wave[:, :-1], 0.05)
    torch.testing.assert_close(forecast, wave[:, 2:], rtol=0, atol=1e-12)


def test_persistence_errs_by_one_minus_the_cosine_of_the_frequency():
    """Over all phases, the mean square of sin(a + w) - sin(a) is 1 - cos(w)."""
    phase = torch.arange(360, dtype=torch.float64) * math.tau / 360
    wave = sine(torch.full_like(phase, 0.05), phase, 2)
    error = (persistence(wave[:, :1]) - wave[:, 1:]).square().mean().item()
    assert error == pytest.approx(1 - math.cos(0.05), rel=1e-9)  # 1.2e-3


@pytest.mark.parametrize("name", ["train", "valid", "test", "steps"])
def test_a_count_below_one_is_refused(name):
    with pytest.raises(ValueError, match=f"{name} must be at least 1, got 0"):
        sine_waves(**{name: 0})


@pytest.mark.parametrize("band", [(0, 1), (0.5, 0.5), (0.6, 0.1), (0.1, 3.2), (math.nan, 1)])
def test_a_band_that_is_none_is_refused(band):
    with pytest.raises(ValueError, match=r"band must satisfy 0 < low < high <= pi .* got"):
        sine_waves(band=band)


def test_the_recurrence_needs_two_samples():
    with pytest.raises(ValueError, match=r"T at least 2, got \(4, 1, 1\)"):
        exact_recurrence(torch.zeros(4, 1, 1), 0.1)


def test_waves_say_what_they_are():
    waves = sine_waves(4, 4, 4, steps=9, band=(0.1, 0.6)).valid
    assert len(waves) == 4
    assert repr(waves).startswith("Waves(4 of 9 steps, 0.")
