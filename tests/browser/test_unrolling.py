"""Unrolling in a real browser: torch's numbers, a guess before the answer, time by keyboard."""

import pytest
from playwright.sync_api import expect

from gru_course.widgets import Unrolling
from gru_course.widgets.unrolling import STEPS
from tests.browser.driving import copies, drag, shown, slider
from tests.helpers.unrolling_reference import torch_run
from tests.widgets.test_unrolling import CELLS


def keys(place, name):
    return place.get_by_role("slider", name=name)


def draw(page, values):
    """Draw the guess as a reader does, one press of the pointer for each column."""
    box = page.locator(".gru-drawn").first.bounding_box()
    for t, value in enumerate(values, start=1):
        across = box["x"] + (t + 0.5) / (STEPS + 1) * box["width"]
        page.mouse.click(across, box["y"] + (1 - value) / 2 * box["height"])


def rounded(values):
    return [round(value * 20) / 20 for value in values]


@pytest.mark.parametrize("cell", CELLS)
def test_numbers_are_torchs(render_widget, cell):
    steps = [1, 2, 5, STEPS]
    guess = [0.5, -0.25, 0.0, 1.0, 0.1, -1.0, 0.3, 0.2]
    widgets = [Unrolling(**{**CELLS[cell], "step": t, "guess": guess}) for t in steps]
    page = render_widget(*widgets)
    for place, widget in zip(copies(page), widgets, strict=True):
        states, slopes = torch_run(widget)
        numbers, t = shown(place), int(widget.step)
        assert numbers["h_t"] == pytest.approx(states[t].item(), abs=1e-12)
        assert numbers["h_before"] == pytest.approx(states[t - 1].item(), abs=1e-12)
        mixed = numbers["takes"] * numbers["n_t"] + numbers["z_t"] * numbers["h_before"]
        assert numbers["h_t"] == pytest.approx(mixed, abs=1e-15)
        for s, slope in enumerate(slopes.tolist()):
            assert numbers[f"slope_{s}"] == pytest.approx(slope, abs=1e-12)
        assert numbers["rmse"] == pytest.approx(widget.error(), abs=1e-12)


@pytest.mark.parametrize("width", [375, 1280])
def test_the_invitation_lies_on_no_candidate(render_widget, width):
    widgets = [Unrolling(), *(Unrolling(**changes) for changes in Unrolling.presets.values())]
    page = render_widget(*widgets, width=width)
    for place, widget in zip(copies(page), widgets, strict=True):
        note = place.get_by_text("draw your").bounding_box()
        area = place.locator(".gru-drawn").first.bounding_box()
        middle = note["y"] + note["height"] / 2
        dashes = place.locator(".gru-drawn .gru-ink-candidate").get_attribute("d")
        heights = [float(dash.split()[1].split("H")[0]) / 100 for dash in dashes.split("M")[1:]]
        assert len(heights) == STEPS
        for t, height in enumerate(heights, start=1):
            across = area["x"] + (t + 0.5) / (STEPS + 1) * area["width"]
            reach = 0.35 / (STEPS + 1) * area["width"]
            if note["x"] - reach < across < note["x"] + note["width"] + reach:
                down = area["y"] + height * area["height"]
                assert abs(down - middle) > note["height"] / 2, (widget, t)


def test_a_good_guess_that_is_drawn_first_does_the_task(render_widget):
    page = render_widget(Unrolling())
    task = page.locator(".gru-task")
    draw(page, rounded(Unrolling().states()[1:]))
    expect(task).not_to_contain_text("✓ done")
    page.get_by_role("button", name="Reveal").click()
    expect(task).to_contain_text("✓ done")
    assert shown(page)["rmse"] < 0.03
    page.get_by_role("button", name="Reset").click()
    expect(task).not_to_contain_text("✓ done")


def test_the_states_are_told_only_after_the_guess(render_widget):
    page = render_widget(Unrolling())
    told = page.locator(".gru-term [data-name=h_t]")
    expect(told).not_to_be_visible()
    page.get_by_role("button", name="Reveal").click()
    expect(told).to_be_visible()
    expect(page.locator(".gru-task")).to_contain_text("That missed by 0.31")
    first = keys(page, "your guess of the state at step 1")
    draw(page, [1.0] * STEPS)
    expect(first).to_have_value("0")  # too late
    page.get_by_role("button", name="Guess again").click()
    expect(told).not_to_be_visible()
    draw(page, [1.0] * STEPS)
    expect(first).to_have_value("1")


