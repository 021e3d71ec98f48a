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
