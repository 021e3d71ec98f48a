"""The candidate in a real browser: both places of the reset gate, with torch's numbers."""

import pytest
from playwright.sync_api import expect

from gru_course.widgets import CandidateState
from tests.browser.driving import copies, drag, press, shown, slider, value_of
from tests.helpers.references import candidate_numbers

SLIDERS = list(CandidateState().state)
STATES = [
    {},
    {"r_1": 0.0, "r_2": 0.0},
    {"r_1": 1.0, "r_2": 0.0, "h_1": -1.0},
    {"w_11": 2.0, "w_12": -2.0, "w_21": 2.0, "w_22": 2.0, "b_1": 1.0, "h_1": 1.0, "h_2": 1.0},
    {"h_1": 0.0, "h_2": 0.0, "b_1": 0.0, "b_2": -1.0},
]


def check(place) -> None:
    """All numbers in the page are torch's for what the sliders say."""
    numbers = shown(place)
    state = {name: numbers[name] for name in SLIDERS}
    assert numbers == pytest.approx(candidate_numbers(state), abs=1e-12)


def tasks(page):
    return page.locator(".gru-task").all()


def test_numbers_are_torchs(render_widget):
    widgets = [CandidateState(**state) for state in STATES]
    page = render_widget(*widgets)
    for place, widget in zip(copies(page), widgets, strict=True):
        assert shown(place) == pytest.approx(candidate_numbers(widget.state), abs=1e-12)


def test_every_slider_moves_by_keyboard_and_by_pointer(render_widget):
    widget = CandidateState()
    page = render_widget(widget)
    for name in SLIDERS:
        low, high, step = (widget._schema[name][key] for key in ("min", "max", "step"))
        press(page, name, "ArrowLeft")
        assert shown(page)[name] == pytest.approx(getattr(widget, name) - step, abs=1e-9)
        check(page)
        drag(page, page, name, to=0.1)
        assert shown(page)[name] == pytest.approx(0.9 * low + 0.1 * high, abs=0.06 * (high - low))
        check(page)
        press(page, name, "End")
        assert shown(page)[name] == high
        check(page)


def test_presets_set_their_state(render_widget):
    start = {"r_1": 0.15, "r_2": 0.95}
    page = render_widget(*(CandidateState(**start) for _ in CandidateState.presets))
    for place, (name, changes) in zip(copies(page), CandidateState.presets.items(), strict=True):
        headline = place.locator(".gru-headline")
        before = headline.inner_text()
        place.get_by_role("button", name=name, exact=True).click()
        expect(headline).not_to_have_text(before)
        expected = CandidateState(**{**start, **changes}).state
        assert {key: shown(place)[key] for key in expected} == expected
        check(place)


def test_the_headline_says_how_far_the_forms_differ_and_why_not(render_widget):
    sentences = {
        "Same weights, same gates, but n differs by up to 0.394": {},
        "No difference: both gates are open": {"r_1": 1.0, "r_2": 1.0},
        "No difference: equal gates are one factor": {"r_1": 0.4, "b_1": 0.0},
        "No difference: nothing mixes": {"w_12": 0.0, "w_21": 0.0, "b_1": 0.0},
        "No difference: there is no past to gate": {"h_1": 0.0, "h_2": 0.0, "b_1": 0.0},
        "No difference: here the parts cancel": {"w_12": 0.0, "h_1": 0.0, "b_1": 0.0},
    }
    page = render_widget(*(CandidateState(**state) for state in sentences.values()))
    for place, sentence in zip(copies(page), sentences, strict=True):
        expect(place.locator(".gru-headline")).to_have_text(sentence)
        numbers = shown(place)
        gap = max(numbers["gap_1"], numbers["gap_2"])
        assert (gap < 1e-12) == sentence.startswith("No difference")


def test_the_first_task_is_done_above_a_half(render_widget):
    page = render_widget(CandidateState())
    differ, vanish = tasks(page)
    expect(differ).to_have_attribute("data-state", "open")
    press(page, "r_2", "Home")
    press(page, "r_1", "End")
    assert shown(page)["gap_1"] > 0.5
    expect(differ).to_have_attribute("data-state", "done")
    expect(vanish).to_have_attribute("data-state", "open")

    page.get_by_role("button", name="Reset").click()
    expect(differ).to_have_attribute("data-state", "open")


