"""How myst-nb puts widgets and plotly figures into a page; named in the package's entry points."""

from typing import ClassVar

from docutils import nodes
from myst_nb.core.render import MimeData, NbElementRenderer

from gru_press.book.pages.widget_places import (
    FIGURE,
    STATE,
    VIEW,
    alternative_text,
    plotly_figure,
    widget_view,
)


class WidgetView:
    """A widget: its picture, and its place for the host."""

    mime_priority_overrides: ClassVar[list] = []

    @staticmethod
    def handle_mime(
        renderer: NbElementRenderer, data: MimeData, inline: bool
    ) -> list[nodes.Element] | None:
        """Render widget views; None leaves other outputs to others."""
        if inline or data.mime_type != VIEW:
            return None
        widgets = renderer.renderer.nb_client.nb_metadata.get("widgets", {})
        state = widgets.get(STATE, {"state": {}})
        return [
            nodes.raw("", widget_view(data.content, data.output_metadata, state), format="html")
        ]


class PlotlyFigure:
    """A plotly figure: its alt text and its data."""

    mime_priority_overrides: ClassVar[list] = [("html", FIGURE, 1)]

    @staticmethod
    def handle_mime(
        renderer: NbElementRenderer, data: MimeData, inline: bool
    ) -> list[nodes.Element] | None:
        """Render plotly figures, and warn of one that a blind reader could not read."""
        if inline or data.mime_type != FIGURE:
            return None
        if not alternative_text(data.content):
            renderer.logger.warning(
                "a plotly figure needs layout.meta['alt'] or a title, got neither",
                subtype="figure",
                line=data.line,
            )
        return [nodes.raw("", plotly_figure(data.content), format="html")]
