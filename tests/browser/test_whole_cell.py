"""The whole cell in a real browser: its numbers are torch's, in the flow and over the run."""

import pytest
from playwright.sync_api import expect

from gru_course.widgets import WholeCell
from gru_course.widgets.whole_cell import INPUTS
from tests.browser.driving import copies, drag, press, shown, value_of
from tests.helpers.references import whole_cell_numbers, whole_cell_run

STAGES = ("reset", "update", "candidate", "state")
STATES = [
    {},
    {"x": -1.0, "h_prev": -1.0},
    {"r_set_by": "me", "r": 0.0, "z_set_by": "me", "z": 1.0},
    {"r_set_by": "me", "r": 1.0, "z_set_by": "me", "z": 0.0, "b_hn": 1.5, "sequence": "sine"},
    {"r_set_by": "me", "r": 0.37, "z_set_by": "weights", "w_hz": -4.0, "sequence": "steps"},
    {"b_r": 8.0, "w_ir": 6.0, "w_hr": 6.0, "b_z": -8.0, "w_iz": -6.0, "w_in": 6.0, "b_in": 4.0},
    {"b_r": -8.0, "b_z": 8.0, "w_hn": -6.0, "b_hn": -4.0, "w_hz": 6.0, "sequence": "noise"},
    {"step": 1.0},
    {"step": 13.0, "sequence": "noise", "b_hn": 0.7},
]
SLIDERS = {
    "reset": ["w_ir", "w_hr", "b_r"],
    "update": ["w_iz", "w_hz", "b_z"],
    "candidate": ["w_in", "b_in", "w_hn", "b_hn"],
    "state": ["r", "z"],
}


def expected_numbers(state: dict) -> dict[str, float]:
    """What torch says about the step that the cell shows."""
    if step := int(state["step"]):
        inputs = INPUTS[state["sequence"]]
        states = [0.0, *whole_cell_run(state, inputs)["h"]]
        state = {**state, "x": inputs[step - 1], "h_prev": states[step - 1]}
    return whole_cell_numbers(state)


def check(place, state: dict) -> None:
    """Every number in the page is torch's for this state."""
    numbers, expected = shown(place), expected_numbers(state)
    assert {"r", "z", "n", "h", "gated", "kept", "taken"} <= set(numbers)
    assert numbers == pytest.approx({name: expected[name] for name in numbers}, abs=1e-12)


def choose(page, stage: str) -> None:
    page.locator(f".gru-tile input[value={stage}]").check(force=True)
    expect(page.locator(".gru-panel")).to_have_attribute("data-stage", stage)


def test_the_numbers_of_every_stage_are_torchs(render_widget, subtests):
    cells = [WholeCell(**state) for state in STATES]
    page = render_widget(*cells)
    for state, widget, place in zip(STATES, cells, copies(page), strict=True):
        with subtests.test(str(state)):
            seen = set()
            for stage in STAGES:
                choose(place, stage)
                check(place, {**widget.state, "stage": stage})
                seen |= set(shown(place))
            backward = {"slope", "straight", "through_z", "through_n", "through_r"}
            assert {"past", "from_x"} | backward <= seen


@pytest.mark.parametrize("sequence", INPUTS)
def test_the_whole_run_is_torchs(render_widget, subtests, sequence):
    cells = [WholeCell(**{**state, "sequence": sequence}) for state in STATES]
    strips = render_widget(*cells).locator(".gru-strip figure")
    for number, widget in enumerate(cells):
        with subtests.test(str(STATES[number])):
            for name, values in whole_cell_run(widget.state, INPUTS[sequence]).items():
                text = strips.nth(number).get_attribute(f"data-{name}")
                assert [float(value) for value in text.split()] == pytest.approx(values, abs=1e-12)


@pytest.mark.parametrize("stage", STAGES)
def test_sliders_move_by_keyboard_and_by_pointer(render_widget, stage):
    widget = WholeCell(stage=stage)
    page = render_widget(widget)
    state = widget.state
    for name in [*SLIDERS[stage], "x", "h_prev"]:
        place = page.locator(".gru-panel" if name in SLIDERS[stage] else ".gru-controls")
        if name in "rz":
            state[f"{name}_set_by"] = "me"
        before = shown(place)[name]
        press(place, name)
        state[name] = shown(place)[name]
        step = widget._schema[name]["step"]
        assert state[name] == pytest.approx(before + step, abs=step / 2 + 1e-9)
        check(page, state)

        drag(page, place, name, to=0.15)
        low, high = widget._schema[name]["min"], widget._schema[name]["max"]
        state[name] = shown(place)[name]
        assert state[name] == pytest.approx(low + 0.15 * (high - low), abs=0.05 * (high - low))
        check(page, state)
        press(place, name, "End")
        state[name] = high
        check(page, state)


