"""The candidate in a real browser: both places of the reset gate, with torch's numbers."""

import pytest
from playwright.sync_api import expect

from gru_course.widgets import CandidateState
from tests.browser.driving import copies, drag, press, shown
from tests.references import candidate_numbers

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
    page = render_widget(*widgets, height=8000)
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
        "Same weights, same gates, but n differs by 0.394": {},
        "No difference: both gates are open": {"r_1": 1.0, "r_2": 1.0},
        "No difference: equal gates are one factor": {"r_1": 0.4, "b_1": 0.0},
        "No difference: nothing mixes": {"w_12": 0.0, "w_21": 0.0, "b_1": 0.0},
        "No difference: there is no past to gate": {"h_1": 0.0, "h_2": 0.0, "b_1": 0.0},
        "No difference: here the parts cancel": {"w_12": 0.0, "h_1": 0.0, "b_1": 0.0},
    }
    page = render_widget(*(CandidateState(**state) for state in sentences.values()), height=8000)
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


def test_the_second_task_says_which_way_was_found(render_widget):
    page = render_widget(CandidateState(b_1=0.1, r_1=0.45, r_2=0.4))
    differ, vanish = tasks(page)
    press(page, "r_1", "ArrowLeft")  # equal gates, but a bias
    expect(vanish).not_to_have_attribute("data-state", "done")
    press(page, "b_1", "ArrowLeft")
    expect(vanish).to_have_attribute("data-state", "done")
    expect(vanish).to_contain_text("A common factor passes through the product.")
    expect(differ).to_have_attribute("data-state", "open")

    press(page, "b_1", "End")  # done stays done, with its own reason
    expect(vanish).to_have_attribute("data-state", "done")
    expect(vanish).to_contain_text("A common factor passes through the product.")
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
    page = render_widget(*(CandidateState(**state) for state in STATES), width=375, height=10_000)
    assert page.evaluate("document.documentElement.scrollWidth") == 375
    assert all(place.locator("*").count() <= 250 for place in copies(page))  # it stays light
