"""Widget state in a page: the host's needs, without the shared code."""

import json

from gru_course.widgets import UpdateGate
from gru_press.book.assets import collect
from gru_press.book.pages.head import standalone_page
from gru_press.book.pages.widget_state import LARGE, large_values, without_code


def record(widget):
    return {"state": {"a": widget._get_embed_state(drop_defaults=False)}}


def test_a_course_widget_names_its_module_instead_of_holding_it():
    published = collect()
    light, entries = without_code(record(UpdateGate(z=0.25)), published)
    values = light["state"]["a"]["state"]
    assert entries == {"update_gate.js"}
    assert values["_published"] == published.names["update_gate.js"]
    assert values["z"] == 0.25
    assert "_esm" not in values
    assert "_css" not in values


def test_what_is_large_comes_in_a_file_of_its_own_where_the_book_has_that_file():
    state = record(UpdateGate(z=0.25))
    state["state"]["a"]["state"]["_data"] = large = "x" * LARGE
    ((name, text),) = large_values(state).items()
    assert json.loads(text) == {"_data": large}
    values = without_code(state, collect().with_published({name: text}))[0]["state"]["a"]["state"]
    assert "_data" not in values and values["_more"] == name and values["z"] == 0.25
    assert without_code(state, collect())[0]["state"]["a"]["state"]["_data"] == large


def test_a_widget_without_much_needs_no_file():
    assert large_values(record(UpdateGate())) == {}


def test_the_state_that_came_in_is_not_changed():
    state = record(UpdateGate())
    without_code(state, collect())
    assert "_esm" in state["state"]["a"]["state"]


def test_a_readers_own_anywidget_keeps_its_code():
    own = {"model_name": "AnyModel", "state": {"_anywidget_id": "__main__.Own", "_esm": "code"}}
    light, entries = without_code({"state": {"a": own}}, collect())
    assert light["state"]["a"] == own
    assert entries == set()


def test_layout_and_style_are_left_out():
    state = {name: {"model_name": name, "state": {}} for name in ("LayoutModel", "LinkModel")}
    state["s"] = {"model_name": "SliderStyleModel", "state": {}}
    assert list(without_code({"state": state}, collect())[0]["state"]) == ["LinkModel"]


def test_a_standalone_page_holds_each_widget_once_and_no_code():
    assets = collect()
    page = standalone_page([UpdateGate(), UpdateGate()], assets)
    assert page.count('class="gru-widget"') == 2
    once = {*assets.modules("update_gate.js"), *assets.modules("host.js")}
    assert page.count("modulepreload") == len(once)
    assert "function render" not in page
