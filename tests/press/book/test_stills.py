"""Widgets drawn in V8 for readers without scripts: sound, still, and with torch's numbers."""

import re
from xml.etree import ElementTree

import numpy as np
import pytest
import torch

from gru_course.data.formats.musicxml import KEYS
from gru_course.for_page.export import for_page
from gru_course.models import SequenceModel
from gru_course.widgets import (
    CandidateState,
    InsideGRU,
    Number,
    Prediction,
    Right,
    SideBySide,
    Unrolling,
    WholeCell,
)
from gru_press.book.policy import Inside
from gru_press.book.stills.stills import stills
from tests.browser.family import CLASSES, NO_NUMBER, SPECIMENS

CONTROLS = {"a", "button", "select", "textarea", "script", "style", "canvas", "iframe"}


def drawn(widget) -> ElementTree.Element:
    """The picture of a widget; it can be read as XML only if all its elements end."""
    return ElementTree.fromstring(
        f"<div>{stills().picture({**widget.get_state(), **widget.still})}</div>"
    )


def words(node: ElementTree.Element) -> str:
    return " ".join("".join(node.itertext()).split())


def numbers(widget) -> list[float]:
    """All decimal numbers that a picture writes."""
    found = re.findall(r"−?\d+\.\d+", " ".join(drawn(widget).itertext()))
    return [float(text.replace("−", "-")) for text in found]


def missing(widget, values, digits: int) -> list[float]:
    """Those of the values that a picture does not write with so many digits."""
    seen = numbers(widget)
    return [v for v in values if min(abs(v - one) for one in seen) > 0.501 * 10**-digits]


@pytest.mark.parametrize("name", SPECIMENS)
def test_every_widget_is_drawn_whole_and_still(name):
    make = SPECIMENS[name]
    presets = make.presets.values() if make in CLASSES else ()
    for widget in [make(), *(make(**changes) for changes in presets)]:
        root = drawn(widget)
        tags = {node.tag for node in root.iter()}
        attributes = [pair for node in root.iter() for pair in node.items()]
        text = ElementTree.tostring(root, encoding="unicode")
        assert root[0].get("class") == f"gru gru-{widget.module}"
        assert root[0].get("aria-label")
        assert tags & CONTROLS == set()
        assert all(node.get("disabled") == "" for node in root.iter("input"))
        assert [name for name, _ in attributes if name in ("id", "name", "src", "href")] == []
        assert Inside(text).handlers == []
        assert [
            one for one in [words(root), *dict(attributes).values()] if NO_NUMBER.search(one)
        ] == []
        assert all(path.get("d") for path in root.iter("path"))
        assert not re.search("</(br|input)>", stills().picture(widget.get_state()))
        assert len(words(root)) > 20
    assert widget.caption.endswith(".")


def test_both_candidates_are_torchs():
    widget = CandidateState()
    w = torch.tensor([[widget.w_11, widget.w_12], [widget.w_21, widget.w_22]])
    b, r, h = (torch.tensor([getattr(widget, f"{x}_{i}") for i in (1, 2)]) for x in "brh")
    after, before = torch.tanh(r * (w @ h + b)), torch.tanh(w @ (r * h) + b)
    assert missing(widget, [*after.tolist(), *before.tolist()], 3) == []


def test_the_cell_is_torchs():
    widget = WholeCell(b_hn=0.1)
    cell = torch.nn.GRUCell(1, 1)
    values = widget.state
    with torch.no_grad():
        cell.weight_ih[:, 0] = torch.tensor([values[name] for name in ("w_ir", "w_iz", "w_in")])
        cell.weight_hh[:, 0] = torch.tensor([values[name] for name in ("w_hr", "w_hz", "w_hn")])
        cell.bias_ih[:] = torch.tensor([values[name] for name in ("b_r", "b_z", "b_in")])
        cell.bias_hh[:] = torch.tensor([0, 0, values["b_hn"]])
        h = cell(torch.tensor([[values["x"]]]), torch.tensor([[values["h_prev"]]])).item()
    assert missing(widget, [h], 3) == []
    assert f"h {h:.2f}" in words(drawn(widget))


def test_the_memory_of_an_lstm_is_torchs():
    widget = SideBySide()
    lstm = torch.nn.LSTM(1, 1)
    with torch.no_grad():
        for parameter in lstm.parameters():
            parameter.zero_()
        lstm.weight_ih_l0[2] = widget.w
        lstm.bias_ih_l0[:] = torch.tensor([widget.b_i, widget.b_f, 0, widget.b_o])
        _, (_, c) = lstm(torch.tensor(widget.x[: int(widget.step)])[:, None])
    assert f"c = {c.item():.2f}" in words(drawn(widget))


def test_a_heat_map_has_ink_where_the_gate_is_open():
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        widget = InsideGRU(for_page(SequenceModel(1, 6, 1)), step=3)
    gate = drawn(widget).findall(".//svg[@shape-rendering]")[0]
    strokes = "".join(path.get("d") for path in gate.iter("path"))
    runs = re.findall(r"h(\d+)v(\d+)", strokes)
    assert (
        sum(int(wide) * int(high) for wide, high in runs)
        == (np.rint(widget.read().z * 5) > 0).sum()
    )
    lives = np.sort(widget.half_lives())
    assert missing(widget, [lives[0], lives[-1]], 1) == []


def test_a_silent_chorale_is_drawn():
    drawn(InsideGRU(for_page(SequenceModel(KEYS, 2, KEYS), torch.zeros(4, KEYS))))


def test_who_cannot_reveal_the_run_sees_it():
    widget = Unrolling(step=3)
    line = drawn(widget).find('.//path[@class="gru-line gru-ink-state "]').get("d")
    places = [float(point.split()[1]) for point in line.removeprefix("M").split("L")]
    assert places == pytest.approx([50 - 50 * h for h in widget.states()], abs=0.06)


def test_a_question_hides_its_answers():
    options = {"near −0.4": "You read “on” as “update”.", "near 0.8": Right("It keeps.")}
    root = drawn(Prediction("Where is *h*_{t−1}?", options))
    assert words(root.find(".//legend")) == "Where is ht−1?"
    assert [words(label) for label in root.iter("label")] == list(options)
    hidden = [words(reason) for reason in root.find("details").iter("p")]
    assert sorted(hidden) == ["✓ near 0.8 It keeps.", "✗ near −0.4 You read “on” as “update”."]


def test_a_question_for_a_number_gives_it_with_its_unit():
    root = drawn(Prediction("Which?", Number(0.5, "Half.", unit="steps", tolerance=0)))
    assert root.find('.//span[@class="gru-entry"]') is not None
    assert words(root.find("details")) == "The answer✓ Right: 0.5 steps Half."


def test_text_cannot_become_an_element():
    evil = "<img src=x onerror=alert(1)>*<b>*_{<i>}\"'"
    root = drawn(Prediction(evil, {evil: evil, "b": Right(evil)}))
    assert {node.tag for node in root.iter()} <= {
        *("div", "fieldset", "legend", "label", "input", "span", "em", "sub"),
        *("p", "details", "summary", "strong"),
    }
