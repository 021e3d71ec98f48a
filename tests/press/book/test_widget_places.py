"""What stands in a page for a widget or a figure."""

import json
import re

from gru_press.book.pages.widget_places import (
    VIEW,
    alternative_text,
    plotly_figure,
    script,
    widget_view,
)


def data_of(markup):
    return json.loads(re.search(r"<script[^>]*>(.*)</script>", markup, re.DOTALL)[1])


def test_a_widget_shows_its_picture_until_it_lives():
    about = {VIEW: {"picture": "<svg></svg>", "caption": "z < 1", "module": "update_gate"}}
    markup = widget_view({"model_id": "a"}, about)
    assert markup.startswith('<div class="gru-widget" data-module="update_gate">')
    assert "<svg></svg><figcaption>z &lt; 1</figcaption></figure>" in markup
    assert data_of(markup) == {"model_id": "a"}


def test_a_widget_says_how_much_of_it_is_shown():
    about = {VIEW: {"picture": "<svg></svg>", "module": "whole_cell", "detail": "flow"}}
    markup = widget_view({"model_id": "a"}, about)
    assert markup.startswith('<div class="gru-widget" data-module="whole_cell" data-detail="flow">')


def test_a_plain_control_says_that_it_needs_javascript():
    assert "This control needs JavaScript." in widget_view({"model_id": "a"})


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