def test_neither_a_link_nor_moving_the_truth_does_the_task(render_widget):
    guess = Unrolling().states()[1:]
    page = render_widget(Unrolling(shown="truth", guess=guess), Unrolling())
    given, moved = copies(page)
    expect(given.locator(".gru-task")).not_to_contain_text("✓ done")
    for name in [f"input at step {t}" for t in range(1, STEPS + 1)]:
        keys(moved, name).fill("0")
    drag(page, moved, "h_0", 0.5)
    moved.get_by_role("button", name="Reveal").click()
    expect(moved.locator(".gru-task")).to_contain_text("choose inputs that move the state")
    expect(moved.locator(".gru-task")).not_to_contain_text("✓ done")


def test_a_guess_by_keyboard_alone(render_widget):
    page = render_widget(Unrolling())
    first = keys(page, "your guess of the state at step 1")
    first.focus()
    first.press("ArrowUp")
    expect(first).to_have_value("0.05")
    first.press("ArrowRight")
    expect(keys(page, "your guess of the state at step 2")).to_be_focused()


def test_arrow_keys_walk_along_time(render_widget):
    page = render_widget(Unrolling(step=2))
    headline = page.locator(".gru-headline")
    expect(headline).to_contain_text("h2 can hear h0 and x1 to x2")
    step = page.get_by_role("radio", name="step 2")
    step.focus()
    step.press("ArrowRight")
    expect(page.get_by_role("radio", name="step 3")).to_be_checked()
    expect(headline).to_contain_text("h3 can hear h0 and x1 to x3")
    expect(headline).to_contain_text("not x4 to x8")
    page.locator(".gru-chain label").last.click()
    expect(headline).not_to_contain_text("not")


def test_a_later_input_moves_no_slope_and_no_state(render_widget):
    page = render_widget(Unrolling(step=5))
    missed = page.locator("[data-name=rmse]")
    before, missed_before = shown(page), missed.get_attribute("data-value")
    keys(page, "input at step 6").fill("0.9")
    expect(missed).not_to_have_attribute("data-value", missed_before)
    page.get_by_role("button", name="Reveal").click()
    expect(missed).to_be_visible()
    after = shown(page)
    del before["rmse"], after["rmse"]
    assert after == before


def test_one_bias_stands_in_every_box(render_widget):
    page = render_widget(Unrolling(step=8))
    slider(page, "b_z").fill("3")
    expect(page.locator("label [data-name=b_z]")).to_have_attribute("data-value", "3")
    _, slopes = torch_run(Unrolling(step=8, b_z=3.0))
    for s, slope in enumerate(slopes.tolist()):
        assert shown(page)[f"slope_{s}"] == pytest.approx(slope, abs=1e-12)


def test_folded_there_is_one_box(render_widget):
    page = render_widget(Unrolling(step=4))
    wide = """(boxes) => boxes.filter((box) => box.offsetWidth > 15).length"""
    boxes = page.locator(".gru-chain label > span")
    assert boxes.evaluate_all(wide) == STEPS
    page.get_by_role("radio", name="folded").check()
    expect(page.locator('[data-view="folded"]')).to_have_count(1)
    assert boxes.evaluate_all(wide) == 1


def test_columns_boxes_and_numbers_stand_over_one_time_axis(render_widget):
    for width in (375, 1280):
        page = render_widget(Unrolling(), width=width)
        middles = """(nodes) => nodes.map((node) => {
          const { left, right } = node.getBoundingClientRect();
          return (left + right) / 2;
        })"""
        boxes = page.locator(".gru-chain label > span").evaluate_all(middles)
        numbers = page.locator(".gru-slopes > span").evaluate_all(middles)[1:]
        ticks = page.locator(".gru-x-tick").evaluate_all(middles)[1:]
        guesses = page.locator(".gru-keys").first.locator("input").evaluate_all(middles)
        for others in (numbers, ticks, guesses):
            assert others == pytest.approx(boxes, abs=1)
