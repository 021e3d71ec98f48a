"""The two forms on the Python side: what each conversion does."""

import re

import pytest
import torch
import traitlets

from gru_course.widgets import UpdateGateForms
from gru_course.widgets.update_gate_forms import SIGNS
from gru_press.book.stills.stills import stills


def new_states(widget: UpdateGateForms) -> list[float]:
    """The new states that the two pictures name: of the original and of the copy."""
    drawn = stills().picture(widget.get_state())
    found = re.findall(r"new state <span[^>]*>([−\d.]+)", drawn)
    return [float(text.replace("−", "-")) for text in found]


def expected(widget: UpdateGateForms) -> list[float]:
    """The same by torch's own cell, whose weights the conversion changes."""
    sign_s, sign_b = SIGNS[widget.conversion]
    s, b, n, h_prev = (torch.tensor(widget.state[key]) for key in ("s", "b", "n", "h_prev"))
    original = torch.lerp(n, h_prev, torch.sigmoid(s + b))
    copy = torch.lerp(h_prev, n, torch.sigmoid(sign_s * s + sign_b * b))
    return [original.item(), copy.item()]


@pytest.mark.parametrize("conversion", SIGNS)
@pytest.mark.parametrize("s, b", [(1.4, 1.0), (-6.0, 6.0), (0.0, 2.0), (3.0, 0.0)])
def test_both_pictures_follow_the_conversion(conversion, s, b):
    widget = UpdateGateForms(s=s, b=b, conversion=conversion)
    assert new_states(widget) == pytest.approx(expected(widget), abs=0.000501)


def test_the_default_copy_forgets_what_the_original_keeps():
    original, copy = new_states(UpdateGateForms())
    assert abs(original - 0.8) < 0.11
    assert abs(copy - -0.4) < 0.11


@pytest.mark.parametrize("s", [-6.0, -0.3, 2.0])
@pytest.mark.parametrize("b", [-2.5, 0.7, 5.0])
def test_only_negating_all_three_mends_the_copy(s, b):
    for conversion in SIGNS:
        original, copy = expected(UpdateGateForms(s=s, b=b, conversion=conversion))
        assert (abs(original - copy) < 1e-6) == (conversion == "negate W, U, b")


def test_presets_do_what_they_say():
    def states(preset):
        return expected(UpdateGateForms(**UpdateGateForms.presets[preset]))

    assert states("long memory") == pytest.approx([0.788, -0.388], abs=5e-4)  # keeps 99 % and 1 %
    assert states("z = 0.5") == pytest.approx([0.2, 0.2])
    original, copy = states("lucky: b = 0")
    assert original == pytest.approx(copy)


def test_bad_states_are_refused():
    with pytest.raises(traitlets.TraitError, match="conversion"):
        UpdateGateForms(conversion="negate everything")
    with pytest.raises(traitlets.TraitError, match="b"):
        UpdateGateForms(b=6.1)
