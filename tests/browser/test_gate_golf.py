"""Gate golf in a real browser: torch's numbers, drawn gates, weights that are counted."""

import pytest
import torch
from playwright.sync_api import expect

from gru_course.widgets import GateGolf
from gru_course.widgets.gate_golf.holes import HOLES
from tests.browser.driving import copies, press, shown, value_of
from tests.helpers.gate_golf_reference import torch_states
from tests.widgets.test_gate_golf import SOLUTIONS, WILD


@pytest.mark.parametrize("hole", HOLES)
def test_numbers_are_torchs(render_widget, hole):
    weights = [SOLUTIONS[hole], WILD]
    steps = [1, 2, 7, 10]
    golfs = [
        GateGolf(hole=hole, set_by="weights", step=step, **given)
        for given in weights
        for step in steps
    ]
    page = render_widget(*golfs)
    unit = int(hole == "delay")
    for place, golf in zip(copies(page), golfs, strict=True):
        given = {name: getattr(golf, name) for name in HOLES[hole]["weights"]}
        states = {name: torch_states(hole, name, given)[:, unit] for name in ("seen", "fresh")}
        numbers, t = shown(place), int(golf.step)
        assert numbers["h_t"] == pytest.approx(states["seen"][t - 1].item(), abs=1e-12)
        before = states["seen"][t - 2].item() if t > 1 else 0.0
        assert numbers["h_before"] == pytest.approx(before, abs=1e-12)
        mixed = numbers["takes"] * numbers["n_t"] + numbers["z_t"] * numbers["h_before"]
        assert numbers["h_t"] == pytest.approx(mixed, abs=1e-15)
        for name, found in states.items():
            wanted = torch.tensor(HOLES[hole][name]["wanted"], dtype=torch.float64)
            error = (found - wanted).square().mean().sqrt().item()
            assert numbers[f"error_{name}"] == pytest.approx(error, abs=1e-12)


def test_gates_are_drawn_by_pointer_and_by_keyboard(render_widget):
    page = render_widget(GateGolf(hole="hold"))
    area = page.locator(".gru-drawn").first
    box = area.bounding_box()
    for t in range(10):  # up where the answer is kept, down at a signal
        down = bool(HOLES["hold"]["seen"]["s"][t])
        page.mouse.click(box["x"] + (t + 0.5) / 10 * box["width"], box["y"] + (1 + down * 200) % 66)
    gates = [1.0 - s for s in HOLES["hold"]["seen"]["s"]]
    expected = GateGolf(hole="hold", z=gates)
    keys = page.get_by_role("slider", name="update gate, step")
    for t, z in enumerate(gates):
        press_to = "End" if z else "Home"
        keys.nth(t).focus()
        keys.nth(t).press(press_to)
        expect(keys.nth(t)).to_have_attribute("aria-valuetext", f"{z:.1f}")
    expect(page.locator(".gru-headline")).to_contain_text("Right here; on new inputs")
    assert shown(page)["error_seen"] == pytest.approx(expected.error("seen"), abs=1e-12)
    assert shown(page)["error_fresh"] == pytest.approx(expected.error("fresh"), abs=1e-12)


def test_a_fast_pointer_skips_no_column(render_widget):
    page = render_widget(GateGolf())
    box = page.locator(".gru-drawn").first.bounding_box()
    low = box["y"] + box["height"] - 1
    page.mouse.move(box["x"] + 2, low)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 2, low, steps=1)
    page.mouse.up()
    keys = page.get_by_role("slider", name="update gate, step")
    for t in range(10):
        expect(keys.nth(t)).to_have_value("0")


