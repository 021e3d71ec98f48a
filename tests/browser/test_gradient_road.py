"""The gradient's road in a real browser: torch's sizes, terms, a worker and the latch."""

import math
import re

import pytest
import torch
from playwright.sync_api import expect

from gru_course.analysis import jacobian_terms
from gru_course.widgets import GradientRoad
from gru_course.widgets.gradient_road.layers import MAKERS, PARAMETERS, run
from tests.browser.driving import copies, drag, press, shown, slider

STATES = [
    {"hidden_size": 1},
    {"hidden_size": 5, "gain": 2.5, "b_z": 1.0, "b_f": -1.0, "seed": 7, "steps": 30},
    {"layers": "by hand", "w": -2.0, "u": 1.3, "b_z": 1.5, "b_f": 0.5, "steps": 30},
]


def assert_numbers(numbers: dict, widget: GradientRoad):
    """What is shown at the widget's step is what torch's autograd finds there."""
    t = int(min(widget.step, widget.steps))
    for name, sizes in widget.roads().items():
        assert numbers[name] == pytest.approx(sizes[t], rel=1e-9, abs=1e-300), (name, t)
    xs, cells = MAKERS[widget.layers](widget.state)
    h_prev = run(cells["gru"], xs)[t - 1].detach()
    weights = [getattr(cells["gru"], name).detach() for name in PARAMETERS]
    terms = jacobian_terms(xs[t - 1][None], h_prev, *weights)._asdict()
    for name, matrix in {**terms, "whole": sum(terms.values())}.items():
        size = matrix.norm().item() / math.sqrt(cells["gru"].hidden_size)
        assert numbers[name] == pytest.approx(size, rel=1e-11, abs=1e-15), (name, t)


@pytest.mark.parametrize("state", [*STATES, *GradientRoad.presets.values()])
def test_sizes_and_terms_are_torchs(render_widget, state):
    widgets = [GradientRoad(**{**state, "step": step}) for step in (1, 2, 15, 30, 200)]
    page = render_widget(*widgets)
    for place, widget in zip(copies(page), widgets, strict=True):
        assert_numbers(shown(place), widget)


def test_a_large_layer_is_surveyed_in_a_worker(render_widget):
    page = render_widget(GradientRoad(step=20, steps=40, hidden_size=8))
    slider(page, "hidden_size").press("ArrowRight")
    slider(page, "hidden_size").press("ArrowRight")
    expect(page.locator("label [data-name=hidden_size]")).to_have_text("10")
    assert page.workers == []  # 10 units over 40 steps: at once
    with page.expect_worker():
        slider(page, "hidden_size").press("End")
    slider(page, "steps").press("End")
    expect(page.locator(".gru-headline")).to_contain_text("180 steps back")
    assert_numbers(shown(page), GradientRoad(hidden_size=32, steps=200, step=20))
    for key in ("b_z", "b_f"):
        slider(page, key).press("End")
    expected = GradientRoad(hidden_size=32, steps=200, step=20, b_z=8.0, b_f=8.0)
    for name in ("gru", "lstm"):  # each slider starts a survey of its own
        size = re.escape(f"{expected.roads()[name][20]:.12f}"[:6])
        value = page.locator(f"[data-name={name}]")
        expect(value).to_have_attribute("data-value", re.compile(f"^{size}"))
    assert_numbers(shown(page), expected)


def test_where_no_worker_starts_it_is_surveyed_all_the_same(render_widget):
    page = render_widget(GradientRoad(steps=100, step=20, hidden_size=4))
    page.route("**/survey_worker*", lambda route: route.abort())
    slider(page, "hidden_size").press("End")
    expect(page.locator("label [data-name=hidden_size]")).to_have_text("32")
    expected = GradientRoad(steps=100, step=20, hidden_size=32)
    size = f"{expected.roads()['gru'][20]:.0e}"
    expect(page.locator("[data-name=gru]")).to_contain_text(size[0])
    assert_numbers(shown(page), expected)


def test_the_lines_go_through_the_sizes(render_widget):
    widget = GradientRoad(steps=20)
    page = render_widget(widget)
    sizes = torch.tensor(widget.roads()["gru"], dtype=torch.float64).log10()
    d = page.locator(".gru-road path.gru-line.gru-ink-state:not(.gru-cursor)").get_attribute("d")
    points = [[float(part) for part in pair.split()] for pair in d[1:].split("L")]
    assert [x for x, _ in points] == pytest.approx([100 * t / 20 for t in range(21)])
    assert [y for _, y in points] == pytest.approx(((4 - sizes) / 16 * 100).tolist(), abs=1e-9)


def test_the_map_has_a_row_for_each_unit_and_its_last_step_is_full(render_widget):
    page = render_widget(GradientRoad(hidden_size=6, steps=20))
    canvas = page.locator("canvas")
    assert canvas.evaluate("(it) => [it.width, it.height]") == [21, 6]
    opacity = """(it) => Array.from({ length: 6 }, (_, row) => [0, 20].map(
      (t) => it.getContext("2d").getImageData(t, row, 1, 1).data[3]))"""
    for first, last in canvas.evaluate(opacity):
        assert last == 255 and first < 200


