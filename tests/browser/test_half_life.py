"""Half-life in a real browser: exact at every bias, and the task's answer can be typed."""

import math

import pytest
from playwright.sync_api import expect

from gru_course.widgets import HalfLife
from tests.browser.driving import copies, press, shown


def test_numbers_are_those_of_the_equation(render_widget):
    widgets = [
        HalfLife(b=b, steps=s) for b, s in [(-4, 1), (0, 1), (4.97, 100), (9, 1000), (6.9, 693)]
    ]
    page = render_widget(*widgets)
    for place, widget in zip(copies(page), widgets, strict=True):
        numbers = shown(place)
        assert numbers["z"] == pytest.approx(1 / (1 + math.exp(-widget.b)), abs=1e-15)
        assert numbers["half_life"] == pytest.approx(widget.half_life(), rel=1e-11)
        assert numbers["left"] == pytest.approx(widget.z() ** widget.steps, abs=1e-12)


def test_the_answer_is_found_with_the_keyboard_or_typed(render_widget):
    page = render_widget(HalfLife(b=4.95), HalfLife())
    by_keys, typed = copies(page)
    expect(by_keys.locator(".gru-task")).not_to_contain_text("✓ done")
    press(by_keys, "b")
    press(by_keys, "b")
    expect(by_keys.locator(".gru-task")).to_contain_text("✓ done")
    typed.get_by_role("spinbutton").fill("4.97")
    expect(typed.locator(".gru-task")).to_contain_text("✓ done")
    expect(typed.locator("pre")).to_contain_text("gru.bias_ih_l0.data[H : 2 * H] = 4.97")


@pytest.mark.parametrize("rubbish", ["99", "-99", "", "1e999"])
def test_what_is_no_bias_changes_nothing(render_widget, rubbish):
    page = render_widget(HalfLife(b=2.0))
    page.get_by_role("spinbutton").fill(rubbish)
    assert shown(page)["b"] == 2.0


def test_a_bias_beyond_the_limits_is_said_and_goes_when_the_field_is_left(render_widget):
    page = render_widget(HalfLife(b=2.0))
    field, limits = page.get_by_role("spinbutton"), page.locator(".gru-limits")
    expect(limits).to_have_text("from −4 to 9")
    field.fill("12")
    expect(limits).to_have_text("only from −4 to 9: nothing moves")
    expect(page.locator("[aria-live]")).to_contain_text("only from −4 to 9: nothing moves")
    field.press("Tab")
    expect(field).to_have_value("2")
    expect(limits).to_have_text("from −4 to 9")


def test_the_axis_of_gates_ends_inside_the_plot(render_widget):
    for width in (375, 1280):
        page = render_widget(HalfLife(), width=width)
        plot = page.locator(".gru-controls .gru-plot").bounding_box()
        tick = page.locator(".gru-controls .gru-x-tick").last.bounding_box()
        assert tick["x"] + tick["width"] <= plot["x"] + plot["width"]


def test_no_preset_does_the_task(render_widget):
    page = render_widget(HalfLife())
    for text in HalfLife.presets:
        page.get_by_role("button", name=text, exact=True).click()
        expect(page.locator(".gru-task")).not_to_contain_text("✓ done")
        expect(page.locator(".gru-headline")).to_contain_text(text.split(" = ")[1])
