"""What the plots of `figures` are drawn with: a frame, lines, labels, and checked arrays."""

import textwrap

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike

from gru_course.palette import STATE, Ink

CLEAR = "rgba(128,128,128,0)"
GRID = "rgba(128,128,128,0.25)"  # shows on light and on dark ground
HEIGHT = 360  # pixels; the width is the page's
TITLE_WIDTH = 40  # letters that fit a telephone's width
SIDE_WIDTH = 36  # beside the y axis
LABEL_WIDTH = 16  # at the end of a line
LABEL_GAP = 0.075  # between two labels, as a share of the axis

Line = tuple[str, Ink, int, np.ndarray]  # label, ink, first step, values (T,)


def frame(traces: list, title: str, alt: str, x_title: str, y_title: str) -> go.Figure:
    """The figure that all plots share. Raises ValueError for an empty title or alt text."""
    for name, text in {"title": title, "alt": alt}.items():
        if not text.strip():
            raise ValueError(f"{name} must say what the figure shows, got {text!r}")
    rows = textwrap.wrap(title, TITLE_WIDTH)
    x_title, y_title = (
        {"text": "<br>".join(textwrap.wrap(text, width)), "font": {"size": 13}}
        for text, width in ((x_title, TITLE_WIDTH), (y_title, SIDE_WIDTH))
    )
    axis = {"gridcolor": GRID, "zeroline": False, "automargin": True}
    return go.Figure(
        traces,
        {
            "template": "none",  # plotly's own is 6 KB in every figure
            "title": {"text": "<br>".join(rows), "x": 0, "xanchor": "left", "font": {"size": 15}},
            "meta": {"alt": alt},
            "font": {"color": STATE.light, "family": "system-ui, sans-serif", "size": 13},
            "paper_bgcolor": CLEAR,
            "plot_bgcolor": CLEAR,
            "showlegend": False,
            "height": HEIGHT,
            "margin": {"t": 24 + 22 * len(rows), "r": 12, "b": 48, "l": 48},
            "xaxis": {**axis, "title": x_title},
            "yaxis": {**axis, "title": y_title},
        },
    )


def draw_lines(
    lines: list[Line],
    title: str,
    alt: str,
    x_title: str,
    y_title: str,
    *,
    y_range: tuple[float, float] | None = None,
    log_y: bool = False,
) -> go.Figure:
    """A frame with lines that are labelled where they end."""
    if not lines:
        raise ValueError("values must hold at least one line, got none")
    heights = np.concatenate([values[np.isfinite(values)] for *_, values in lines])
    if log_y and (heights <= 0).any():
        raise ValueError(f"log_y needs values above 0, got {heights.min()}")
    traces = [
        go.Scatter(
            x0=first,
            y=values,
            name=label,
            mode="lines" if len(values) > 1 else "markers",
            line={"color": ink.light, "dash": ink.plotly_dash, "width": ink.width},
            marker={"color": ink.light},
        )
        for label, ink, first, values in lines
    ]
    figure = frame(traces, title, alt, x_title, y_title)

    scale = np.log10 if log_y else np.asarray
    low, high = scale([heights.min(), heights.max()] if y_range is None else y_range).tolist()
    room = 0 if y_range else 0.05 * (high - low) or 0.5
    low, high = low - room, high + room
    figure.update_yaxes(range=[low, high], hoverformat=".4g")
    if log_y:
        figure.update_yaxes(type="log", exponentformat="power")
    begin = min(first for _, _, first, _ in lines)
    end = max(first + len(values) - 1 for _, _, first, values in lines)
    figure.update_xaxes(range=[begin, max(end, begin + 1)])

    last = [float(scale(values[np.isfinite(values)][-1])) for *_, values in lines]
    labels = [(line[0], line[1], height) for line, height in zip(lines, last, strict=True)]
    return label_right(figure, labels, (low, high))


def label_right(
    figure: go.Figure, labels: list[tuple[str, Ink, float]], y_range: tuple[float, float]
) -> go.Figure:
    """Write (text, ink, height) beside the plot, apart from each other where lines end together.

    Heights and range are as the axis has them: powers of ten where it is logarithmic.
    """
    low, high = y_range
    labels = sorted(labels, key=lambda label: label[2])
    texts = [textwrap.wrap(text, LABEL_WIDTH) for text, *_ in labels]
    gap = LABEL_GAP * (high - low) * max(map(len, texts), default=1)
    heights = [min(max(height, low), high) for *_, height in labels]
    for i in range(1, len(heights)):  # upwards from the lowest
        heights[i] = max(heights[i], heights[i - 1] + gap)
    ceiling = high
    for i in reversed(range(len(heights))):  # and back below the upper edge
        heights[i] = ceiling = min(heights[i], ceiling)
        ceiling -= gap

    for rows, (_, ink, _), height in zip(texts, labels, heights, strict=True):
        place = {"x": 1.01, "xref": "paper", "xanchor": "left", "y": height, "align": "left"}
        look = {"text": "<br>".join(rows), "font": {"color": ink.light}, "showarrow": False}
        figure.add_annotation(**place, **look)
    letters = max((len(row) for rows in texts for row in rows), default=0)
    return figure.update_layout(margin_r=max(12, 10 + 7 * letters))


def numbers(values: ArrayLike, name: str, length: int | None = None) -> np.ndarray:
    """One series as float32 (T,); from (T, 1) too, and from a tensor on any device.

    NaN leaves a gap. Raises ValueError for another shape or length, or no finite number.
    """
    array = _array(values)
    if array.ndim == 2 and array.shape[1] == 1:
        array = array[:, 0]
    if array.ndim != 1:
        raise ValueError(f"{name} must have shape (T,), got {array.shape}")
    if not np.isfinite(array).any():
        raise ValueError(f"{name} must hold a finite number, got {array[:3].tolist()}")
    if length is not None and len(array) != length:
        raise ValueError(f"{name} must have {length} values here, got {len(array)}")
    return array


def grid(values: ArrayLike, name: str, shape: tuple[int, int] | None = None) -> np.ndarray:
    """Steps by keys as float32 (T, K). Raises ValueError for another shape or beyond 0 to 1."""
    array = _array(values)
    if array.ndim != 2 or 0 in array.shape or (shape is not None and array.shape != shape):
        wanted = "(T, K)" if shape is None else shape
        raise ValueError(f"{name} must have shape {wanted}, got {array.shape}")
    if not ((array >= 0) & (array <= 1)).all():
        raise ValueError(f"{name} must lie in 0 to 1, got {array.min()} to {array.max()}")
    return array


def _array(values: ArrayLike) -> np.ndarray:
    if hasattr(values, "detach"):  # a tensor; torch itself is not needed here
        values = values.detach().cpu()
    return np.asarray(values, dtype=np.float32)
