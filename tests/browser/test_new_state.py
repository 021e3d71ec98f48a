"""The new state in a real browser: torch's numbers, a drawn input, and a task on two gates."""

import pytest
from playwright.sync_api import expect

from gru_course.widgets import NewState
from tests.browser.driving import copies, drag, shown, slider
from tests.helpers.new_state_reference import torch_states
from tests.widgets.test_new_state import STATES

AVERAGE = {"r_set_by": "me", "r": 0.0, "z_set_by": "me"}


@pytest.mark.parametrize("state", [*STATES, *NewState.presets.values()])
def test_numbers_are_torchs(render_widget, state):
    widgets = [NewState(**{**state, "step": step}) for step in (1, 2, 6, 13, 24)]
    page = render_widget(*widgets)
    for place, widget in zip(copies(page), widgets, strict=True):
        numbers, t = shown(place), int(widget.step) - 1
        states = torch_states(widget.state)
        assert numbers["h"] == pytest.approx(states[t].item(), abs=1e-12)
        assert numbers["h_before"] == pytest.approx(states[t - 1].item() if t else 0, abs=1e-12)
        mixed = numbers["takes"] * numbers["n"] + numbers["z"] * numbers["h_before"]
        assert numbers["h"] == pytest.approx(mixed, abs=1e-15)
        step = widget.run()[t]
        for name in ("r", "z", "n"):
            assert numbers[name] == pytest.approx(getattr(step, name), abs=1e-13)


def test_the_columns_are_the_shares_of_the_candidates(render_widget):
    widget = NewState(step=9)
    page = render_widget(widget)
    d = page.locator(".gru-shares").get_attribute("d")
    tops = [float(part.split("V")[1].split("H")[0]) for part in d.split("M")[1:]]
    heights = [(100 - top - 0.4) / 100 for top in tops]
    assert len(heights) == 9
    assert heights == pytest.approx(widget.shares()[:9], abs=1e-9)


def test_a_drawn_input_moves_the_state(render_widget):
    widget = NewState(step=3)
    page = render_widget(widget)
    before = shown(page)["h"]
    page.get_by_role("slider", name="input at step 3", exact=True).press("End")
    expect(page.locator("[data-name=h]").first).not_to_have_attribute("data-value", str(before))
    widget.x = [*widget.x[:2], 1.0, *widget.x[3:]]
    assert shown(page)["h"] == pytest.approx(widget.run()[2].h, abs=1e-13)


def test_pointing_at_the_gates_chooses_the_step(render_widget):
    page = render_widget(NewState())
    gates = page.locator(".gru-plot").nth(1).locator(".gru-area")
    box = gates.bounding_box()
    gates.click(position={"x": box["width"] * 18.5 / 24, "y": 20})
    expect(page.locator("label [data-name=step]")).to_have_text("19")


def test_the_reader_takes_a_gate_over_without_a_jump(render_widget):
    page = render_widget(NewState())
    before = shown(page)
    page.get_by_role("group", name="Who sets the update gate").get_by_label("I do").check()
    expect(slider(page, "z")).to_be_visible()
    expect(slider(page, "b_z")).to_be_hidden()
    assert shown(page)["z"] == before["z"]


def test_the_task_wants_the_past_out_and_a_gate_of_six_sevenths(render_widget):
    page = render_widget(NewState(z_set_by="me", z=0.5))
    task, place = page.locator(".gru-task"), page.locator(".gru")
    expect(task).to_contain_text("The candidate still hears the old state")
    page.get_by_role("group", name="Who sets the reset gate").get_by_label("I do").check()
    expect(slider(page, "r")).to_be_visible()
    drag(page, place, "r", to=0.0)
    expect(task).to_contain_text("At step 6 the newest candidate counts 0.50; it should count 1/7.")
    expect(task).to_have_attribute("data-state", "nearly")
    drag(page, place, "z", to=0.857)
    expect(task).to_contain_text("✓ done")
    page.get_by_role("button", name="Reset").click()
    expect(task).to_have_attribute("data-state", "open")


def test_weights_that_set_the_gates_do_the_task_as_well(render_widget):
    page = render_widget(NewState(w_iz=0.0, b_z=1.7, w_hn=0.0))
    expect(page.locator(".gru-task")).to_contain_text("The gate still moves, or stands")
    slider(page, "b_z").press("ArrowRight")  # sigmoid(1.8) = 0.858
    expect(page.locator(".gru-task")).to_contain_text("✓ done")


@pytest.mark.parametrize("z", [0.75, 0.82, 0.875, 0.9])
def test_another_average_does_not_do_it(render_widget, z):
    page = render_widget(NewState(**AVERAGE, z=z + 0.01))
    slider(page, "z").press("ArrowLeft")
    expect(page.locator(".gru-task")).to_have_attribute("data-state", "nearly")
    expect(page.locator(".gru-task")).to_contain_text("it should count 1/7.")


@pytest.mark.parametrize("w_in", [0.3, 4.0])
def test_the_thin_line_is_the_average_of_the_candidates_and_not_of_the_inputs(render_widget, w_in):
    widget = NewState(**AVERAGE, z=6 / 7, w_in=w_in)
    page = render_widget(widget)
    d = page.locator(".gru-aim").get_attribute("d")
    ends = [float(pair.split()[1]) for pair in d[1:].split("L")]
    aim = [1 - end / 50 for end in ends]  # the plot goes from -1 to 1
    candidates = inputs = 0.0
    for x, step in zip(widget.x, widget.run(), strict=True):
        candidates = 6 / 7 * candidates + step.n / 7
        inputs = 6 / 7 * inputs + x / 7
    assert aim == pytest.approx([step.h for step in widget.run()], abs=1e-12)
    assert aim[-1] == pytest.approx(candidates, abs=1e-12)
    assert abs(aim[-1] - inputs) > 0.01
    expect(page.locator(".gru-task")).to_contain_text("the last seven candidates")


def test_silence_does_not_do_it(render_widget):
    page = render_widget(NewState(**AVERAGE, z=0.85, x=[0.0] * 24))
    slider(page, "z").press("ArrowRight")
    expect(page.locator(".gru-task")).to_contain_text("draw louder inputs")
