"""The chapters' plots: plotly figures from plain arrays (lists, NumPy arrays or tensors).

Every figure has a `title` that states its finding, labelled axes, an `alt` text for readers who
do not see it (kept in `layout.meta["alt"]`), a transparent ground, and colours of the palette only,
which the page turns for dark readers. Lines are named where they end, not in a legend. Numbers are
stored as float32 or bytes and no template is used, so that a page stays light.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import plotly.graph_objects as go

from gru_course.figures.drawing import CLEAR, draw_lines, frame, grid, label_right, numbers
from gru_course.palette import INKS, INPUT, STATE

SYMBOLS = {ink.symbol: ink for ink in INKS}
DATA = replace(INPUT, width=2.0)  # what the data say, in the input's grey
DATA_DASHED = replace(DATA, plotly_dash="dash")
MODEL = STATE  # what the model says, in the state's ink
MODEL_DOTTED = replace(STATE, plotly_dash="dot", width=2.0)
DASHES = ("solid", "dash", "dot", "dashdot")
PITCHES = ("C", "C♯", "D", "D♯", "E", "F", "F♯", "G", "G♯", "A", "A♯", "B")


def sequences(
    values: Mapping[str, Sequence[float]],
    *,
    title: str,
    alt: str,
    x_title: str = "time step t",
    y_title: str = "value, −1 to 1",
    y_range: tuple[float, float] | None = None,
) -> go.Figure:
    """Quantities of a GRU over time, each drawn in its colour and line pattern.

    values: arrays (T,) by symbol: x, r, z, n or h, which may be followed by what tells two apart,
    such as "h unit 3". The line of "z" is labelled "update gate z", the others as they are named.
    """
    lines = []
    for name, series in values.items():
        ink = SYMBOLS.get(name.split(" ")[0])
        if ink is None:
            raise ValueError(f"values must be named by one of {', '.join(SYMBOLS)}, got {name!r}")
        label = f"{ink.name} {name}" if name == ink.symbol else name
        lines.append((label, ink, 0, numbers(series, name)))
    return draw_lines(lines, title, alt, x_title, y_title, y_range=y_range)


def curves(
    values: Mapping[str, Sequence[float]],
    *,
    title: str,
    alt: str,
    x_title: str,
    y_title: str,
    log_y: bool = False,
) -> go.Figure:
    """Up to four curves of one quantity, such as a state under different settings, from step 0.

    values: arrays (T,) by the label at the curve's end; each curve has a line pattern of its own.
    log_y needs values above 0.
    """
    if len(values) > len(DASHES):
        raise ValueError(f"values must hold at most {len(DASHES)} curves, got {len(values)}")
    lines = [
        (name, replace(STATE, plotly_dash=dash, width=2.0), 0, numbers(series, name))
        for (name, series), dash in zip(values.items(), DASHES, strict=False)
    ]
    return draw_lines(lines, title, alt, x_title, y_title, log_y=log_y)


def loss_curves(
    train: Sequence[float],
    valid: Sequence[float] | None = None,
    *,
    title: str,
    alt: str,
    x_title: str = "epoch",
    y_title: str = "loss per time step",
    log_y: bool = False,
) -> go.Figure:
    """Training and validation loss, counted from epoch 1. log_y needs losses above 0."""
    lines = [("training", DATA_DASHED, 1, numbers(train, "train"))]
    if valid is not None:
        lines.append(("validation", MODEL, 1, numbers(valid, "valid")))
    return draw_lines(lines, title, alt, x_title, y_title, log_y=log_y)


def forecast(
    truth: Sequence[float],
    free_running: Sequence[float],
    one_step: Sequence[float] | None = None,
    *,
    start: int,
    title: str,
    alt: str,
    x_title: str = "time step t",
    y_title: str = "value, −1 to 1",
) -> go.Figure:
    """A forecast that is fed back, beside the truth and what is predicted from the truth.

    truth (T,), one_step (T,): the prediction of each step from the true steps before it.
    free_running (T - start,): from step `start` on, the model sees its own predictions only.
    """
    truth = numbers(truth, "truth")
    if not 0 <= start < len(truth):
        raise ValueError(f"start must be 0 to {len(truth) - 1}, a step of truth, got {start}")
    free_running = numbers(free_running, "free_running", len(truth) - start)
    lines = [("truth", DATA, 0, truth), ("free-running", MODEL, start, free_running)]
    if one_step is not None:
        one_step = numbers(one_step, "one_step", len(truth))
        lines.append(("one step ahead", MODEL_DOTTED, 0, one_step))
    figure = draw_lines(lines, title, alt, x_title, y_title)
    return figure.add_vline(start, line={"color": INPUT.light, "width": 1, "dash": "dot"})


def piano_roll(
    roll: Sequence[Sequence[float]],
    probabilities: Sequence[Sequence[float]] | None = None,
    *,
    title: str,
    alt: str,
    lowest: int = 21,
    x_title: str = "quarter note",
) -> go.Figure:
    """The keys that sound over time and, beside them if given, the probability of each.

    roll (T, K) of 0 and 1, probabilities (T, K) from 0 to 1. lowest: MIDI number of the first key.
    Keys beyond two semitones above and below the music are cut off.
    """
    panels = [grid(roll, "roll")]
    if probabilities is not None:
        panels.append(grid(probabilities, "probabilities", panels[0].shape))
    used = np.flatnonzero(panels[0].any(axis=0))
    if not len(used):
        raise ValueError("roll must have a key that sounds, got silence")
    keys = slice(max(used[0] - 2, 0), used[-1] + 3)
    names = [pitch_name(lowest + key) for key in range(panels[0].shape[1])][keys]

    heatmaps = [
        go.Heatmap(
            z=np.round(100 * panel[:, keys].T).astype(np.uint8),
            y=names,
            xaxis=axis,
            zmin=0,
            zmax=100,
            colorscale=[[0, CLEAR], [1, STATE.light]],
            showscale=axis == "x2",
            colorbar={"title": {"text": "probability, %", "side": "right"}, "thickness": 10},
            hovertemplate="%{y}, quarter %{x}: %{z} %<extra></extra>",
        )
        for axis, panel in zip(("x", "x2"), panels, strict=False)
    ]
    figure = frame(heatmaps, title, alt, x_title, "pitch")
    figure.update_yaxes(tickvals=[name for name in names if name[0] in "CG" and "♯" not in name])
    if probabilities is not None:
        figure.layout.xaxis2 = figure.layout.xaxis
        figure.update_layout(xaxis_domain=[0, 0.48], xaxis2_domain=[0.52, 1])
        for text, left in {"played": 0, "predicted": 0.52}.items():
            place = {"x": left, "y": 1, "xref": "paper", "yref": "paper", "yanchor": "bottom"}
            figure.add_annotation(text=text, xanchor="left", showarrow=False, **place)
        figure.layout.margin.t += 16
    return figure


def bars_with_baselines(
    values: Mapping[str, float],
    baselines: Mapping[str, float],
    *,
    title: str,
    alt: str,
    y_title: str,
    x_title: str = "",
    errors: Sequence[float] | None = None,
) -> go.Figure:
    """Bars that start at zero, with their numbers, and a named line for each baseline to beat.

    errors: half the length of each error bar, in the unit of the values.
    """
    heights = numbers(list(values.values()), "values")
    spread = None if errors is None else numbers(errors, "errors", len(heights))
    bars = go.Bar(
        x=list(values),
        y=heights,
        text=[f"{height:.4g}" for height in heights],
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        marker={"color": INPUT.light},
        width=0.6,
        error_y=None if spread is None else {"array": spread, "color": STATE.light},
        hoverinfo="none",
    )
    figure = frame([bars], title, alt, x_title, y_title)
    levels = [*heights.tolist(), *baselines.values()]
    y_range = (1.1 * min(0, *levels), 1.1 * max(0, *levels))
    figure.update_yaxes(range=y_range)
    figure.update_xaxes(showgrid=False, type="category")  # names, also those that look like numbers
    for level in baselines.values():
        figure.add_hline(level, line={"color": STATE.light, "width": 2, "dash": "dash"})
    labels = [(name, STATE, level) for name, level in baselines.items()]
    return label_right(figure, labels, y_range)


def pitch_name(midi: int) -> str:
    """The name of a MIDI number: 60 is C4, middle C."""
    return f"{PITCHES[midi % 12]}{midi // 12 - 1}"
