"""The convention switch in a real browser: every part follows it, and weights are converted."""

import json

import pytest
import torch
from playwright.sync_api import expect

from gru_course.conventions import GRUWeights, to_cho, to_chung, to_keras
from gru_course.widgets import ConventionSwitch
from gru_course.widgets.convention_switch import FORMS
from tests.browser.driving import copies, drag, shown, slider
from tests.widgets.test_convention_switch import STATES, step_of, weights


def keras_arrays(given: GRUWeights) -> dict:
    return dict(zip(("kernel", "recurrent_kernel", "bias"), to_keras(given), strict=True))


def torch_arrays(given: GRUWeights) -> dict:
    return {name: getattr(given, name) for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")}


AS_STORED = {
    "pytorch": torch_arrays,
    "chung": lambda given: to_chung(given)._asdict(),
    "cho": lambda given: to_cho(given)._asdict(),
    "keras": keras_arrays,
}


def stored(form: str, tensors) -> dict:
    """Weights of PyTorch's form as lists in another, with r where that form has it."""
    given = GRUWeights(*tensors, reset_after=FORMS[form].reset_after)
    return {name: array.tolist() for name, array in AS_STORED[form](given).items()}


def read(text: str) -> dict:
    """The arrays of a panel, an array a line."""
    pairs = (line.split(" = ") for line in text.splitlines())
    return {name: json.loads(value) for name, value in pairs}


@pytest.mark.parametrize("form", FORMS)
def test_every_number_is_torchs(render_widget, form):
    widgets = [ConventionSwitch(**{**state, "form": form}) for state in STATES]
    page = render_widget(*widgets)
    for place, widget in zip(copies(page), widgets, strict=True):
        numbers = shown(place)
        for key, one in FORMS.items():
            step = step_of(widget.state, key)
            z = step.z.item() if one.keeps else 1 - step.z.item()
            assert numbers[f"z_{key}"] == pytest.approx(z, abs=1e-12)
            assert numbers[f"h_{key}"] == pytest.approx(step.h.item(), abs=1e-12)
        step = step_of(widget.state, form)
        for name in ("r", "n", "h"):
            assert numbers[name] == pytest.approx(getattr(step, name).item(), abs=1e-12)
        gates = torch.tensor([numbers["a_r"], numbers["a_z"]], dtype=torch.float64).sigmoid()
        assert [numbers["r"], numbers["z"]] == pytest.approx(gates.tolist(), abs=1e-12)
        assert numbers["takes"] == 1 - numbers["z"]
        past = numbers["bracket"] * (numbers["r"] if FORMS[form].reset_after else 1)
        n = torch.tensor(numbers["from_x"] + past, dtype=torch.float64).tanh()
        assert numbers["n"] == pytest.approx(n.item(), abs=1e-12)


def test_the_choice_rewrites_every_part(render_widget):
    page = render_widget(ConventionSwitch())
    parts = {
        "headline": page.locator(".gru-headline"),
        "equations": page.locator(".gru-written .gru-equation"),
        "weights": page.locator(".gru-written pre"),
        "sentence": page.locator(".gru-written p:not(.gru-equation)"),
        "marked": page.locator(".gru-chosen th"),
    }
    seen = {name: set() for name in parts}
    for form, (name, keeps, _) in FORMS.items():
        page.get_by_role("radio", name=name, exact=True).check()
        expect(parts["marked"]).to_have_text(name)
        expect(parts["headline"]).to_contain_text("keeps" if keeps else "replaces")
        picture = page.locator(".gru-plot")
        expect(picture).to_have_attribute(
            "aria-label", f"{name}: z near 1 {'keeps' if keeps else 'replaces'} the old state"
        )
        square = picture.locator(".gru-square").evaluate("(mark) => mark.style.left")
        assert square == ("0%" if keeps else "100%")
        assert read(parts["weights"].inner_text()) == stored(
            form, weights(ConventionSwitch().state)
        )
        for part, place in parts.items():
            seen[part].add(" ".join(place.all_inner_texts()))
    assert {name: len(texts) for name, texts in seen.items()} == dict.fromkeys(parts, len(FORMS))


def test_a_chance_agreement_gets_a_hint(render_widget):
    page = render_widget(ConventionSwitch(h_prev=0.0), ConventionSwitch())
    chance, plain = copies(page)
    slider(chance, "b_z").press("End")
    expect(chance.locator(".gru-task")).to_have_attribute("data-state", "nearly")
    expect(chance.locator(".gru-hint")).to_contain_text("not for every input and old state")
    widget = ConventionSwitch()
    off = abs(widget.converted("chung").h - widget.converted("pytorch").h)
    expect(plain.locator(".gru-hint")).to_have_text(
        f"Here the two are {off:.3f} off: no weights give this cell in their form."
    )


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("width", [375, 672, 1280])
def test_each_equation_stands_on_one_line(render_widget, form, width):
    page = render_widget(ConventionSwitch(form=form, b_hn=-2.0, x=-1.0), width=width)
    for one in page.locator(".gru-written .gru-equation").all():
        box = one.bounding_box()
        term = one.locator(".gru-term").first.bounding_box()
        assert box["height"] == pytest.approx(term["height"], abs=2), one.inner_text()


@pytest.mark.parametrize("form", FORMS)
def test_the_headline_stands_on_one_line_beside_the_books_margins(render_widget, form):
    page = render_widget(ConventionSwitch(form=form, b_hn=-2.0), width=720)
    headline = page.locator(".gru-headline")
    assert headline.bounding_box()["height"] < 40, headline.inner_text()


@pytest.mark.parametrize("state", [{}, {"h_prev": -0.9}, {"b_z": 0.5, "form": "chung"}])
def test_the_new_states_note_covers_the_gates_line(render_widget, state):
    page = render_widget(ConventionSwitch(**state))
    ground = "(note) => getComputedStyle(note).backgroundColor"
    note = page.locator(".gru-note", has_text="new state")
    assert note.evaluate(ground) not in {"rgba(0, 0, 0, 0)", "transparent"}


def test_the_headline_says_how_far_a_form_is_off(render_widget):
    page = render_widget(ConventionSwitch(form="chung"))
    widget = ConventionSwitch()
    off = abs(widget.converted("chung").h - widget.converted("pytorch").h)
    expect(page.locator(".gru-headline")).to_have_text(
        f"Chung / FAU: z = 0.29 replaces 29 %; {off:.3f} off PyTorch"
    )


def test_only_the_bias_does_the_task(render_widget):
    page = render_widget(ConventionSwitch())
    task, place = page.locator(".gru-task"), page.locator(".gru")
    drag(page, place, "b_z", to=1.0)
    expect(task).not_to_contain_text("✓ done")
    for key in ("Home", *["ArrowRight"] * 20):
        page.get_by_role("slider", name="PyTorch’s bias bhn").press(key)
    expect(task).to_contain_text("✓ done")
    page.get_by_role("button", name="Reset").click()
    expect(task).to_contain_text("not solved yet")
    page.get_by_role("button", name="all agree").click()
    expect(task).to_contain_text("This state was given")
