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


def cell(hidden_size=2, *, mixing=True, b_hn=True) -> list[torch.Tensor]:
    made = torch.nn.GRUCell(3, hidden_size, dtype=torch.float64).requires_grad_(False)
    if not mixing:
        made.weight_hh[-hidden_size:] *= torch.eye(hidden_size)
    if not b_hn:
        made.bias_hh[-hidden_size:] = 0
    return [parameter.detach() for parameter in made.parameters()]


@pytest.fixture
def convert(render_widget):
    """A function that pastes a text and presses the button: (page, reply, result)."""
    page = render_widget(ConventionSwitch())
    page.locator("summary").click()

    def convert(text, written_in="PyTorch", to=None):
        if to:
            page.get_by_role("radio", name=to, exact=True).check()
            expect(page.locator(".gru-chosen")).to_contain_text(to)
        page.get_by_role("textbox").fill(text if isinstance(text, str) else json.dumps(text))
        page.get_by_role("combobox").select_option(written_in)
        page.get_by_role("button", name="Convert").click()
        return page, page.locator(".gru-pasted-reply"), page.locator(".gru-pasted pre")

    return convert


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


@pytest.mark.parametrize("form", FORMS)
def test_weights_of_any_size_are_converted_and_come_back(convert, form):
    tensors = cell(mixing=False, b_hn=False)
    given = stored("pytorch", tensors)
    _, reply, result = convert(given, to=FORMS[form].name)
    expect(reply).to_have_text(f"In the form of {FORMS[form].name}:")
    there = read(result.inner_text())
    assert there == stored(form, tensors)
    _, reply, result = convert(there, FORMS[form].name, to="PyTorch")
    expect(reply).to_have_text("In the form of PyTorch:")
    back = read(result.inner_text())
    assert back["weight_ih"] == given["weight_ih"] and back["weight_hh"] == given["weight_hh"]
    for sums in (back, given):
        sums["bias"] = [a + b for a, b in zip(sums["bias_ih"], sums["bias_hh"], strict=True)]
    assert back["bias"] == given["bias"]


def test_a_gate_is_turned_where_its_meaning_turns_and_follows_the_choice(convert):
    page, reply, result = convert({"z": [0.75, 1]}, "Chung / FAU")
    assert read(result.inner_text()) == {"z": [0.25, 0]}
    page.get_by_role("radio", name="Chung / FAU").check()
    expect(reply).to_have_text("In the form of Chung / FAU:")
    assert read(result.inner_text()) == {"z": [0.75, 1]}


@pytest.mark.parametrize("z", [0.9, 0.7, 0.3, 0.123456789012345])
def test_a_turned_gate_has_no_digits_of_binary_arithmetic(convert, z):
    page, _, result = convert({"z": [z]}, "Chung / FAU")
    other = float(f"{1 - z:.15g}")
    expect(result).to_have_text(f"z = [{other}]")
    page.get_by_role("radio", name="Chung / FAU").check()
    expect(result).to_have_text(f"z = [{z}]")


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


@pytest.mark.parametrize(
    ("cell_options", "sentence"),
    [
        ({}, "The candidate's matrix of h must be diagonal for Chung / FAU"),
        ({"mixing": False}, "b_hn must be 0 for Chung / FAU, where r acts before the product"),
    ],
)
def test_what_a_form_cannot_say_is_refused(convert, cell_options, sentence):
    given = stored("pytorch", cell(**cell_options))
    page, reply, result = convert(given, to="Keras")
    expect(reply).to_have_text("In the form of Keras:")
    page.get_by_role("radio", name="Chung / FAU").check()
    expect(reply).to_contain_text(sentence)
    expect(result).to_have_text("")
    page.get_by_role("radio", name="PyTorch").check()
    expect(reply).to_have_text("In the form of PyTorch:")
    assert read(result.inner_text()) == given


WEIGHTS = {"weight_ih": [[1], [2], [3]], "weight_hh": [[1], [2], [3]]}
BIASES = {"bias_ih": [0, 0, 0], "bias_hh": [0, 0, 0]}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("z = 0.9", 'The text must be JSON such as {"z": 0.9}, got "z = 0.9".'),
        ("", 'The text must be JSON such as {"z": 0.9}, got "".'),
        ("[1]", "The JSON must be an object with names, got [1]."),
        ("null", "The JSON must be an object with names, got no number."),
        ({"z": 1.5}, "z must be a number from 0 to 1 or a list of them, got 1.5."),
        ({"z": [0.5, "a"]}, 'z must be a number from 0 to 1 or a list of them, got [0.5,"a"].'),
        ({"z": []}, "z must be a number from 0 to 1 or a list of them, got []."),
        ({"z": [[0.5]]}, "z must be a number from 0 to 1 or a list of them, got [[0.5]]."),
        (WEIGHTS, "for PyTorch bias_hh, bias_ih, weight_hh, weight_ih, got"),
        (
            WEIGHTS | BIASES | {"bias_hh": [0, 0]},
            "bias_hh must be 3 numbers beside the others, got 2.",
        ),
        (
            WEIGHTS | BIASES | {"weight_hh": [[1], [2], [3, 4]]},
            "weight_hh must be 3 × 1 numbers beside the others, got other than equal rows",
        ),
        (
            WEIGHTS | BIASES | {"weight_hh": 5},
            "weight_hh must be 3 × 1 numbers beside the others, got one number.",
        ),
        ('{"weight_hh": 1e999}', "The names must be z, or for PyTorch"),
        ('{"z": [1e999]}', "z must be a number from 0 to 1 or a list of them, got [no number]."),
        ({"<img src=x onerror=alert(1)>": 1}, '["<img src=x onerror=alert(1)>"]'),
        ('{"z": ' + "[" * 9990 + "]" * 9990 + "}", "z must be a number from 0 to 1"),
    ],
)
def test_a_bad_paste_gets_one_sentence_and_changes_nothing(convert, text, sentence):
    page, _, result = convert({"z": 0.75}, to="Chung / FAU")
    before = page.locator(".gru-written").inner_text()
    _, reply, result = convert(text)
    expect(reply).to_contain_text(sentence)
    expect(result).to_have_text("z = [0.25]")
    assert page.locator(".gru-written").inner_text() == before
    assert page.locator("img").count() == 0


def test_reset_forgets_what_was_pasted(convert):
    page, reply, result = convert({"z": 0.75})
    expect(result).to_have_text("z = [0.75]")
    page.get_by_role("button", name="Reset").click()
    for place in (reply, result):
        expect(place).to_have_text("")
    expect(page.get_by_role("textbox")).to_have_value("")


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


def test_the_page_without_scripts_shows_the_form_and_all_states(render_widget):
    page = render_widget(ConventionSwitch(form="chung"), java_script=False)
    expect(page.locator("svg")).to_contain_text("Chung / FAU: z = 0.29 replaces")
    expect(page.get_by_role("row")).to_have_count(4)
