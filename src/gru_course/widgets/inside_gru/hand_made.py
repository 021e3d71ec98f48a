"""A GRU of eight units whose memories are set by hand, to be looked into without training."""

from functools import cache

import numpy as np

from gru_course.for_page.format import page_document

HALF_LIVES = (1, 2, 4, 8, 16)  # of units that average what they read, in steps
STEEP = 8.0  # of the gates that let go at a crest and at a trough
STEPS = 48


@cache
def hand_made() -> dict:
    """Five leaky averages, one unit that copies, one that is written at crests, one at troughs.

    The head, which predicts the next sample of a wave, is fitted by least squares.
    """
    z_bias = [np.log(z / (1 - z)) for z in 2.0 ** (-1 / np.array(HALF_LIVES))] + [-4.0, 4.0, 4.0]
    z_input = [0.0] * 6 + [-STEEP, STEEP]
    n_input = [0.8] * 8
    zeros = [0.0] * 8
    weights = {
        "weight_ih": np.array([*zeros, *z_input, *n_input])[:, None],
        "weight_hh": np.zeros((24, 8)),
        "bias_ih": np.array([*zeros, *z_bias, *zeros]),
        "bias_hh": np.zeros(24),
    }
    waves = [_wave(frequency) for frequency in np.linspace(0.15, 0.5, 15)]
    states = np.concatenate([_states(wave, np.array(z_bias), np.array(z_input)) for wave in waves])
    following = np.concatenate([wave[1:] for wave in waves])
    fitted, *_ = np.linalg.lstsq(np.column_stack([states, np.ones(len(states))]), following)
    head = {"weight": fitted[None, :-1], "bias": fitted[-1:]}
    return page_document("sine", weights, head, _wave(0.3)[:-1, None])


def _wave(frequency: float) -> np.ndarray:
    return np.sin(frequency * np.arange(STEPS + 1))


def _states(wave: np.ndarray, z_bias: np.ndarray, z_input: np.ndarray) -> np.ndarray:
    """The states while the units read all but the last sample; no unit hears another one."""
    h, states = np.zeros(len(z_bias)), []
    for x in wave[:-1]:
        z = 1 / (1 + np.exp(-(z_bias + z_input * x)))
        h = (1 - z) * np.tanh(0.8 * x) + z * h
        states.append(h)
    return np.array(states)