def test_tab_stops_once_at_the_columns_and_arrows_choose(render_widget):
    page = render_widget(GateGolf())
    keys = page.get_by_role("slider", name="update gate, step")
    keys.first.focus()
    keys.first.press("ArrowRight")
    expect(keys.nth(1)).to_be_focused()
    keys.nth(1).press("ArrowUp")
    expect(keys.nth(1)).to_have_value("0.6")
    expect(keys.first).to_have_value("0.5")
    stops = "(inputs) => inputs.filter((input) => input.tabIndex === 0).length"
    assert page.locator(".gru-keys").first.locator("input").evaluate_all(stops) == 1


def test_weights_take_the_pen_away_and_only_those_of_the_job_are_offered(render_widget):
    page = render_widget(GateGolf(hole="copy"))
    expect(page.get_by_role("slider", name="weight of x")).to_have_count(0)
    page.get_by_role("radio", name="weights").check()
    expect(page.get_by_role("slider", name="weight of x")).to_have_count(2)
    expect(page.get_by_role("slider", name="weight of the signal")).to_have_count(0)
    first = page.get_by_role("slider", name="update gate, step").first
    box = page.locator(".gru-drawn").first.bounding_box()
    page.mouse.click(box["x"] + 5, box["y"] + 2)
    first.evaluate("key => key.focus()")
    expect(first).not_to_be_focused()
    expect(first).to_have_value("0.5")
    page.get_by_role("radio", name="delay").check()
    expect(page.get_by_role("slider", name="weight of unit 1")).to_have_count(2)


def drawn_for_hold():
    return [1.0 - s for s in HOLES["hold"]["seen"]["s"]]


def test_the_task_wants_a_hand_first_and_then_few_weights(render_widget):
    weights = {"n_x": 3.0, "z_s": -8.0, "z_b": 0.0}
    page = render_widget(GateGolf(hole="hold", set_by="weights", z=drawn_for_hold(), **weights))
    task = page.locator(".gru-task")
    expect(page.get_by_role("row", name="hold")).to_contain_text("not yet")
    for _ in range(4):
        press(page, "z_b")  # three weights do it
    expect(page.locator(".gru-headline")).to_contain_text("3 weights do it, on new inputs too")
    expect(task).to_have_attribute("data-state", "nearly")
    expect(task).to_contain_text("By hand: not yet.")
    page.get_by_role("radio", name="I draw it").check()
    expect(task).to_contain_text("By hand it holds. Now choose “weights”.")
    page.get_by_role("radio", name="weights").check()
    expect(task).to_contain_text("✓ done")
    expect(page.get_by_role("row", name="hold")).to_contain_text("3")
    page.get_by_role("button", name="Reset").click()
    expect(task).not_to_contain_text("✓ done")
    expect(page.get_by_role("row", name="hold")).to_contain_text("not yet")


def test_gates_by_hand_do_not_do_the_task(render_widget):
    page = render_widget(GateGolf(hole="hold", z=drawn_for_hold()))
    expect(page.locator(".gru-task")).to_contain_text("nearly")


def test_another_job_begins_without_weights(render_widget):
    page = render_widget(GateGolf(set_by="weights", n_x=3.0, z_s=-8.0, z_b=4.0, step=9))
    page.get_by_role("radio", name="copy").check()
    expect(value_of(page, "n_x")).to_have_text("0")
    expect(page.get_by_role("radio", name="weights")).to_be_checked()
    page.get_by_role("radio", name="hold").check()
    expect(value_of(page, "z_s")).to_have_text("0")


def test_both_errors_are_named(render_widget):
    golf = GateGolf()
    page = render_widget(golf)
    expect(page.locator(".gru-proof p").first).to_have_text(
        f"Root mean square error: {golf.error('seen'):.2f} on the inputs above, "
        f"{golf.error('fresh'):.2f} by the same cell on these new inputs."
    )


def test_the_trained_cell_stands_beside_the_reader(render_widget):
    page = render_widget(GateGolf(trained={"hold": (0.0431, 24)}))
    expect(page.get_by_role("row", name="hold")).to_contain_text("24, error 0.04")
    page = render_widget(GateGolf())
    expect(page.get_by_text("a trained cell")).to_have_count(0)
