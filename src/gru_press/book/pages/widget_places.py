"""What stands in a page for a widget or a figure: its picture or a sentence, and its data."""

import html
import json
import re

from gru_press.book.stills.stills import stills

VIEW = "application/vnd.jupyter.widget-view+json"
STATE = "application/vnd.jupyter.widget-state+json"
FIGURE = "application/vnd.plotly.v1+json"
FIGURE_PLACE = 'class="gru-plotly"'
NEEDS_SCRIPTS = '<p class="gru-still">This control needs JavaScript.</p>'


def script(kind: str, data: object) -> str:
    """JSON data inside a script element, safe against text that would end the element."""
    text = re.sub(r"<(?=script|/script|!--)", r"\\u003c", _compact(data), flags=re.IGNORECASE)
    return f'<script type="{kind}">{text}</script>'


def widget_view(view: dict, metadata: dict | None, state: dict) -> str:
    """The place of one widget.

    view: the widget-view output, `{"model_id": ...}`. metadata: what a course widget says of
    itself. state: that of all widgets of the notebook, from which a course widget's picture is
    drawn: it stands there until the host puts the live widget in its place.
    """
    about = (metadata or {}).get(VIEW, {})
    names = [name for name in ("module", "detail") if name in about]
    data = "".join(f' data-{name}="{html.escape(about[name])}"' for name in names)
    record = state["state"].get(view["model_id"], {})
    picture = _picture(about, record) if "module" in about and record else NEEDS_SCRIPTS
    return f'<div class="gru-widget"{data}>{picture}{script(VIEW, view)}</div>'


def _picture(about: dict, record: dict) -> str:
    drawn = stills().picture({**record["state"], **about.get("still", {})})
    caption = html.escape(about["caption"])
    return (
        f'<figure class="gru-still gru-picture">{drawn}<figcaption>{caption}</figcaption></figure>'
    )


def plotly_figure(figure: dict) -> str:
    """The place of one plotly figure: its alt text and its data, drawn when it comes into view."""
    alt = html.escape(alternative_text(figure))
    height = figure.get("layout", {}).get("height", 450)
    data = {key: figure[key] for key in ("data", "layout", "config") if key in figure}
    return (
        f'<div {FIGURE_PLACE} role="img" aria-label="{alt}" style="--gru-height:{height}px">'
        f'<p class="gru-still">{alt} (This figure needs JavaScript.)</p>'
        f"{script('application/json', data)}</div>"
    )


def alternative_text(figure: dict) -> str:
    """The figure in words: `layout.meta.alt`, else its title, else ""."""
    layout = figure.get("layout", {})
    meta = layout.get("meta")
    if isinstance(meta, dict) and meta.get("alt"):
        return str(meta["alt"])
    title = layout.get("title", "")
    text = title.get("text", "") if isinstance(title, dict) else title
    return " ".join(re.sub(r"<[^>]*>", " ", str(text)).split())


def _compact(data: object) -> str:
    return json.dumps(data, separators=(",", ":"), ensure_ascii=False)