def test_a_stage_is_chosen_in_the_picture_by_pointer_and_by_keyboard(render_widget):
    page = render_widget(WholeCell())
    panel = page.locator(".gru-panel")
    page.locator(".gru-tile", has_text="candidate").click()
    expect(panel).to_have_attribute("data-stage", "candidate")
    expect(panel.get_by_role("slider")).to_have_count(4)
    page.get_by_role("radio", name="candidate").press("ArrowLeft")
    expect(panel).to_have_attribute("data-stage", "update")
    expect(panel.get_by_role("slider")).to_have_count(3)
    expect(page.get_by_role("radio", name="update gate")).to_be_focused()


@pytest.mark.parametrize("stage, name", [("reset", "r"), ("update", "z")])
def test_the_reader_takes_a_gate_over_where_the_weights_left_it(render_widget, stage, name):
    widget = WholeCell(stage=stage)
    page = render_widget(widget)
    left = shown(page)[name]
    page.get_by_role("radio", name="I do").check()
    expect(page.locator(".gru-panel").get_by_role("slider")).to_have_count(1)
    assert shown(page)[name] == left
    state = {**widget.state, name: left, f"{name}_set_by": "me"}
    check(page, state)

    press(page.locator(".gru-controls"), "h_prev", "Home")
    assert shown(page)[name] == left
    page.get_by_role("radio", name="the weights").check()
    expect(page.locator(".gru-panel").get_by_role("slider")).to_have_count(3)
    check(page, {**widget.state, "h_prev": -1.0})


@pytest.mark.parametrize("name, tile", [("r", "reset"), ("z", "update")])
def test_a_gate_that_the_reader_moves_is_held_until_it_is_given_back(render_widget, name, tile):
    widget = WholeCell()
    page = render_widget(widget)
    panel, box = page.locator(".gru-panel"), page.locator(f".gru-tile:has([value={tile}])")
    back = panel.get_by_role("button", name="held by you: give back")
    expect(back).to_have_count(0)
    expect(panel.get_by_role("button", name="set by the weights")).to_have_count(2)

    press(panel, name, "Home")
    expect(box).to_contain_text("held by you")
    expect(page.get_by_text(f"You hold {name}: give back")).to_be_visible()
    back.click()
    expect(box).to_contain_text(f"{tile} gate")
    expect(page.get_by_text("You hold")).to_have_count(0)
    check(page, {**widget.state, name: 0.0})


def pick(page, area, x: float, y: float) -> None:
    """Press the mouse at a share of an area, from its upper left."""
    box = area.bounding_box()
    page.mouse.move(box["x"] + x * box["width"], box["y"] + y * box["height"])
    page.mouse.down()


def test_walking_through_the_sequence(render_widget):
    widget = WholeCell(sequence="steps")
    page = render_widget(widget)
    strip, headline = page.locator(".gru-strip"), page.locator(".gru-headline")
    press(strip, "step")
    expect(headline).to_contain_text("Step 1:")
    assert (shown(page)["x"], shown(page)["h_prev"]) == (0, 0)
    for _ in range(3):
        press(strip, "step")
    check(page, {**widget.state, "step": 4.0})

    pick(page, strip.locator(".gru-area"), 13 / 20, 0.5)
    page.mouse.up()
    expect(headline).to_contain_text("Step 13:")
    check(page, {**widget.state, "step": 13.0})

    walked = shown(page)  # to move the input is to leave the sequence, with its old state
    press(page.locator(".gru-controls"), "x", "End")
    expect(value_of(strip, "step")).to_have_attribute("data-value", "0")
    assert shown(page)["h_prev"] == walked["h_prev"]
    check(page, {**widget.state, "x": 1.0, "h_prev": walked["h_prev"]})
    expect(strip).to_contain_text("none of 20")
    expect(strip).to_contain_text("You have left step 13 of the run")
    press(strip, "step")
    expect(strip).to_contain_text("1 of 20")
    expect(strip).to_contain_text("The cell above shows step 1")
    page.get_by_role("button", name="Reset").click()
    expect(strip).to_contain_text("Choose a step")


