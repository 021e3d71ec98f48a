"""Models that a reader brings to the look inside a GRU: read with care, refused in one sentence."""

import json

import pytest
import torch
from playwright.sync_api import expect

from gru_course.data.formats.musicxml import KEYS
from gru_course.for_page.format import read_sequence
from gru_course.widgets import InsideGRU
from tests.browser.driving import press, shown, slider, value_of
from tests.browser.test_inside_gru import (
    equation_numbers,
    random_document,
    torch_numbers,
    trained_sine,
)


def open_file(page, text, name="model.json"):
    content = text if isinstance(text, bytes) else text.encode()
    payload = {"name": name, "mimeType": "application/json", "buffer": content}
    page.locator("input[type=file]").set_input_files(payload)


def test_a_file_shows_the_readers_own_model(render_widget):
    mine = trained_sine()
    page = render_widget(InsideGRU(random_document(KEYS), step=30, unit=6))
    open_file(page, json.dumps(mine), "<b>mine</b>.json")
    expect(page.get_by_text("4 units from <b>mine</b>.json.")).to_be_visible()
    expect(value_of(page, "unit")).to_have_text("4")  # there is no sixth
    x = torch.tensor(read_sequence(mine))
    expected = torch_numbers(mine, x, 30, 4)
    assert equation_numbers(page) == pytest.approx(expected, abs=1e-12)
    assert page.locator("b").count() == 0
    page.get_by_role("button", name="Copy as Python").click()
    expect(page.locator(".gru-code")).to_contain_text("InsideGRU(model=model")

    page.get_by_role("button", name="Reset").click()
    expect(page.get_by_text("units from <b>mine</b>.json.")).to_have_count(0)
    assert slider(page, "unit").get_attribute("max") == "6"
    expect(page.get_by_role("button", name="Mute")).to_be_visible()


def changed(document, path, value):
    """The text of a document with something else at a path, such as "weights.bias_ih.2"."""
    document = json.loads(json.dumps(document))
    *parents, last = [int(part) if part.isdigit() else part for part in path.split(".")]
    place = document
    for part in parents:
        place = place[part]
    place[last] = value
    return json.dumps(document)


GOOD = random_document(1, hidden=2)


SHORT = GOOD["weights"]["weight_hh"][:-1]


WRONG = {
    "no JSON": ("{", "no JSON"),
    "a NaN": (json.dumps(GOOD).replace("[", "[NaN,", 1), "no JSON"),
    "nothing": ("null", "holds no weights"),
    "a list": ("[]", "holds no weights"),
    "another format": (changed(GOOD, "format", "mine"), "holds no weights"),
    "another version": (changed(GOOD, "version", 2), "version must be 1"),
    "another task": (changed(GOOD, "task", ["sine"]), "task must be sine or chorale"),
    "half a unit": (changed(GOOD, "hidden_size", 1.5), "hidden_size must be a whole number"),
    "many units": (changed(GOOD, "hidden_size", 129), "from 1 to 128"),
    "no weights": (changed(GOOD, "weights", None), "weight_ih must be 6 × 1 numbers"),
    "a row too few": (changed(GOOD, "weights.weight_hh", SHORT), "weight_hh must be 6 × 2"),
    "a string": (changed(GOOD, "weights.bias_ih.2", "1"), "bias_ih must be 6 numbers"),
    "a null": (changed(GOOD, "head.bias.0", None), r"head.bias must be 1 numbers"),
    "infinity": (changed(GOOD, "head.bias.0", 7).replace("[7]", "[1e999]"), "from −1000 to 1000"),
    "a large number": (changed(GOOD, "head.weight.0.1", 1e300), "head.weight must be 1 × 2"),
    "one step": (changed(GOOD, "sequence", [0.0]), "sequence must be 2 to 128"),
    "a chord": (changed(GOOD, "sequence.3", [4]), "sequence must be 2 to 128 numbers"),
    "a byte more than 5 MB": (b" " * 5_000_001, "larger than 5 MB"),
}


def test_a_wrong_file_gets_a_sentence_and_changes_nothing(render_widget):
    page = render_widget(InsideGRU())
    before = shown(page)
    for name, (text, sentence) in WRONG.items():
        open_file(page, text)
        message = page.locator(".gru-message")
        expect(message, name).to_contain_text(sentence)
        expect(message, name).to_contain_text("Nothing was changed.")
        page.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
        assert shown(page) == before, name
        if "_" in sentence:  # a name, spoken as it is written
            expect(page.locator(".gru-voice")).to_contain_text(sentence)
        open_file(page, json.dumps(GOOD))  # a sound one in between: every sentence is fresh
        expect(message).to_contain_text("2 units")
        page.get_by_role("button", name="Reset").click()
        expect(message).to_contain_text("export_for_page")


def test_a_chord_of_a_key_that_no_piano_has_is_refused(render_widget):
    page = render_widget(InsideGRU())
    chorale = random_document(KEYS, hidden=1)
    for chord in ([88], [-1], [0.5], ["4"], 4):
        open_file(page, changed(chorale, "sequence.2", chord))
        expect(page.locator(".gru-message")).to_contain_text("lists of keys from 0 to 87")
        page.get_by_role("button", name="Reset").click()


def test_extreme_weights_are_no_fault(render_widget):
    page = render_widget(InsideGRU(plays="continued"))
    wild = json.loads(json.dumps(GOOD))
    wild["weights"] = {
        name: (1000 * torch.tensor(value).sign()).tolist()
        for name, value in wild["weights"].items()
    }
    open_file(page, json.dumps(wild))
    expect(page.locator(".gru-message")).to_contain_text("2 units")
    for _ in range(3):
        press(page, "step")
        assert all(abs(value) < 1e9 for value in shown(page).values())
