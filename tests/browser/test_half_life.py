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
    page = render_widget(*widgets, height=8000)
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


def test_no_preset_does_the_task(render_widget):
    page = render_widget(HalfLife())
    for text in HalfLife.presets:
        page.get_by_role("button", name=text, exact=True).click()
        expect(page.locator(".gru-task")).not_to_contain_text("✓ done")
        expect(page.locator(".gru-headline")).to_contain_text(text.split(" = ")[1])