@pytest.mark.parametrize(("preset", "number"), [("the prediction", 0), ("r = 1", 1)])
def test_a_preset_does_no_task(render_widget, preset, number):
    page = render_widget(CandidateState())
    task = tasks(page)[number]
    page.get_by_role("button", name=preset, exact=True).click()
    expect(task.locator(".gru-hint")).to_have_text("This state was given: find one of your own.")
    press(page, "h_1", "ArrowLeft")  # still the preset's doing
    expect(task).to_have_attribute("data-state", "open")


def test_a_way_back_from_a_preset_counts(render_widget):
    page = render_widget(CandidateState())
    differ, _ = tasks(page)
    page.get_by_role("button", name="the prediction").click()
    press(page, "r_2", "Home")
    expect(differ.locator(".gru-hint")).to_be_empty()
    press(page, "r_2", "End")
    expect(differ).to_have_attribute("data-state", "done")


def test_a_state_in_passing_does_not_count(render_widget):
    page = render_widget(CandidateState(b_1=0.0, r_1=0.0, r_2=0.5))
    _, vanish = tasks(page)
    knob = slider(page, "r_1")
    box = knob.bounding_box()
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 10, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, middle)  # equal gates, but not let go
    expect(value_of(page, "r_1")).to_have_attribute("data-value", "0.5")
    expect(vanish).to_have_attribute("data-state", "nearly")
    page.mouse.move(box["x"] + box["width"], middle)
    expect(value_of(page, "r_1")).to_have_attribute("data-value", "1")
    page.mouse.up()
    expect(vanish).to_have_attribute("data-state", "open")

    drag(page, page, "r_1", to=0.5)
    expect(vanish).to_have_attribute("data-state", "done")


def test_the_second_task_says_which_way_was_found(render_widget):
    page = render_widget(CandidateState(b_1=0.1, r_1=0.45, r_2=0.4))
    differ, vanish = tasks(page)
    press(page, "r_1", "ArrowLeft")  # equal gates, but a bias
    expect(vanish).not_to_have_attribute("data-state", "done")
    press(page, "b_1", "ArrowLeft")
    expect(vanish).to_have_attribute("data-state", "done")
    expect(vanish).to_contain_text("A common factor passes through the product;")
    expect(differ).to_have_attribute("data-state", "open")

    press(page, "b_1", "End")  # done stays done, with its own reason
    expect(vanish).to_have_attribute("data-state", "done")
    expect(vanish).to_contain_text("A common factor passes through the product;")
    page.get_by_role("button", name="Reset").click()
    expect(vanish).to_have_attribute("data-state", "open")


def test_weights_of_zero_do_not_count(render_widget):
    page = render_widget(CandidateState(w_11=0.1, w_12=0.0, w_21=0.0, w_22=0.0, r_1=0.5))
    _, vanish = tasks(page)
    press(page, "w_11", "ArrowLeft")
    press(page, "b_1", "ArrowLeft")
    press(page, "b_1", "ArrowLeft")
    assert shown(page)["gap_1"] == 0
    expect(vanish).to_have_attribute("data-state", "open")
    expect(vanish.locator(".gru-hint")).to_have_text("Whn = 0 does not count.")


def test_two_copies_do_not_disturb_each_other(render_widget):
    page = render_widget(CandidateState(), CandidateState(r_1=0.1))
    first, second = copies(page)
    other = shown(second)
    press(first, "r_1", "End")
    press(first, "r_2", "End")
    expect(first.locator(".gru-headline")).to_contain_text("both gates are open")
    check(first)
    assert shown(second) == other


def test_a_phone_shows_it_without_sideways_scrolling(render_widget):
    page = render_widget(*(CandidateState(**state) for state in STATES), width=375)
    assert page.evaluate("document.documentElement.scrollWidth") == 375
    assert all(place.locator("*").count() <= 250 for place in copies(page))  # it stays light


@pytest.mark.parametrize("width", [375, 1000])
def test_no_number_leaves_its_cell(render_widget, width):
    signs = {"w_11": -2.0, "w_12": -2.0, "w_21": -2.0, "w_22": -2.0, "h_1": 1.0, "h_2": 1.0}
    page = render_widget(CandidateState(**signs), width=width)
    for cell in page.locator(".gru-parts td").all():
        assert cell.evaluate("node => node.scrollWidth <= node.clientWidth"), cell.inner_text()


def test_a_phones_gates_and_states_have_long_sliders_next_to_the_picture(render_widget):
    page = render_widget(CandidateState(), width=375)
    for name in ("r_1", "r_2", "h_1", "h_2"):
        box = slider(page, name).bounding_box()
        assert box["width"] > 150
        assert box["y"] < slider(page, "w_11").bounding_box()["y"]