def test_a_chosen_step_follows_the_weights(render_widget):
    widget = WholeCell(step=8, stage="update")
    page = render_widget(widget)
    press(page.locator(".gru-panel"), "b_z", "End")
    check(page, {**widget.state, "b_z": 8.0})


def test_a_sequence_is_chosen_from_the_menu(render_widget):
    widget = WholeCell()
    page = render_widget(widget)
    strip = page.locator(".gru-strip figure")
    before = strip.get_attribute("data-h")
    page.get_by_label("Run the cell over").select_option("noise")
    expect(strip).not_to_have_attribute("data-h", before)
    drawn = [float(value) for value in strip.get_attribute("data-h").split()]
    expected = whole_cell_run(widget.state, INPUTS["noise"])["h"]
    assert drawn == pytest.approx(expected, abs=1e-12)


HEIGHTS = """(paths) => paths.map((path) => {
  const [over, under] = path.getAttribute("d").slice(0, -1).split("L");
  return Number(under.split("C")[0].split(" ")[1]) - Number(over.split(" ").at(-1));
})"""  # of the right end of each band
BANDS = ["h_prev", "past", "from_x", "n", "n", "gated", "kept", "taken", "h"]


def test_bands_are_as_high_as_their_numbers_and_cut_where_they_end_at_1(render_widget, subtests):
    states = [*STATES[:7], WholeCell.presets["latch"]]
    page = render_widget(*(WholeCell(**state) for state in states))
    for state, place in zip(states, copies(page), strict=True):
        flow = place.locator(".gru-flow svg").first
        heights = flow.locator(".gru-band, .gru-passed").evaluate_all(HEIGHTS)
        numbers = expected_numbers(WholeCell(**state).state)
        expected = [26 * max(-1, min(1, numbers[name])) for name in BANDS]
        above = [name for name in ("past", "gated", "from_x") if abs(numbers[name]) > 1]
        strokes = flow.locator(".gru-cut").get_attribute("d").count("M")
        with subtests.test(str(state)):
            assert heights == pytest.approx(expected, abs=1e-9)
            assert strokes == 2 * len(above)


def test_the_numbers_before_tanh_say_what_they_are(render_widget):
    page = render_widget(WholeCell())
    flow = page.locator(".gru-flow")
    expect(flow.get_by_text("r · w h = 0.24")).to_be_visible()
    expect(flow.get_by_text("w x = 0.40")).to_be_visible()
    choose(page, "candidate")
    for bias in ("b_in", "b_hn"):
        press(page.locator(".gru-panel"), bias)
    expect(flow.get_by_text("r (w h + b) = 0.28")).to_be_visible()
    expect(flow.get_by_text("w x + b = 0.50")).to_be_visible()


def test_two_copies_do_not_disturb_each_other(render_widget):
    page = render_widget(WholeCell(), WholeCell(stage="reset", h_prev=-0.2))
    first, second = page.locator(".gru").all()
    other = shown(second)
    press(first.locator(".gru-panel"), "r", "Home")
    first.locator(".gru-tile", has_text="candidate").click()
    expect(first.locator(".gru-panel")).to_have_attribute("data-stage", "candidate")
    assert shown(second) == other
    expect(second.locator(".gru-panel")).to_have_attribute("data-stage", "reset")
    expect(second.locator(".gru-tile input[value=reset]")).to_be_checked()


@pytest.mark.parametrize("stage", STAGES)
def test_a_phone_shows_every_stage_without_sideways_scrolling(render_widget, stage):
    page = render_widget(WholeCell(stage=stage), width=375)
    assert page.evaluate("document.documentElement.scrollWidth") == 375
    assert page.locator(".gru *").count() <= 250


@pytest.mark.parametrize("width", [1280, 375])
@pytest.mark.parametrize("stage", STAGES)
def test_nothing_jumps_while_a_slider_moves(render_widget, stage, width):
    page = render_widget(WholeCell(stage=stage), width=width)
    top = "document.querySelector('.gru-strip').getBoundingClientRect().top + scrollY"
    place = page.evaluate(top)
    for key in ("Home", "End"):
        for control in page.get_by_role("slider").all():
            control.press(key)
            page.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
            assert page.evaluate(top) == place
