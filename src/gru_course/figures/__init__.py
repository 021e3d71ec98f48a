"""Figures to look at, in the course's inks."""

from gru_course.figures.plots import (
    bars_with_baselines,
    curves,
    forecast,
    loss_curves,
    piano_roll,
    pitch_name,
    sequences,
)

__all__ = [
    "bars_with_baselines",
    "curves",
    "forecast",
    "loss_curves",
    "piano_roll",
    "pitch_name",
    "sequences",
]
