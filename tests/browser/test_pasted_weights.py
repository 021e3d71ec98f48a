"""Weights that are pasted into the convention switch: converted, or refused in one sentence."""

import json

import pytest
import torch
from playwright.sync_api import expect

from gru_course.widgets import ConventionSwitch
from gru_course.widgets.convention_switch import FORMS
from tests.browser.test_convention_switch import read, stored


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
