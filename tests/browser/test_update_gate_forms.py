"""The two forms in a real browser: original and copy both show what torch computes."""

import re

import pytest
import torch
from playwright.sync_api import expect

from gru_course.widgets import UpdateGateForms
from gru_course.widgets.update_gate_forms import SIGNS
from tests.browser.driving import drag, press, shown

LABELS = {
    "copy": "copied as they are",
    "negate b": "bz negated",
    "negate W, U": "Wz, Uz negated",
    "negate W, U, b": "Wz, Uz, bz negated",
}
STATES = [
    {},
    {"s": 0.0, "b": 4.6},
    {"s": -6.0, "b": -6.0},
    {"s": 6.0, "b": 6.0, "n": 1.0, "h_prev": -1.0},
    {"s": -0.7, "b": 0.2, "n": 0.3, "h_prev": -0.9},
]


@torch.no_grad()
def torch_state(s: float, b: float, n: float, h_prev: float) -> float:
    """The new state by torch.nn.GRUCell, with a gate that x drives by s and a bias b."""
    cell = torch.nn.GRUCell(1, 1, dtype=torch.float64)
    for parameter in cell.parameters():
        parameter.zero_()
    cell.weight_ih[1] = s
    cell.bias_ih[1] = b
    cell.bias_ih[2] = torch.atanh(torch.tensor(n, dtype=torch.float64))
    state = torch.full((1, 1), h_prev, dtype=torch.float64)
    return cell(torch.ones(1, 1, dtype=torch.float64), state).item()


def expected(state: dict) -> dict:
    """All shown numbers. The copy is torch's cell with the signs of its gate turned once more."""
    s, b, n, h_prev = (state[name] for name in ("s", "b", "n", "h_prev"))
    sign_s, sign_b = SIGNS[state["conversion"]]
    gates = torch.sigmoid(torch.tensor([s + b, sign_s * s + sign_b * b], dtype=torch.float64))
    h = torch_state(s, b, n, h_prev)
    h_copy = torch_state(-sign_s * s, -sign_b * b, n, h_prev)
    numbers = {"z": gates[0].item(), "z_copy": gates[1].item(), "h": h, "h_copy": h_copy}
    copied = {"s_copy": sign_s * s, "b_copy": sign_b * b, "difference": h_copy - h}
    return {"s": s, "b": b, "n": n, "h_prev": h_prev, **numbers, **copied}


@pytest.mark.parametrize("conversion", SIGNS)
@pytest.mark.parametrize("state", STATES)
def test_every_number_is_torchs(render_widget, state, conversion):
    widget = UpdateGateForms(**state, conversion=conversion)
    page = render_widget(widget)
    assert shown(page) == pytest.approx(expected(widget.state), abs=1e-12)


def test_everything_of_the_copy_follows_the_choice_and_nothing_of_the_original(render_widget):
    widget = UpdateGateForms()
    page = render_widget(widget)
    original = {name: shown(page)[name] for name in ("s", "b", "z", "h", "n", "h_prev")}
    copy = page.locator(".gru-plot").nth(1)
    seen = set()
    for conversion, label in LABELS.items():
        page.get_by_role("radio", name=label, exact=True).check()
        numbers = expected(widget.state | {"conversion": conversion})
        dot = copy.locator(".gru-dot")
        expect(dot).to_have_css("left", re.compile(r"\d"))
        expect(page.locator("[data-name=b_copy]")).to_have_attribute(
            "data-value", f"{numbers['b_copy']:g}"
        )
        assert shown(page) == pytest.approx(numbers, abs=1e-12)
        assert original.items() <= shown(page).items()
        left = dot.evaluate("(dot) => parseFloat(dot.style.left)")
        assert left == pytest.approx(100 * numbers["z_copy"], abs=1e-4)
        seen.add((page.locator(".gru-headline").inner_text(), left, numbers["difference"]))
    assert len(seen) == len(LABELS)


def test_each_cell_shows_its_own_numbers(render_widget):
    page = render_widget(UpdateGateForms())
    read = (
        "(place) => [...place.querySelectorAll('[data-name]')].map(({ dataset }) => dataset.name)"
    )
    for at, cell in enumerate(["{}", "{}_copy"]):
        drawn = page.locator(".gru-plot").nth(at).evaluate(read)
        written = page.locator(".gru-forms > div").nth(at).evaluate(read)
        assert set(drawn) == {"n", "h_prev", cell.format("h")}
        assert set(written) == {"n", "h_prev", *(cell.format(name) for name in "szbh")}


