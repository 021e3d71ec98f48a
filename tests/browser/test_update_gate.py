"""The lever in a real browser: what it shows is what torch's own cell computes."""

import itertools

import pytest
import torch
from playwright.sync_api import expect

from gru_course.widgets import UpdateGate
from tests.browser.driving import copies, drag, press, shown, slider

STATES = [
    (0.5, -0.4, 0.8),
    (0.0, -0.4, 0.8),
    (1.0, -0.4, 0.8),
    (0.9, 0.31, -0.77),
    (0.07, 1.0, -1.0),
    (0.33, 0.6, 0.6),
]


@torch.no_grad()
def torch_state(z: float, n: float, h_prev: float) -> float:
    """The new state by torch.nn.GRUCell, whose biases alone set the gate and the candidate."""
    cell = torch.nn.GRUCell(1, 1, dtype=torch.float64)
    for parameter in cell.parameters():
        parameter.zero_()
    wanted = torch.tensor([z, n], dtype=torch.float64)
    cell.bias_ih[1] = torch.logit(wanted[0])  # infinite at 0 and 1, where sigmoid gives them back
    cell.bias_ih[2] = torch.atanh(wanted[1])
    state = torch.full((1, 1), h_prev, dtype=torch.float64)
    return cell(torch.zeros(1, 1, dtype=torch.float64), state).item()


def expected(state: dict) -> dict:
    return {**state, "h": torch_state(**state)}


@pytest.mark.parametrize("z, n, h_prev", STATES)
def test_the_new_state_is_torchs(render_widget, z, n, h_prev):
    widget = UpdateGate(z=z, n=n, h_prev=h_prev)
    assert shown(render_widget(widget)) == pytest.approx(expected(widget.state), abs=1e-12)


@pytest.mark.parametrize("name", ["z", "n", "h_prev"])
def test_each_slider_moves_by_keyboard_and_by_pointer(render_widget, name):
    state = UpdateGate().state
    page = render_widget(UpdateGate())
    press(page, name, "ArrowRight")
    state[name] = round(state[name] + 0.01, 2)
    assert shown(page) == pytest.approx(expected(state), abs=1e-12)
    spoken = f"{state[name]:.2f}".replace("-", "−")
    expect(slider(page, name)).to_have_attribute("aria-valuetext", spoken)

    drag(page, page.locator(".gru"), name, to=0.0)
    lowest = {**state, name: 0.0 if name == "z" else -1.0}
    assert shown(page) == pytest.approx(expected(lowest), abs=1e-12)


@pytest.mark.parametrize(
    "preset, sentence",
    [
        ("keep all", "The gate keeps everything: the candidate never arrives"),
        ("replace all", "The gate takes everything: the old state is gone"),
        ("z = 0.9", "Keeps 90 % of the old state, takes 10 % of the candidate"),
    ],
)
def test_the_headline_says_what_a_preset_does(render_widget, preset, sentence):
    page = render_widget(UpdateGate())
    page.get_by_role("button", name=preset).click()
    expect(page.locator(".gru-headline")).to_have_text(sentence)
    expect(page.locator("[aria-live]")).to_have_text(sentence)
    state = UpdateGate(**UpdateGate.presets[preset]).state
    assert shown(page) == pytest.approx(expected(state), abs=1e-12)


def test_the_gate_changes_nothing_where_candidate_and_old_state_agree(render_widget):
    page = render_widget(UpdateGate(z=0.2, n=0.3, h_prev=0.3))
    expect(page.locator(".gru-headline")).to_contain_text("z changes nothing")
    assert shown(page)["h"] == pytest.approx(0.3, abs=1e-12)


def test_the_task_is_done_at_a_new_state_of_0(render_widget):
    page = render_widget(UpdateGate(n=-0.5, h_prev=0.5, z=0.49))
    task = page.locator(".gru-task")
    expect(task).to_have_attribute("data-state", "open")
    press(page, "z", "ArrowRight")  # to the 0 of the page's own candidate and old state
    assert shown(page)["h"] == 0
    expect(task).to_have_attribute("data-state", "open")
    expect(task).to_contain_text("Move the candidate and the old state too.")
    for name in ("n", "h_prev"):
        expect(task).to_have_attribute("data-state", "open")
        press(page, name, "ArrowLeft" if name == "n" else "ArrowRight")
    expect(task).to_have_attribute("data-state", "done")
    expect(task).to_contain_text("✓ done")
    press(page, "z", "End")
    expect(page.locator(".gru-headline")).to_contain_text("keeps everything")
    expect(task).to_have_attribute("data-state", "done")  # what is done stays done
    page.get_by_role("button", name="Reset").click()
    expect(task).to_have_attribute("data-state", "open")


def test_a_state_of_0_on_a_line_that_is_0_is_no_answer(render_widget):
    page = render_widget(UpdateGate(n=0.0, h_prev=0.0))
    expect(page.locator(".gru-task")).to_have_attribute("data-state", "open")


def test_a_slider_is_called_the_same_whatever_its_number(render_widget):
    page = render_widget(UpdateGate())
    gate = page.get_by_role("slider", name="update gate z", exact=True)
    gate.press("ArrowRight")
    expect(gate).to_have_attribute("aria-valuetext", "0.51")


def test_moving_one_copy_leaves_the_other(render_widget):
    page = render_widget(UpdateGate(), UpdateGate(z=0.25))
    first, second = copies(page)
    press(first, "z", "End")
    assert shown(first)["h"] == pytest.approx(0.8, abs=1e-12)
    assert shown(second) == pytest.approx(expected(UpdateGate(z=0.25).state), abs=1e-12)


@pytest.mark.parametrize("width", [1280, 375])
def test_the_notes_in_the_picture_never_cover_each_other(render_widget, width):
    page = render_widget(UpdateGate(), width=width)
    notes_at = """async ([z, n, h_prev]) => {
      const sliders = [...document.querySelectorAll(".gru input[type=range]")];
      [z, n, h_prev].forEach((value, i) => {
        sliders[i].value = value;
        sliders[i].dispatchEvent(new Event("input"));
      });
      await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
      return [...document.querySelectorAll(".gru-note")].map((note) => {
        const { left, right, top, bottom } = note.getBoundingClientRect();
        return { left, right, top, bottom };
      });
    }"""
    gates = [0, 0.05, 0.2, 0.35, 0.45, 0.55, 0.65, 0.8, 0.95, 1]
    for z, (n, h_prev) in itertools.product(
        gates, [(-0.4, 0.8), (0.9, -0.9), (-0.3, 0.3), (0.3, 0.3)]
    ):
        for a, b in itertools.combinations(page.evaluate(notes_at, [z, n, h_prev]), 2):
            beside = a["right"] <= b["left"] + 2 or b["right"] <= a["left"] + 2
            apart = a["bottom"] <= b["top"] + 2 or b["bottom"] <= a["top"] + 2
            assert beside or apart, (z, n, h_prev)


def test_the_page_without_scripts_shows_the_picture(render_widget):
    page = render_widget(UpdateGate(z=0.9), java_script=False)
    expect(page.locator("svg")).to_be_visible()
    expect(page.get_by_text("new state 0.680")).to_be_visible()
    expect(page.get_by_role("slider").or_(page.get_by_role("button"))).to_have_count(0)
    expect(page.locator("figcaption")).to_have_text(UpdateGate.caption)
