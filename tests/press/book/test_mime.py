"""What myst-nb is given for widgets and figures."""

from types import SimpleNamespace

import plotly.graph_objects as go
import pytest

from gru_course.widgets import UpdateGate
from gru_press.book.pages.mime import PlotlyFigure, WidgetView
from gru_press.book.pages.widget_places import FIGURE, STATE, VIEW


class Renderer:
    """myst-nb's renderer, as far as it is used: it keeps the warnings, and knows the notebook."""

    def __init__(self, state=None):
        self.warnings = []
        self.logger = self.renderer = self
        metadata = {"widgets": {STATE: {"state": state}}} if state else {}
        self.nb_client = SimpleNamespace(nb_metadata=metadata)

    def warning(self, text, **place):
        self.warnings.append(text)


def output(kind, content, metadata=None):
    return SimpleNamespace(mime_type=kind, content=content, output_metadata=metadata or {}, line=1)


def test_a_course_widget_comes_with_its_picture():
    widget = UpdateGate()
    data, metadata = widget._repr_mimebundle_()
    renderer = Renderer({widget.model_id: {"state": widget.get_state()}})
    (node,) = WidgetView.handle_mime(renderer, output(VIEW, data[VIEW], metadata), False)
    assert 'data-module="update_gate"' in node.astext()
    assert "<svg" in node.astext()


def test_a_figure_comes_with_its_alt_text():
    figure = go.Figure(layout={"meta": {"alt": "z falls from 1 to 0."}}).to_plotly_json()
    renderer = Renderer()
    (node,) = PlotlyFigure.handle_mime(renderer, output(FIGURE, figure), False)
    assert 'aria-label="z falls from 1 to 0."' in node.astext()
    assert renderer.warnings == []


def test_a_figure_that_a_blind_reader_could_not_read_is_warned_of():
    renderer = Renderer()
    PlotlyFigure.handle_mime(renderer, output(FIGURE, {"data": []}), False)
    assert renderer.warnings == ["a plotly figure needs layout.meta['alt'] or a title, got neither"]


@pytest.mark.parametrize("renderer", [WidgetView, PlotlyFigure])
def test_other_outputs_are_left_to_others(renderer):
    assert renderer.handle_mime(Renderer(), output("text/html", "<p>z</p>"), False) is None
