"""ipywidgets' simple controls in a page without a kernel: what their options and links do."""

import pytest
from ipywidgets import (
    Checkbox,
    Dropdown,
    FloatSlider,
    HBox,
    IntSlider,
    Label,
    VBox,
    jsdlink,
    jslink,
)
from playwright.sync_api import expect

MARKUP = "<b onclick='window.hit = 1'>z</b>"


def readout(page, number=0):
    return page.locator(".gru-plain output").nth(number)


@pytest.mark.parametrize(
    ("form", "value", "text"),
    [
        (".2f", 0.126, "0.13"),
        (".1f", -2.26, "−2.3"),
        ("d", 2.0, "2"),
        (",d", 1234567.0, "1,234,567"),
        ("+.3f", 0.5, "+0.500"),
        (".1%", 0.256, "25.6%"),
        (".1e", 1234.0, "1.2e+3"),
        (".3g", 0.12345, "0.123"),
        ("$s", 0.25, "0.25"),  # not one that is written here: the number in full
    ],
)
def test_a_slider_writes_its_number_in_its_format(render_widget, form, value, text):
    page = render_widget(FloatSlider(value, min=-1e7, max=1e7, readout_format=form))
    expect(readout(page)).to_have_text(text)


def test_a_slider_without_readout_shows_none(render_widget):
    page = render_widget(FloatSlider(0.5, readout=False))
    expect(readout(page)).to_be_empty()


def test_a_slider_moves_by_its_step_between_its_ends(render_widget):
    page = render_widget(IntSlider(3, min=-5, max=7, step=4, orientation="vertical"))
    slider = page.get_by_role("slider")
    slider.press("ArrowRight")
    expect(readout(page)).to_have_text("7")
    slider.press("Home")
    expect(readout(page)).to_have_text("−5")
    box = slider.bounding_box()
    assert box["width"] > 2 * box["height"]  # a standing one lies here like the others


def test_a_slider_without_step_takes_any_number(render_widget):
    page = render_widget(FloatSlider(0.12345, max=1, step=None, readout_format=".5f"))
    expect(page.get_by_role("slider")).to_have_value("0.12345")


def test_a_link_moves_the_range_and_the_value_stays_in_it(render_widget):
    top = FloatSlider(8, min=1, max=10, description="top")
    value = FloatSlider(6, max=8, description="value")
    jslink((top, "value"), (value, "max"))
    page = render_widget(VBox([top, value]))
    page.get_by_role("slider", name="top").press("Home")
    expect(page.get_by_role("slider", name="value")).to_have_attribute("max", "1")
    expect(page.get_by_role("slider", name="value")).to_have_value("1")
    expect(readout(page, 1)).to_have_text("1.00")


def test_a_slider_that_waits_for_the_hand_to_let_go_sets_its_value_then(render_widget):
    slider = FloatSlider(0.5, max=1, continuous_update=False)
    label = Label()
    jslink((slider, "value"), (label, "value"))
    page = render_widget(VBox([slider, label]))
    knob = page.get_by_role("slider")
    knob.evaluate("knob => { knob.value = 0.7; knob.dispatchEvent(new Event('input')); }")
    expect(page.get_by_text("0.5", exact=True)).to_be_visible()
    knob.evaluate("knob => knob.dispatchEvent(new Event('change'))")
    expect(page.get_by_text("0.7", exact=True)).to_be_visible()


def test_links_switch_and_rename_controls(render_widget):
    off, name = Checkbox(description="off"), Dropdown(options=["r", "z"], description="name")
    controls = [
        FloatSlider(description="knob"),
        Checkbox(description="tick"),
        Dropdown(options=["GRU"], description="cell"),
    ]
    for control in controls:
        jsdlink((off, "value"), (control, "disabled"))
    jsdlink((name, "index"), (controls[0], "description"))
    page = render_widget(VBox([off, name, *controls]))
    page.get_by_role("checkbox", name="off").check()
    page.get_by_role("combobox", name="name").select_option("z")
    expect(page.get_by_role("slider", name="1")).to_be_disabled()
    expect(page.get_by_role("checkbox", name="tick")).to_be_disabled()
    expect(page.get_by_role("combobox", name="cell")).to_be_disabled()


def test_a_dropdown_shows_labels_and_is_linked_by_index(render_widget):
    cell = Dropdown(options=[("simple", 1), ("GRU", 3), ("LSTM", 4)], value=3, description="cell")
    place = IntSlider(max=2, description="place")
    jslink((cell, "index"), (place, "value"))
    page = render_widget(VBox([cell, place]))
    choice, slider = page.get_by_role("combobox"), page.get_by_role("slider")
    assert choice.locator("option").all_inner_texts() == ["simple", "GRU", "LSTM"]
    expect(slider).to_have_value("1")
    slider.press("End")
    expect(choice).to_have_value("LSTM")
    choice.select_option("simple")
    expect(slider).to_have_value("0")


def test_a_dropdown_may_have_nothing_chosen(render_widget):
    page = render_widget(Dropdown(options=["r", "z"], value=None))
    assert page.get_by_role("combobox").evaluate("select => select.selectedIndex") == -1


def test_linked_dropdowns_may_have_other_options(render_widget):
    papers, ours = Dropdown(options=["r", "z"]), Dropdown(options=["reset", "update"])
    jslink((papers, "_options_labels"), (ours, "_options_labels"))
    page = render_widget(HBox([papers, ours]))
    options = page.get_by_role("combobox").nth(1).locator("option")
    assert options.all_inner_texts() == ["r", "z"]


def test_markup_stays_text(render_widget):
    texts = {"description": MARKUP, "description_allow_html": True}
    page = render_widget(
        VBox(
            [
                FloatSlider(**texts),
                Checkbox(**texts),
                Dropdown(options=[MARKUP], **texts),
                Label(MARKUP, **texts),
            ]
        )
    )
    shown = page.locator(".gru-box").text_content()
    assert shown.count(MARKUP) == 6  # four descriptions, one option, one value
    expect(page.locator(".gru-plain b")).to_have_count(0)


def test_empty_boxes_and_boxes_in_boxes_hold_their_places(render_widget):
    page = render_widget(HBox([]), VBox([HBox([]), HBox([VBox([Label("inside")])])]))
    expect(page.locator(".gru-box")).to_have_count(5)
    expect(page.get_by_text("inside")).to_be_visible()
