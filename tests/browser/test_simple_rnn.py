"""The simple recurrent unit in a real browser: its numbers are torch's."""

import pytest
import torch
from playwright.sync_api import expect

from gru_course.widgets import SimpleRNN


def shown(page, name: str) -> float:
    return float(page.locator(f"[data-name={name}]").first.get_attribute("data-value"))


def reference(w: float, u: float) -> tuple[list[float], float]:
    """The states after one pulse, and the derivative of the last by the first, by autograd."""
    w, u = torch.tensor([w, u], dtype=torch.float64)
    first = torch.tanh(w).requires_grad_()
    states = [first]
    for _ in range(23):
        states.append(torch.tanh(u * states[-1]))
    (effect,) = torch.autograd.grad(states[-1], first)
    return [h.item() for h in states], effect.item()


@pytest.mark.parametrize("w, u", [(1.0, 0.9), (2.0, 2.0), (-0.5, -1.2), (1.0, 0.0)])
def test_numbers_are_torchs(render_widget, w, u):
    page = render_widget(SimpleRNN(w=w, u=u))
    states, effect = reference(w, u)
    assert shown(page, "h_first") == pytest.approx(states[0], abs=1e-12)
    assert shown(page, "h_second") == pytest.approx(states[1], abs=1e-12)
    assert shown(page, "h_last") == pytest.approx(states[-1], abs=1e-12)
    assert shown(page, "effect") == pytest.approx(effect, abs=1e-12)


def test_the_slider_moves_by_keyboard_and_by_pointer(render_widget):
    page = render_widget(SimpleRNN())
    slider = page.get_by_role("slider", name="recurrent weight")
    slider.press("ArrowRight")
    expect(page.locator("[data-name=u]").first).to_have_text("0.91")
    assert shown(page, "h_last") == pytest.approx(reference(1.0, 0.91)[0][-1], abs=1e-12)

    box = slider.bounding_box()
    slider.click(position={"x": box["width"] / 2, "y": box["height"] / 2})
    expect(page.locator("[data-name=h_last]").first).to_have_text("0.000")


def test_the_task_is_done_when_half_is_held(render_widget):
    page = render_widget(SimpleRNN())
    expect(page.locator(".gru-task")).to_have_attribute("data-state", "open")
    page.get_by_role("button", name="stuck").click()
    expect(page.locator(".gru-task")).to_have_attribute("data-state", "done")
    page.get_by_role("button", name="Reset").click()
    expect(page.locator(".gru-task")).to_have_attribute("data-state", "open")


@pytest.mark.parametrize(
    "w, u, lesson",
    [
        (1.0, 1.5, "A weight above 1 pulls every positive state to the same value"),
        (1.0, -1.5, "A weight below −1 pulls every state to the same two values, in turn"),
        (0.1, 0.98, "A pulse this faint stays in the straight part of the tanh"),
        (0.2, 1.0, "A pulse this faint stays in the straight part of the tanh"),
    ],
)
def test_the_task_says_whether_the_size_is_lost(render_widget, w, u, lesson):
    states, effect = reference(w, u)
    assert abs(states[-1] / states[0]) >= 0.5
    assert (abs(effect) > 0.4) == ("faint" in lesson)
    page = render_widget(SimpleRNN(w=w, u=0.0))
    page.evaluate("(hash) => { location.hash = hash; }", f"#widget=simple_rnn.1&w={w}&u={u}")
    expect(page.locator(".gru-task")).to_have_attribute("data-state", "done")
    expect(page.locator(".gru-why")).to_contain_text(lesson)


@pytest.mark.parametrize(
    "w, u, text",
    [(1.0, 0.9, "0.020"), (1.0, 1.5, "8·10⁻¹⁰"), (1.0, -0.9, "−0.020"), (0.0, 1.5, "–")],
)
def test_the_effect_of_the_first_state_on_the_last_is_written(render_widget, w, u, text):
    page = render_widget(SimpleRNN(w=w, u=u))
    expect(page.locator("[data-name=effect]")).to_have_text(text)


@pytest.mark.parametrize(
    "w, u, sentence",
    [
        (1.0, 0.9, "After 24 steps 5 % of the first state is left"),
        (1.0, 1.5, "After 24 steps the first state has grown to 113 %"),
        (1.0, 0.1, "After 24 steps nothing is left of the pulse"),
        (0.0, 0.9, "Without an input weight nothing ever enters"),
    ],
)
def test_the_headline_says_what_is_left(render_widget, w, u, sentence):
    page = render_widget(SimpleRNN(w=w, u=u))
    expect(page.locator(".gru-headline")).to_have_text(sentence)
