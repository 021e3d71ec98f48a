"""The reset gate in a real browser: its numbers are torch's, and its question must be earned."""

import pytest
from playwright.sync_api import expect

from gru_course.widgets import ResetGate
from tests.browser.driving import copies, drag, press, shown, slider, value_of
from tests.helpers.references import reset_gate_numbers

STATES = [
    {},
    {"r_set_by": "me", "r": 0.0},
    {"r_set_by": "me", "r": 1.0, "x": 1.0, "h_prev": -1.0},
    {"r_set_by": "me", "r": 0.37, "z": 0.0},
    {"w": 3.0, "u": 3.0, "b": 4.0, "x": 1.0, "h_prev": 1.0, "z": 1.0},
    {"w": -3.0, "u": -3.0, "b": -4.0, "x": 1.0, "h_prev": 1.0},
    {"w_in": -2.0, "b_in": 0.5, "w_hn": -1.3, "b_hn": -0.7, "h_prev": 0.0},
]
SLIDERS = ["x", "h_prev", "w", "u", "b", "r"]


def check(place, widget: ResetGate, **moved) -> None:
    """All numbers in the page are torch's for what the sliders say."""
    numbers = shown(place)
    state = {**widget.state, **moved}
    state |= {name: numbers[name] for name in SLIDERS if name != "r" or state["r_set_by"] == "me"}
    assert numbers == pytest.approx(reset_gate_numbers(state), abs=1e-12)


def test_numbers_are_torchs(render_widget):
    widgets = [ResetGate(**state) for state in STATES]
    page = render_widget(*widgets)
    for place, widget in zip(copies(page), widgets, strict=True):
        assert shown(place) == pytest.approx(reset_gate_numbers(widget.state), abs=1e-12)


def test_every_slider_moves_by_keyboard_and_by_pointer(render_widget):
    copy = {name: ResetGate(r_set_by="me" if name == "r" else "weights") for name in SLIDERS}
    page = render_widget(*copy.values())
    for place, (name, widget) in zip(copies(page), copy.items(), strict=True):
        low, high, step = (widget._schema[name][key] for key in ("min", "max", "step"))
        press(place, name)
        assert shown(place)[name] == pytest.approx(getattr(widget, name) + step, abs=1e-9)
        check(place, widget)
        drag(page, place, name, to=0.1)
        assert shown(place)[name] == pytest.approx(0.9 * low + 0.1 * high, abs=0.03 * (high - low))
        check(place, widget)
        press(place, name, "Home")
        assert shown(place)[name] == low
        check(place, widget)


def test_the_reader_takes_the_gate_over_where_the_weights_left_it(render_widget):
    widget = ResetGate()
    page = render_widget(widget)
    expect(slider(page, "r")).to_be_disabled()
    assert shown(page)["r"] == pytest.approx(0.68997448, abs=1e-8)  # sigmoid(0.8)

    page.get_by_role("radio", name="I do").check()
    expect(value_of(page, "r")).to_have_attribute("data-value", "0.69")
    expect(slider(page, "r")).to_be_enabled()
    for name in ("w", "u", "b"):
        expect(slider(page, name)).to_be_disabled()
    drag(page, page, "x", to=0.9)
    assert shown(page)["r"] == 0.69
    check(page, widget, r_set_by="me")

    page.get_by_role("radio", name="the weights").check()
    expect(slider(page, "r")).to_be_disabled()
    check(page, widget)


def test_the_sum_of_the_weights_gives_way_to_the_readers_word(render_widget):
    page = render_widget(ResetGate(), ResetGate(r_set_by="me", r=0.0))
    weights, mine = copies(page)
    expect(weights.get_by_text("= σ(")).to_be_visible()
    expect(weights.get_by_text("You set")).to_be_hidden()
    expect(mine.get_by_text("= σ(")).to_be_hidden()
    expect(mine.get_by_text("You set")).to_have_text("You set rt = 0.000; the weights say 0.690.")


@pytest.mark.parametrize("width", [375, 1000])
def test_nothing_below_moves_when_the_reader_takes_over(render_widget, width):
    presets = [ResetGate(**changes) for changes in ResetGate.presets.values()]
    page = render_widget(ResetGate(), *presets, width=width)
    heights = {place.bounding_box()["height"] for place in copies(page)}
    assert len(heights) == 1


def test_the_dot_lies_on_the_curve_or_on_the_axis_of_the_gate(render_widget):
    page = render_widget(ResetGate(), ResetGate(r_set_by="me", r=0.25))
    places = [
        place.locator(".gru-plot")
        .first.locator(".gru-dot")
        .evaluate("dot => [dot.style.left, dot.style.top].map(parseFloat)")
        for place in copies(page)
    ]
    assert places[0] == pytest.approx([54, 100 - 68.997448], abs=1e-3)  # 0.8 between -10 and 10
    assert places[1] == [0, 75]


