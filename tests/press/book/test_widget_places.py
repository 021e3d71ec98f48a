"""What stands in a page for a widget or a figure."""

import json
import re

from gru_course.widgets import UpdateGate, WholeCell
from gru_press.book.pages.widget_places import (
    VIEW,
    alternative_text,
    plotly_figure,
    script,
    widget_view,
)


def data_of(markup):
    return json.loads(re.search(r"<script[^>]*>(.*)</script>", markup, re.DOTALL)[1])


def state_of(widget):
    return {"state": {"a": {"state": widget.get_state()}}}


def test_a_widget_shows_its_picture_until_it_lives():
    about = {VIEW: {"module": "update_gate", "caption": "z < 1", "still": {"z": 1.0}}}
    markup = widget_view({"model_id": "a"}, about, state_of(UpdateGate(h_prev=0.7)))
    assert markup.startswith('<div class="gru-widget" data-module="update_gate">')
    assert re.search(r"new state <span[^>]*>0.700<", markup)  # what `still` says stands above all
    assert "<figcaption>z &lt; 1</figcaption></figure>" in markup
    assert data_of(markup) == {"model_id": "a"}


def test_a_widget_says_how_much_of_it_is_shown():
    widget = WholeCell(detail="flow")
    _, about = widget._repr_mimebundle_()
    markup = widget_view({"model_id": "a"}, about, state_of(widget))
    assert markup.startswith('<div class="gru-widget" data-module="whole_cell" data-detail="flow">')


def test_a_plain_control_says_that_it_needs_javascript():
    assert "This control needs JavaScript." in widget_view({"model_id": "a"}, None, {"state": {}})


def test_data_cannot_end_its_script():
    data = {"text": "</script><SCRIPT><!-- h < 1"}
    markup = script("application/json", data)
    assert markup.count("</script>") == 1
    assert "<!--" not in markup
    assert data_of(markup) == data


def test_a_figure_is_named_by_its_alt_text_or_its_title():
    titled = {"layout": {"title": {"text": "The <b>gate</b> closes"}}}
    assert alternative_text(titled) == "The gate closes"
    titled["layout"]["meta"] = {"alt": "z falls from 1 to 0."}
    assert alternative_text(titled) == "z falls from 1 to 0."
    assert alternative_text({"data": []}) == ""


def test_a_figure_keeps_its_data_and_reserves_its_height():
    figure = {"data": [{"y": [1, 2]}], "layout": {"height": 320, "meta": {"alt": '"z"'}}}
    markup = plotly_figure(figure)
    assert 'role="img" aria-label="&quot;z&quot;" style="--gru-height:320px"' in markup
    assert data_of(markup) == figure
