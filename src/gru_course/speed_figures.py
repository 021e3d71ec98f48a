"""Bars for times that are compared: ratios to a reference, which is 1."""

from collections.abc import Mapping

import plotly.graph_objects as go

from gru_course.drawing import frame, numbers
from gru_course.palette import INPUT, STATE

ROW = 58  # pixels for a bar and the name above it
NUMBER_WIDTH = 0.2  # room behind the longest bar, as a share of the axis


def ratio_bars(
    here: Mapping[str, float],
    elsewhere: Mapping[str, float],
    *,
    title: str,
    alt: str,
    x_title: str,
    reference: str,
) -> go.Figure:
    """A bar for each ratio measured here, and a mark where another machine measured the same.

    here: ratios to `reference`, by name, drawn from top to bottom. elsewhere: those of the other
    machine; names that it did not measure may be missing. The numbers are added to the alt text.
    """
    lengths = numbers(list(here.values()), "here")
    unknown = set(elsewhere) - set(here)
    if unknown:
        raise ValueError(f"elsewhere must hold names of here, got {', '.join(sorted(unknown))}")
    places = dict(zip(here, range(len(here), 0, -1), strict=True))
    bars = go.Bar(
        x=lengths,
        y=list(places.values()),
        orientation="h",
        text=[f"{length:.2f}" for length in lengths],
        textposition="outside",
        marker={"color": INPUT.light},
        width=0.4,
        hoverinfo="none",
    )
    marks = go.Scatter(
        x=numbers(list(elsewhere.values()), "elsewhere") if elsewhere else [],
        y=[places[name] for name in elsewhere],
        mode="markers",
        marker={"symbol": "line-ns", "size": 26, "line": {"width": 3, "color": STATE.light}},
        hoverinfo="none",
    )
    told = f"{alt} Here: {_told(here)}."
    if elsewhere:
        told += f" On the other machine: {_told(elsewhere)}."
    figure = frame([bars, marks], title, told, x_title, "")

    longest = max(1, *lengths, *elsewhere.values())
    figure.update_xaxes(range=[0, (1 + NUMBER_WIDTH) * longest])
    figure.update_yaxes(visible=False, range=[0.5, len(here) + 0.95])
    line = {"color": STATE.light, "width": 1, "dash": "dash"}
    label = {"text": reference, "showarrow": False, "yref": "paper", "y": 1, "yanchor": "bottom"}
    figure.add_vline(1, line=line, layer="below").add_annotation(x=1, **label)
    for name, place in places.items():
        above = {"x": 0, "xanchor": "left", "y": place + 0.2, "yanchor": "bottom"}
        figure.add_annotation(text=name, showarrow=False, **above)
    figure.layout.margin.t += 16
    figure.layout.margin.l = 12
    return figure.update_layout(height=figure.layout.margin.t + 64 + ROW * len(here))


def _told(ratios: Mapping[str, float]) -> str:
    return ", ".join(f"{name} {value:.2f}" for name, value in ratios.items())