def test_the_candidate_at_r_1_is_named_where_it_is_another(render_widget):
    page = render_widget(ResetGate(), ResetGate(r_set_by="me", r=1.0))
    other, same = copies(page)
    expect(other.locator(".gru-rows")).to_contain_text("if r = 1")
    expect(other.get_by_text("if r = 1")).to_be_visible()
    expect(same.get_by_text("if r = 1")).to_be_hidden()


def test_a_product_has_its_dot(render_widget):
    page = render_widget(ResetGate())
    expect(page.locator(".gru-equation").first.locator(".gru-times")).to_have_text(["·", "·"])


def test_presets_set_their_state(render_widget):
    start = {"x": 0.3, "h_prev": -0.5, "b": -3.0}
    page = render_widget(*(ResetGate(**start) for _ in ResetGate.presets))
    for place, (name, changes) in zip(copies(page), ResetGate.presets.items(), strict=True):
        headline = place.locator(".gru-headline")
        before = headline.inner_text()
        place.get_by_role("button", name=name, exact=True).click()
        expect(headline).not_to_have_text(before)
        check(place, ResetGate(**{**start, **changes}))


def test_the_headline_says_what_is_seen(render_widget):
    most = {"w": 3.0, "u": 3.0, "b": 4.0, "x": 1.0, "h_prev": 1.0}
    least = {"w": 3.0, "u": -3.0, "b": -4.0, "x": -1.0, "h_prev": 1.0}
    sentences = {
        "The candidate n hears 69 % of the past": {},
        "n hears only the input, yet h still holds the past": {"r_set_by": "me", "r": 0.0},
        "n hears only the input": {"r_set_by": "me", "r": 0.0, "z": 0.0},
        "n hears all of the past, as in an Elman network": {"r_set_by": "me", "r": 1.0},
        "Saturated: r is 0.99995, nearly 1; its slope is 0.00005": most,
        "Saturated: r is 0.00005, nearly 0; its slope is 0.00005": least,
        "No past yet: only bhn passes the gate": {"h_prev": 0.0},
        "The past says 0 here, so r changes nothing": {"b_hn": 0.0, "h_prev": 0.0},
    }
    page = render_widget(*(ResetGate(**state) for state in sentences.values()))
    for place, sentence in zip(copies(page), sentences, strict=True):
        expect(place.locator(".gru-headline")).to_have_text(sentence)


def test_the_question_opens_once_the_old_state_was_moved_at_r_0(render_widget):
    opening = ResetGate(r_set_by="me", r=0.02)
    page = render_widget(opening)
    hint = page.locator(".gru-hint")
    task = page.locator(".gru-task")
    yes, no = (page.get_by_role("button", name=name, exact=True) for name in ("Yes", "No"))
    press(page, "h_prev", "Home")  # r is not 0 yet
    expect(yes).to_be_disabled()
    expect(hint).to_have_text("First set r to 0.")
    press(page, "r", "Home")
    press(page, "h_prev")  # a small move shows nothing
    expect(no).to_be_disabled()
    expect(hint).to_have_text("Now move ht−1.")

    new_state = shown(page)["h"]
    press(page, "h_prev", "End")
    assert shown(page)["h"] - new_state > 0.9
    expect(hint).to_have_text("Now answer.")
    expect(task).to_have_attribute("data-state", "open")
    no.click()
    expect(hint).to_contain_text("Not so: n stands still")
    expect(task).to_have_attribute("data-state", "open")
    yes.click()
    expect(hint).to_be_empty()
    expect(task).to_have_attribute("data-state", "done")
    expect(task.get_by_text("mutes the past inside")).to_be_visible()

    page.get_by_role("button", name="Reset").click()
    expect(task).to_have_attribute("data-state", "open")
    expect(yes).to_be_disabled()
    expect(hint).to_have_text("First set r to 0.")
    check(page, opening)


def test_weights_can_close_the_gate_for_the_question_too(render_widget):
    page = render_widget(ResetGate(b=-4.0, u=-3.0, w=3.0, x=-1.0, h_prev=0.4))
    press(page, "h_prev", "End")
    expect(page.get_by_role("button", name="Yes", exact=True)).to_be_enabled()


def test_two_copies_do_not_disturb_each_other(render_widget):
    page = render_widget(ResetGate(), ResetGate(h_prev=-0.2))
    first, second = copies(page)
    other = shown(second)
    first.get_by_role("radio", name="I do").check()
    expect(slider(first, "r")).to_be_enabled()
    press(first, "r", "Home")
    check(first, ResetGate(r_set_by="me"))
    assert shown(second) == other
    expect(second.get_by_role("radio", name="the weights")).to_be_checked()


def test_a_phone_shows_it_without_sideways_scrolling(render_widget):
    page = render_widget(*(ResetGate(**state) for state in STATES), width=375)
    assert page.evaluate("document.documentElement.scrollWidth") == 375
    assert all(place.locator("*").count() <= 250 for place in copies(page))  # it stays light
