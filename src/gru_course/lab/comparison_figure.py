"""The learning curves of several cells with the spread over their seeds."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np
import plotly.graph_objects as go

from gru_course.figures.drawing import draw_lines
from gru_course.figures.plots import DASHES
from gru_course.intervals import mean_interval
from gru_course.palette import INPUT, STATE
from gru_course.training.config import History
from gru_course.validation import choice

BAND = "rgba(128,128,128,0.16)"  # shows on light and on dark ground
POINTS = 100  # of a curve over seconds
ROUNDING = 1e-9  # of sums of seconds: the last epoch has ended at the end
FAR = 10  # a baseline that much below every curve would flatten them all; the alt text has it
WIDE = 20  # from the highest to the lowest loss: then the axis is logarithmic
BASELINE = replace(INPUT, width=1.5)

Runs = Mapping[str, Sequence[History]]  # by the cell's name, one for each seed
Spread = tuple[np.ndarray, np.ndarray, np.ndarray]  # mean, lower and upper end: (T,)


def draw_comparison(
    runs: Runs,
    baselines: Mapping[str, float],
    *,
    over: str,
    title: str,
    task: str,
    unit: str,
) -> go.Figure:
    """The best validation loss so far of every cell: mean and 95 % interval over its runs.

    runs: of up to four cells. over: "epoch" or "second". A run that has ended keeps its loss, as
    its weights are kept, while others go on.
    """
    choice("over", over, ("epoch", "second"))
    if not 0 < len(runs) <= len(DASHES):
        raise ValueError(f"runs must hold 1 to {len(DASHES)} cells, got {len(runs)}")
    x, spreads = _over_epochs(runs) if over == "epoch" else _over_seconds(runs)
    low = min(np.nanmin(mean) for mean, _, _ in spreads.values())
    high = max(np.nanmax(mean) for mean, _, _ in spreads.values())
    shown = {name: loss for name, loss in baselines.items() if loss > low / FAR}
    log_y = low > 0 and max([high, *shown.values()]) > WIDE * low

    lines = [
        (name, replace(STATE, plotly_dash=dash, width=2.0), 0, mean)
        for (name, (mean, _, _)), dash in zip(spreads.items(), DASHES, strict=False)
    ]
    lines += [(name, BASELINE, 0, np.full(len(x), loss)) for name, loss in shown.items()]
    figure = draw_lines(
        lines,
        title,
        _alt(spreads, baselines, task, over),
        "epoch" if over == "epoch" else "processor time, seconds",
        f"best validation loss so far, {unit}",
        log_y=log_y,
    )
    figure.update_traces(x0=x[0], dx=x[1] - x[0] if len(x) > 1 else 1)
    figure.update_xaxes(range=[x[0], x[-1] if len(x) > 1 else x[0] + 1])
    floor = low / FAR if log_y else -np.inf
    return figure.add_traces(
        [_band(x, spread, floor) for name, spread in spreads.items() if len(runs[name]) > 1]
    )


def _over_epochs(runs: Runs) -> tuple[np.ndarray, dict[str, Spread]]:
    """The epochs from 1 to the last one of all runs, and each cell's losses at them."""
    length = max(len(history) for histories in runs.values() for history in histories)

    def best(history: History) -> np.ndarray:
        losses = np.minimum.accumulate(history.valid_loss)
        return np.pad(losses, (0, length - len(losses)), mode="edge")

    x = np.arange(1, length + 1)
    return x, {name: _spread(map(best, histories)) for name, histories in runs.items()}


def _over_seconds(runs: Runs) -> tuple[np.ndarray, dict[str, Spread]]:
    """Times from 0 to the end of all runs, and each cell's losses at them.

    They are those of the epochs that had ended by then, NaN before the first one's end.
    """
    longest = max(sum(history.seconds) for histories in runs.values() for history in histories)
    x = np.linspace(0, longest, POINTS)

    def best(history: History) -> np.ndarray:
        losses = np.minimum.accumulate(history.valid_loss)
        ended = np.searchsorted(np.cumsum(history.seconds), x * (1 + ROUNDING), side="right")
        return np.where(ended > 0, losses[np.maximum(ended, 1) - 1], np.nan)

    return x, {name: _spread(map(best, histories)) for name, histories in runs.items()}


def _spread(rows: Iterable[np.ndarray]) -> Spread:
    rows = np.array(list(rows))
    ends = np.full((3, rows.shape[1]), np.nan, np.float32)
    for step, values in enumerate(rows.T.tolist()):
        if np.isfinite(values).all():
            interval = mean_interval(values)
            ends[:, step] = interval.mean, interval.low, interval.high
    middle, low, high = ends
    return middle, low, high


def _band(x: np.ndarray, spread: Spread, floor: float) -> go.Scatter:
    """The area between the interval's ends, down to `floor`, which a logarithm needs."""
    there = np.isfinite(spread[0])
    x, low, high = x[there].astype(np.float32), spread[1][there], spread[2][there]
    low = np.maximum(low, np.float32(floor))
    return go.Scatter(
        x=np.concatenate([x, x[::-1]]),
        y=np.concatenate([low, high[::-1]]),
        mode="none",
        fill="toself",
        fillcolor=BAND,
        hoverinfo="skip",
    )


def _alt(
    spreads: Mapping[str, Spread], baselines: Mapping[str, float], task: str, over: str
) -> str:
    """The lines' ends in words."""
    ends = [
        f"{name} ends at {mean[np.isfinite(mean)][-1]:.4g}"
        for name, (mean, _, _) in spreads.items()
    ]
    levels = [f"{name} {loss:.4g}" for name, loss in baselines.items()]
    beside = f" Baselines, on the test part: {', '.join(levels)}." if levels else ""
    return f"Validation loss on {task} over {over}s: {', '.join(ends)}.{beside}"