def test_pointing_at_the_road_chooses_the_step(render_widget):
    page = render_widget(GradientRoad())
    road = page.locator(".gru-road .gru-area")
    road.click(position={"x": road.bounding_box()["width"] * 0.6, "y": 50})
    expect(page.locator("label [data-name=step]")).to_have_text("30")


def test_the_latch_is_found_by_hand(render_widget):
    page = render_widget(GradientRoad())
    task, place = page.locator(".gru-task"), page.locator(".gru")
    expect(task).to_contain_text("Take one unit by hand.")
    page.get_by_label("one unit, set by hand").check()
    expect(task).to_contain_text("The state ends at 0.00: 0.90 too little.")
    slider(page, "b_z").press("End")
    expect(task).to_contain_text("too little. The gradient at step 1 is")
    slider(page, "b_z").fill("0")
    drag(page, place, "u", to=3.0)
    expect(task).to_contain_text("✓ done")
    expect(task).to_contain_text("Remembering is not gradient flowing.")
    expect(page.locator(".gru-headline")).to_contain_text(
        "holds 1.00, gradient left at step 1: 2·10⁻¹⁵"
    )


def test_a_gradient_that_is_left_does_not_do_it(render_widget):
    page = render_widget(GradientRoad(layers="by hand", u=1.1, w=6.0, b_z=5.0, steps=50))
    press(page, "b_z", "ArrowLeft")
    expect(page.locator(".gru-task")).to_have_attribute("data-state", "open")
    page.get_by_role("button", name="latch").click()
    expect(page.locator(".gru-task")).to_contain_text("This state was given")
    slider(page, "steps").fill("40")
    expect(page.locator(".gru-task")).to_contain_text("10 steps are missing.")
    slider(page, "b_z").fill("3")
    slider(page, "steps").fill("200")
    expect(page.locator(".gru-task")).to_have_attribute("data-state", "nearly")
    expect(page.locator(".gru-task")).to_contain_text("The gradient at step 1 is 0.002")
    slider(page, "b_z").fill("0")
    expect(page.locator(".gru-task")).to_contain_text("✓ done")


@pytest.mark.parametrize("state", [{"w": 0.1}, {"w": -4.0}])
def test_a_state_that_grows_or_falls_on_its_pulses_side_does_it(render_widget, state):
    page = render_widget(GradientRoad(layers="by hand", steps=100, u=1.0, **state))
    expect(page.locator(".gru-task")).to_contain_text("on the side to which the pulse moved it")
    slider(page, "u").fill("3")
    expect(page.locator(".gru-task")).to_contain_text("✓ done")


def test_a_state_that_swings_does_not_do_it(render_widget):
    page = render_widget(GradientRoad(layers="by hand", w=4.0, u=-4.0, b_z=-4.0))
    slider(page, "u").press("ArrowLeft")
    expect(page.locator(".gru-task")).to_contain_text("The state changes its sign on the way.")
    expect(page.locator(".gru-task")).not_to_contain_text("✓ done")


def test_the_hint_says_how_much_gradient_is_too_much(render_widget):
    widget = GradientRoad(layers="by hand", u=1.1, w=6.0, b_z=5.0, steps=50)
    page = render_widget(widget)
    times = widget.roads()["gru"][1] / 1e-6
    digit, power = f"{times:.0e}".split("e+0")
    said = f"{digit}·10{'⁰¹²³⁴⁵⁶⁷⁸⁹'[int(power)]} times too large."
    expect(page.locator(".gru-task")).to_contain_text(said)


@pytest.mark.parametrize("width", [375, 1280])
def test_the_step_that_is_looked_at_stands_under_the_plots_cursor(render_widget, width):
    page = render_widget(GradientRoad(steps=40, step=1), GradientRoad(step=120), width=width)
    first, last = copies(page)
    expect(last.locator("label [data-name=step]")).to_have_text("50")
    expect(slider(last, "step")).to_have_attribute("max", "50")
    for place, share in ((first, 1 / 40), (last, 1)):
        area = place.locator(".gru-road .gru-area").bounding_box()
        track = slider(place, "step").bounding_box()
        knob = track["x"] + 10 + (track["width"] - 20) * (0 if share < 1 else 1)
        assert knob == pytest.approx(area["x"] + share * area["width"], abs=1)


def test_the_headline_names_all_three_layers(render_widget):
    page = render_widget(GradientRoad(step=30))
    expect(page.locator(".gru-headline")).to_have_text(
        re.compile("Gradient 20 steps back: RNN .*, GRU .*, LSTM .*")
    )


def test_the_two_columns_in_the_gates_ink_differ_in_pattern(render_widget):
    page = render_widget(GradientRoad())
    pattern = "(all) => all.map((one) => getComputedStyle(one).strokeDasharray)"
    columns = page.locator(".gru-column.gru-ink-update").evaluate_all(pattern)
    assert len(columns) == 2 and len(set(columns)) == 2
