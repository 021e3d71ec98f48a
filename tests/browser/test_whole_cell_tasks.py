"""Presets, tasks and details of the whole cell, in a real browser."""

import pytest
from playwright.sync_api import expect

from gru_course.widgets import WholeCell
from gru_course.widgets.whole_cell import DETAILS
from tests.browser.driving import press, slider
from tests.browser.test_whole_cell import check, choose


@pytest.mark.parametrize("name", WholeCell.presets)
def test_a_preset_sets_its_state(render_widget, name):
    own = {"x": -0.3, "h_prev": -0.6, "b_in": 0.5, "b_hn": -0.4, "stage": "update"}
    page = render_widget(WholeCell(**own))
    page.get_by_role("button", name=name, exact=True).click()
    expect(page.locator(".gru-panel")).to_have_attribute("data-stage", "state")
    check(page, WholeCell(**{**own, **WholeCell.presets[name]}).state)


HEADLINES = {
    "copy": "A copy",
    "Elman RNN": "An Elman RNN",
    "feed-forward": "Feed-forward",
    "leaky memory": "A leaky memory: z keeps 90 %",
    "latch": "A latch",
}


@pytest.mark.parametrize("name", WholeCell.presets)
def test_the_headline_says_what_a_preset_shows(render_widget, name):
    page = render_widget(WholeCell())
    page.get_by_role("button", name=name, exact=True).click()
    expect(page.locator(".gru-headline")).to_contain_text(HEADLINES[name])


def test_the_task_is_done_by_a_bias_and_not_by_holding_the_gate(render_widget):
    page = render_widget(WholeCell(stage="update"))
    task = page.locator(".gru-task")
    expect(task).to_have_attribute("data-state", "open")
    for name in WholeCell.presets:
        page.get_by_role("button", name=name, exact=True).click()
        page.get_by_label("Run the cell over").select_option("pulse")
        expect(task).to_have_attribute("data-state", "open")
    page.get_by_role("button", name="Reset").click()
    choose(page, "update")
    bias = slider(page, "b_z")
    bias.fill("1.6")
    expect(task).to_have_attribute("data-state", "nearly")
    bias.fill("2.4")
    expect(task).to_have_attribute("data-state", "done")
    expect(page.get_by_text("keeps the state; an input strong enough")).to_be_visible()
    page.get_by_role("button", name="Reset").click()
    expect(task).to_have_attribute("data-state", "open")
    check(page, WholeCell().state)


def test_the_task_says_what_is_missing(render_widget):
    page = render_widget(WholeCell(stage="update"))
    hint = page.locator(".gru-hint")
    expect(hint).to_have_text("14 % of the peak is left at the last step.")
    page.get_by_label("Run the cell over").select_option("noise")
    expect(hint).to_have_text("Run the cell over one pulse.")
    page.get_by_label("Run the cell over").select_option("pulse")
    slider(page, "b_z").fill("8")
    expect(hint).to_have_text("h does not reach 0.3: the pulse is not written.")
    slider(page, "b_z").fill("0")
    choose(page, "candidate")
    slider(page, "b_in").fill("1")
    expect(hint).to_have_text("h is not 0 before the pulse.")
    choose(page, "state")
    for gate in ("r", "z"):
        press(page.locator(".gru-panel"), gate)
    expect(hint).to_have_text("You hold r and z: give back what the weights should set.")


SHOWN = {  # places, by how much of the cell is shown: flow, corners, run
    ".gru-flow": (1, 1, 1),
    ".gru-square": (1, 1, 1),
    ".gru-strip": (0, 0, 1),
    ".gru-task": (0, 1, 1),
    "[data-name=slope]": (0, 0, 1),
}


@pytest.mark.parametrize("position, detail", list(enumerate(DETAILS)))
def test_the_detail_decides_what_is_shown(render_widget, position, detail):
    page = render_widget(WholeCell(detail=detail))
    counts = {place: page.locator(place).count() for place in SHOWN}
    assert counts == {place: counted[position] for place, counted in SHOWN.items()}
    for name in WholeCell.presets:
        button = page.get_by_role("button", name=name, exact=True)
        expect(button).to_have_count(int(name in DETAILS[detail]))
    check(page, WholeCell().state)


def test_the_python_line_keeps_the_detail(render_widget):
    page = render_widget(WholeCell(detail="flow"))
    press(page.locator(".gru-panel"), "r", "Home")
    page.get_by_role("button", name="Copy as Python").click()
    line = 'WholeCell(detail="flow", r_set_by="me", r=0)'
    expect(page.locator(".gru-code")).to_have_text(line)
    assert eval(line).state == WholeCell(r_set_by="me", r=0.0).state


def test_a_state_that_never_rests_does_not_count_as_a_memory(render_widget):
    page = render_widget(WholeCell(b_in=2.0))
    expect(page.locator(".gru-task")).to_have_attribute("data-state", "open")
