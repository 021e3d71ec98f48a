"""What all widgets share on the Python side: declared state, and what goes with the view."""

import json

import pytest
import traitlets

from gru_course import widgets
from gru_course.widgets import UpdateGate
from gru_course.widgets.base import VIEW, GRUWidget, number, option, series

CLASSES = [
    cls
    for name in widgets.__all__
    if isinstance(cls := getattr(widgets, name), type)
    and issubclass(cls, GRUWidget)
    and cls is not widgets.Prediction  # has no state without its question; see test_prediction.py
]


class Dial(GRUWidget):
    """A widget made of the two kinds of state, as a reader may write one."""

    module = "update_gate"
    caption = "A dial."
    presets = {"high": {"level": 1.0}}

    mode = option("keep", ("keep", "take"), "A mode.")
    level = number(0.25, -1.0, 1.0, "A level.", 0.05)


def test_the_state_is_plain_values_in_the_order_declared():
    assert list(Dial(level=0.5).state.items()) == [("mode", "keep"), ("level", 0.5)]


def test_the_browser_gets_ranges_steps_options_and_defaults():
    assert Dial(level=1.0)._schema == {
        "level": {"default": 0.25, "min": -1.0, "max": 1.0, "step": 0.05},
        "mode": {"default": "keep", "options": ["keep", "take"]},
    }
    assert Dial()._presets == [["high", {"level": 1.0}]]
    assert Dial()._module == "update_gate"


def test_the_browser_gets_the_state_that_python_opened_with():
    dial = Dial(level=1.0)
    dial.level = 0.5
    assert dial._opening == {"mode": "keep", "level": 1.0}


def test_the_browser_gets_all_that_it_needs_to_draw():
    sent = Dial().get_state()
    assert {"level", "mode", "_schema", "_presets", "_module", "_esm", "_css"} <= set(sent)
    assert sent["_anywidget_id"].endswith(".Dial")


@pytest.mark.parametrize("level", [1.01, -1.5, float("inf"), "half"])
def test_a_number_outside_its_range_is_refused(level):
    with pytest.raises(traitlets.TraitError, match="level"):
        Dial(level=level)


def test_an_option_that_does_not_exist_is_refused():
    with pytest.raises(traitlets.TraitError, match="'drop'"):
        Dial(mode="drop")


def test_a_name_that_is_no_state_is_refused_with_the_names_that_are():
    with pytest.raises(TypeError, match="Dial has no speed; its state is mode, level"):
        Dial(speed=1)


def test_repr_holds_the_values_and_no_address():
    assert repr(Dial(level=1 / 3)) == "Dial(mode='keep', level=0.3333)"
    assert repr(Dial()) == repr(Dial())  # notebooks store and compare it


def test_what_a_page_needs_to_know_travels_beside_the_view():
    data, metadata = Dial()._repr_mimebundle_()
    assert metadata[VIEW] == {"module": "update_gate", "caption": "A dial.", "still": {}}
    assert data["text/plain"] == "Dial(mode='keep', level=0.25)"
    assert VIEW in data


def test_two_widgets_share_no_state():
    first, second = Dial(), Dial()
    first.level = 1.0
    assert second.level == 0.25
    first._schema["level"]["max"] = 99
    assert second._schema["level"]["max"] == 1.0


def test_a_listener_in_python_hears_of_a_change():
    dial, heard = Dial(), []
    dial.observe(lambda change: heard.append(change["new"]), "level")
    dial.level = -0.75
    assert heard == [-0.75]


@pytest.mark.parametrize("cls", CLASSES)
def test_every_state_says_what_it_is(cls):
    for name, trait in cls.class_traits(state=True).items():
        assert trait.help.strip(), f"{cls.__name__}.{name} has no help"


@pytest.mark.parametrize("cls", CLASSES)
def test_every_preset_is_a_state_of_the_widget(cls):
    for text, changes in cls.presets.items():
        widget = cls(**changes)
        assert {name: widget.state[name] for name in changes} == changes, text


@pytest.mark.parametrize("cls", CLASSES)
def test_the_repr_of_a_widget_makes_its_equal(cls):
    for changes in ({}, *cls.presets.values()):
        written = repr(cls(**changes))
        assert repr(eval(written, vars(widgets))) == written


def test_a_class_without_a_module_is_a_base_for_others():
    class Shared(UpdateGate):
        """Adds nothing in the browser."""

    assert Shared._esm == UpdateGate._esm


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_state_that_json_cannot_hold_is_refused(value):
    with pytest.raises(traitlets.TraitError, match=r"'z'|z must be a finite number"):
        UpdateGate(z=value)


class Drawn(GRUWidget):
    """A widget whose reader draws an input."""

    module = "update_gate"
    caption = "A drawn input."
    x = series([0.0, 0.5, -1.0], -1.0, 1.0, "Input at each step.", step=0.25)


def test_a_series_tells_the_browser_its_range_and_its_length():
    assert Drawn()._schema["x"] == {
        "default": [0.0, 0.5, -1.0],
        "min": -1.0,
        "max": 1.0,
        "step": 0.25,
    }


def test_two_widgets_share_no_series():
    first, second = Drawn(), Drawn()
    first.x = [1, 1, 1]
    assert second.x == [0.0, 0.5, -1.0]
    assert repr(first) == "Drawn(x=[1, 1, 1])"
    assert first.x is not Drawn(x=first.x).x


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ([0, 0], "x must hold 3 numbers, got 2"),
        ([0, 0, 2], "x must hold numbers from -1 to 1, got 2.0"),
        ([0, 0, float("nan")], "x must hold numbers from -1 to 1, got nan"),
        ("abc", "expected a float"),
    ],
)
def test_a_series_refuses_what_it_cannot_hold_and_keeps_the_old(given, message):
    drawn = Drawn()
    with pytest.raises(traitlets.TraitError, match=message):
        drawn.x = given
    assert drawn.x == [0.0, 0.5, -1.0]


def test_presets_keep_their_order_where_dictionaries_are_sorted():
    class Ordered(UpdateGate):
        presets = {"second": {"z": 0.1}, "first": {"z": 0.2}}

    sent = json.loads(json.dumps(Ordered().get_state()["_presets"], sort_keys=True))
    assert [text for text, _ in sent] == ["second", "first"]
