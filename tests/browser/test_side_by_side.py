"""LSTM and GRU side by side in a real browser: torch's numbers, and a task that wants a count."""

import re

import pytest
from playwright.sync_api import expect

from gru_course.widgets import SideBySide
from tests.browser.driving import copies, drag, press, shown
from tests.helpers.side_by_side_reference import torch_gru, torch_lstm
from tests.widgets.test_side_by_side import STATES


@pytest.mark.parametrize("state", [*STATES, *SideBySide.presets.values()])
def test_numbers_are_torchs(render_widget, state):
    widgets = [SideBySide(**{**state, "step": step}) for step in (1, 2, 8, 24)]
    page = render_widget(*widgets)
    for place, widget in zip(copies(page), widgets, strict=True):
        numbers, t = shown(place), int(widget.step) - 1
        h, c = torch_lstm(widget.state)
        assert numbers["c"] == pytest.approx(c[t].item(), abs=1e-12)
        assert numbers["h"] == pytest.approx(h[t].item(), abs=1e-12)
        states = torch_gru(widget.state)
        assert numbers["h_gru"] == pytest.approx(states[t].item(), abs=1e-12)
        assert numbers["c_before"] == pytest.approx(c[t - 1].item() if t else 0, abs=1e-12)
        assert numbers["h_before"] == pytest.approx(states[t - 1].item() if t else 0, abs=1e-12)
        summed = numbers["f"] * numbers["c_before"] + numbers["i"] * numbers["g"]
        assert numbers["c"] == pytest.approx(summed, abs=1e-14)
        mixed = numbers["z"] * numbers["h_before"] + numbers["takes"] * numbers["n"]
        assert numbers["h_gru"] == pytest.approx(mixed, abs=1e-14)


@pytest.mark.parametrize("match", ["as many units", "as many parameters"])
@pytest.mark.parametrize("sizes", [(1, 2), (16, 64), (512, 3), (7, 511)])
def test_prices_are_pythons(render_widget, sizes, match):
    widget = SideBySide(input_size=sizes[0], hidden_size=sizes[1])
    page = render_widget(widget)
    page.get_by_role("radio", name=match).check()
    widget.match = match.removeprefix("as many ")
    for cell, (units, parameters) in widget.sizes().items():
        place = page.locator(f"[data-name={cell}_units]")
        expect(place).to_have_attribute("data-value", str(units))
        assert shown(page)[f"{cell}_parameters"] == parameters


@pytest.mark.parametrize(
    ("preset", "sentence"),
    [
        ("duel: 8 a, 8 b", "c counts every input; the GRU’s h loses count at step 4"),
        ("24 a", "c counts every input; the GRU’s h loses count at step 4"),
        ("LSTM as GRU", "With i = 1 − f the LSTM’s c is the GRU’s h"),
        ("o closed", "c counts on, and h shows 0.00 of it: the output gate is closed"),
    ],
)
def test_the_headline_says_what_a_preset_shows(render_widget, preset, sentence):
    page = render_widget(SideBySide())
    page.get_by_role("button", name=preset, exact=True).click()
    expect(page.locator(".gru-headline")).to_have_text(sentence)


def test_a_small_memory_fills_its_plot_and_one_line_is_seen_twice(render_widget):
    page = render_widget(SideBySide())
    places = [page.locator(".gru-plot").nth(i) for i in (1, 2)]
    highest = [place.locator(".gru-y-tick").last for place in places]
    expect(highest[0]).to_have_text("8")  # as far as the sum of the inputs goes
    expect(highest[1]).to_have_text("1")
    page.get_by_role("button", name="LSTM as GRU").click()
    expect(highest[0]).to_have_text("1")
    memory = "path.gru-line.gru-ink-state:not(.gru-shown)"
    c, h = (numbers(place.locator(memory).get_attribute("d")) for place in places)
    assert c == pytest.approx(h, abs=1e-9)


def numbers(path: str) -> list[float]:
    return [float(number) for number in re.findall(r"-?[\d.]+(?:e-\d+)?", path)]


def test_the_headline_says_whose_numbers_these_are(render_widget):
    page = render_widget(SideBySide())
    expect(page.locator(".gru-headline")).to_have_text(
        "The inputs sum to 8.0: LSTM c = 1.44, GRU h = 0.64"
    )


def test_the_prices_stand_apart_under_the_presets(render_widget):
    page = render_widget(SideBySide())
    footer, prices = (page.locator(f".gru-{name}").bounding_box() for name in ("footer", "prices"))
    assert footer["y"] + footer["height"] <= prices["y"]


def test_the_count_is_lost_where_it_is_half_an_input_off(render_widget):
    widget = SideBySide(**SideBySide.presets["duel: 8 a, 8 b"])
    page = render_widget(widget)
    states, worth = torch_gru(widget.state), torch_gru(widget.state)[0]
    off = [
        abs(h - total * worth) > worth / 2 for h, total in zip(states, widget.sums(), strict=True)
    ]
    line = page.locator(".gru-plot").nth(2).locator(".gru-loss")
    at = line.evaluate("(line) => parseFloat(line.getAttribute('d').slice(1))")
    assert at == pytest.approx(100 * (off.index(True) + 0.5) / 24, abs=1e-3)
    assert page.locator(".gru-plot").nth(1).locator(".gru-loss").get_attribute("d") == ""


def test_open_gates_do_the_task_and_half_open_ones_say_what_is_missing(render_widget):
    page = render_widget(SideBySide())
    task, place = page.locator(".gru-task"), page.locator(".gru")
    expect(task).to_contain_text("After each step only 0.88 of c is left.")
    drag(page, place, "b_f", to=1.0)
    expect(task).to_contain_text("Each input is let in by 0.27 only.")
    drag(page, place, "b_i", to=1.0)
    expect(task).to_contain_text("✓ done")
    page.get_by_role("button", name="Reset").click()
    expect(task).to_contain_text("not solved yet")


def test_a_preset_does_not_do_the_task(render_widget):
    page = render_widget(SideBySide())
    page.get_by_role("button", name="duel: 8 a, 8 b").click()
    expect(page.locator(".gru-task")).to_contain_text("This state was given")


def test_the_input_is_drawn_and_both_memories_follow(render_widget):
    widget = SideBySide(step=1)
    page = render_widget(widget)
    key = page.get_by_role("slider", name="input at step 1", exact=True)
    before = page.locator("[data-name=c]").first.get_attribute("data-value")
    key.focus()
    key.press("Home")
    expect(page.locator("[data-name=c]").first).not_to_have_attribute("data-value", before)
    widget.x = [-1.0, *widget.x[1:]]
    assert shown(page)["c"] == pytest.approx(torch_lstm(widget.state)[1][0].item(), abs=1e-12)
    assert shown(page)["h_gru"] == pytest.approx(torch_gru(widget.state)[0].item(), abs=1e-12)
    press(page, "step")
    assert shown(page)["c"] == pytest.approx(torch_lstm(widget.state)[1][1].item(), abs=1e-12)
