"""Bars for times that are compared: ratios to a reference, which is 1."""

from collections.abc import Mapping

import plotly.graph_objects as go

from gru_course.figures.drawing import frame, numbers
from gru_course.palette import INPUT, STATE, Ink

ROW = 64  # pixels for a name and the bars below it
HERE, ELSEWHERE = (0.05, 0.3), (-0.25, 0.12)  # middle of a bar above its place, and its width
NAME = 0.2  # a name's foot above its place
FOOT = 0.45  # a row's foot below its place
GAP = "\u00a0"  # between a bar and its number
ROOM = 1.2  # the axis is so much longer than the longest bar, whose number stands behind it


def ratio_bars(
    here: Mapping[str, float],
    elsewhere: Mapping[str, float],
    *,
    title: str,
    alt: str,
    x_title: str,
    reference: str,
    sets: tuple[str, str] = ("Here", "On the other machine"),
) -> go.Figure:
    """A thick bar for each ratio measured here, a thin one where another machine measured it too.

    here: ratios to `reference`, by name, drawn from top to bottom. elsewhere: those of the other
    machine; names that it did not measure may be missing. The numbers are added to the alt text,
    under the names in `sets`, which may be others where it is not machines that are compared.
    """
    unknown = set(elsewhere) - set(here)
    if unknown:
        raise ValueError(f"elsewhere must hold names of here, got {', '.join(sorted(unknown))}")
    places = dict(zip(here, range(len(here), 0, -1), strict=True))
    traces = _bars("here", here, places, *HERE, INPUT)
    told = f"{alt} {sets[0]}: {_told(here)}."
    if elsewhere:
        traces += _bars("elsewhere", elsewhere, places, *ELSEWHERE, STATE)
        told += f" {sets[1]}: {_told(elsewhere)}."
    figure = frame(traces, title, told, x_title, "")

    longest = max(1, *here.values(), *elsewhere.values())
    figure.update_xaxes(range=[0, ROOM * longest])
    figure.update_yaxes(visible=False, range=[0.5, len(here) + 0.7])
    line = {"color": STATE.light, "width": 1, "dash": "dash"}
    at_1 = {"type": "line", "x0": 1, "x1": 1, "line": line, "layer": "below"}
    label = {"text": reference, "showarrow": False, "yref": "paper", "y": 1, "yanchor": "bottom"}
    figure.add_annotation(x=1, **label)
    for name, place in places.items():
        above = {"x": 0, "xanchor": "left", "y": place + NAME, "yanchor": "bottom"}
        figure.add_annotation(text=name, showarrow=False, **above)
        figure.add_shape(y0=place - FOOT, y1=place + NAME, **at_1)  # with gaps for the names
    figure.update_layout(barmode="overlay", margin_l=12, margin_t=figure.layout.margin.t + 16)
    return figure.update_layout(height=figure.layout.margin.t + 64 + ROW * len(here))


def _bars(name: str, ratios: Mapping, places: Mapping, up: float, width: float, ink: Ink) -> list:
    """Bars, and their numbers as a trace: plotly writes those of thin bars in tiny letters."""
    lengths = numbers(list(ratios.values()), name)
    heights = [places[ratio] + up for ratio in ratios]
    bars = {"orientation": "h", "width": width, "marker": {"color": ink.light}}
    texts = {"mode": "text", "text": [f"{GAP}{length:.2f}" for length in lengths]}
    return [
        go.Bar(x=lengths, y=heights, hoverinfo="none", **bars),
        go.Scatter(x=lengths, y=heights, hoverinfo="none", textposition="middle right", **texts),
    ]


def _told(ratios: Mapping[str, float]) -> str:
    return ", ".join(f"{name} {value:.2f}" for name, value in ratios.items())