def test_the_pictures_are_mirror_images(render_widget):
    page = render_widget(UpdateGateForms(conversion="negate W, U, b"))
    place = "(mark) => [parseFloat(mark.style.left), parseFloat(mark.style.top)]"
    original, copy = page.locator(".gru-plot").all()
    for mark in (".gru-square", ".gru-ring", ".gru-dot"):
        left, top = original.locator(mark).evaluate(place)
        assert copy.locator(mark).evaluate(place) == pytest.approx([100 - left, top], abs=1e-4)
    heights = "(line) => line.getAttribute('d').match(/M0 (.*)L100 (.*)/).slice(1).map(Number)"
    line = ".gru-line.gru-thin:not(.gru-ghost)"
    assert copy.locator(line).evaluate(heights) == original.locator(line).evaluate(heights)[::-1]


@pytest.mark.parametrize("name", ["s", "b"])
def test_each_slider_moves_both_cells_by_keyboard_and_by_pointer(render_widget, name):
    state = UpdateGateForms().state
    page = render_widget(UpdateGateForms())
    press(page, name, "ArrowLeft")
    state[name] = round(state[name] - 0.1, 1)
    assert shown(page) == pytest.approx(expected(state), abs=1e-12)
    drag(page, page.locator(".gru"), name, to=1.0)
    assert shown(page) == pytest.approx(expected(state | {name: 6.0}), abs=1e-12)


@pytest.mark.parametrize(
    "state, sentence",
    [
        ({}, "The copy keeps 8 %, the original keeps 92 %"),
        ({"conversion": "negate W, U, b"}, "The copy keeps 92 %, as the original does"),
        (
            {"s": 2.0, "b": 0.0, "conversion": "negate W, U"},
            "Both keep 88 %, but only because the bias is 0",
        ),
        (
            {"s": 0.0, "b": 2.0, "conversion": "negate b"},
            "Both keep 88 %, but only because s is 0",
        ),
        ({"s": -1.0, "b": 1.0}, "Both keep 50 %: at z = .5 keeping and replacing are one"),
        ({"n": 0.8}, "Candidate and old state agree, so z changes nothing"),
    ],
)
def test_the_headline_says_what_the_copy_does(render_widget, state, sentence):
    page = render_widget(UpdateGateForms(**state))
    expect(page.locator(".gru-headline")).to_have_text(sentence)


def test_only_the_whole_operation_does_the_task(render_widget):
    page = render_widget(UpdateGateForms(b=0.0))
    task = page.locator(".gru-task")
    for conversion, state in [("copy", "open"), ("negate b", "open"), ("negate W, U", "nearly")]:
        page.get_by_role("radio", name=LABELS[conversion], exact=True).check()
        expect(task).to_have_attribute("data-state", state)
    page.get_by_role("radio", name=LABELS["negate W, U, b"], exact=True).check()
    expect(task).to_have_attribute("data-state", "done")
    expect(page.locator("[aria-live]")).to_contain_text("σ(−a) = 1 − σ(a)")
    page.get_by_role("button", name="Reset").click()
    expect(task).to_have_attribute("data-state", "open")


def test_the_choice_of_one_copy_leaves_the_other(render_widget):
    page = render_widget(UpdateGateForms(), UpdateGateForms(conversion="negate b"))
    first, second = page.locator(".gru").all()
    first.get_by_role("radio", name=LABELS["negate W, U"], exact=True).check()
    expect(first.locator("[data-name=s_copy]")).to_have_text("−1.4")
    expect(second.get_by_role("radio", name=LABELS["negate b"], exact=True)).to_be_checked()
    expect(second.locator("[data-name=s_copy]")).to_have_text("1.4")


def test_a_phone_shows_both_pictures_and_what_moves_them_on_one_screen(render_widget):
    page = render_widget(UpdateGateForms(), width=375)
    top = page.locator(".gru-plot").first.bounding_box()["y"]
    last = page.get_by_role("radio").last.bounding_box()
    assert last["y"] + last["height"] - top <= 667
