"""The equations of the papers and the lecture, written out here, give our numbers."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from gru_course.conventions import (
    PaperWeights,
    from_cho,
    from_chung,
    from_lecture,
    to_cho,
    to_chung,
    to_lecture,
)
from tests.conventions.agreement import (
    assert_agree,
    assert_disagree,
    assert_same_weights,
    bits,
    each_dtype,
    each_size,
    inputs_for,
    our_states,
    random_weights,
    with_and_without_bias,
)


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


def cho_unit(x, h, w):
    """Cho et al. (2014), arXiv:1406.1078v3, equations 5 to 8, for one x (I,) and h (H,)."""
    b_r, b_z, b = (0, 0, 0) if w.b is None else (w.b_r, w.b_z, w.b)
    r = sigmoid(w.W_r @ x + w.U_r @ h + b_r)
    z = sigmoid(w.W_z @ x + w.U_z @ h + b_z)
    h_tilde = np.tanh(w.W @ x + w.U @ (r * h) + b)
    return z * h + (1 - z) * h_tilde


def chung_unit(x, h, w):
    """Chung et al. (2014), arXiv:1412.3555, section 3.2."""
    b_r, b_z, b = (0, 0, 0) if w.b is None else (w.b_r, w.b_z, w.b)
    z = sigmoid(w.W_z @ x + w.U_z @ h + b_z)
    r = sigmoid(w.W_r @ x + w.U_r @ h + b_r)
    h_tilde = np.tanh(w.W @ x + w.U @ (r * h) + b)
    return (1 - z) * h + z * h_tilde


def lecture_unit(x, h, w):
    """The FAU lecture: its matrices multiply [h, x]."""
    r = sigmoid(w.W_r @ np.concatenate([h, x]) + w.b_r)
    z = sigmoid(w.W_z @ np.concatenate([h, x]) + w.b_z)
    h_tilde = np.tanh(w.W_h @ np.concatenate([r * h, x]) + w.b_h)
    return (1 - z) * h + z * h_tilde


def states(unit, w, x, h_0):
    """Run a unit over x (T, B, I) from h_0 (B, H), each sequence alone."""
    h, run = list(h_0), []
    for x_t in x:
        h = [unit(*pair, w) for pair in zip(x_t, h, strict=True)]
        run.append(h)
    return np.array(run)


FORMS = {
    "cho": (to_cho, from_cho, cho_unit),
    "chung": (to_chung, from_chung, chung_unit),
    "lecture": (to_lecture, from_lecture, lecture_unit),
}
each_form = pytest.mark.parametrize("form", FORMS)


@each_form
@each_size
@each_dtype
@with_and_without_bias
def test_the_equations_give_our_numbers(form, input_size, hidden_size, dtype, bias):
    to_form, _, unit = FORMS[form]
    weights = random_weights(input_size, hidden_size, bias=bias, reset_after=False, dtype=dtype)
    x, h_0 = inputs_for(weights)
    assert_agree(states(unit, to_form(weights), x, h_0), our_states(weights, x, h_0))


@each_form
@each_size
@each_dtype
def test_our_layer_gives_the_numbers_of_the_equations(form, input_size, hidden_size, dtype):
    to_form, from_form, unit = FORMS[form]
    w = to_form(random_weights(input_size, hidden_size, reset_after=False, dtype=dtype))
    x, h_0 = inputs_for(from_form(w))
    assert_agree(states(unit, w, x, h_0), our_states(from_form(w), x, h_0))


@given(
    form=st.sampled_from(list(FORMS)),
    input_size=st.integers(1, 6),
    hidden_size=st.integers(1, 6),
    bias=st.booleans(),
    seed=st.integers(0, 99),
)
def test_round_trips_are_exact(form, input_size, hidden_size, bias, seed):
    torch.manual_seed(seed)
    to_form, from_form, _ = FORMS[form]
    weights = random_weights(input_size, hidden_size, bias=bias, reset_after=False)
    w = to_form(weights)  # has one bias: the sum
    back = from_form(w)
    assert list(map(bits, to_form(back))) == list(map(bits, w))
    assert_same_weights(from_form(to_form(back)), back)
    for name in ("weight_ih", "weight_hh"):
        assert bits(getattr(back, name)) == bits(getattr(weights, name))


def test_the_two_papers_differ_in_the_sign_of_z_alone():
    weights = random_weights(reset_after=False)
    cho, chung = to_cho(weights), to_chung(weights)
    signs = {"W_z": -1, "U_z": -1, "b_z": -1}
    for name in PaperWeights._fields:
        assert np.array_equal(getattr(chung, name), signs.get(name, 1) * getattr(cho, name))


def test_a_wrong_form_is_noticed():
    weights = random_weights(reset_after=False)
    x, h_0 = inputs_for(weights)
    ours, cho, lecture = our_states(weights, x, h_0), to_cho(weights), to_lecture(weights)
    assert_disagree(states(chung_unit, cho, x, h_0), ours)  # the other sign of z
    swapped = cho._replace(W_r=cho.W_z, W_z=cho.W_r, U_r=cho.U_z, U_z=cho.U_r)
    assert_disagree(states(cho_unit, swapped, x, h_0), ours)  # the other order of gates
    turned = lecture._replace(W_r=np.roll(lecture.W_r, 3, axis=1))
    assert_disagree(states(lecture_unit, turned, x, h_0), ours)  # [x, h] for [h, x]


def test_the_placement_of_r_matters_to_the_equations():
    after, before = random_weights(reset_after=True), random_weights(reset_after=False)
    x, h_0 = inputs_for(after)
    as_if_before = type(before)(*list(vars(after).values())[:4], reset_after=False)
    assert_disagree(states(cho_unit, to_cho(as_if_before), x, h_0), our_states(after, x, h_0))


@pytest.mark.parametrize(
    ("form", "name"), [("cho", "Cho et al."), ("chung", "Chung et al."), ("lecture", "lecture")]
)
def test_a_layer_with_the_reset_after_the_product_is_refused(form, name):
    to_form, *_ = FORMS[form]
    with pytest.raises(ValueError, match=rf"must be False for .*{name}.* no b_hn to multiply"):
        to_form(random_weights(reset_after=True))


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        ({"U_r": np.zeros((5, 4))}, ValueError, r"U_r must have shape \(H, H\), got \(5, 4\)"),
        ({"U_z": np.zeros((4, 4))}, ValueError, r"U_z .* with H = 5, got \(4, 4\)"),
        ({"W": np.zeros((5, 2))}, ValueError, r"W must have shape \(H, I\) .*I = 3, got \(5, 2\)"),
        ({"b_z": np.zeros(4)}, ValueError, r"b_z must have shape \(H,\) with H = 5, got \(4,\)"),
        ({"b_z": None}, ValueError, r"b_r, b_z and b must all .* got \['b_r', 'b'\]"),
        ({"W": np.zeros((5, 3), int)}, TypeError, "W must be float32 or float64, got int"),
        ({"W": None}, TypeError, "W must be float32 or float64, got object"),
        ({"W": np.zeros((5, 3), "f")}, TypeError, "W must be float64 as W_r is, got float32"),
    ],
)
@pytest.mark.parametrize("from_form", [from_cho, from_chung])
def test_what_does_not_fit_the_papers_is_refused(from_form, change, error, message):
    with pytest.raises(error, match=message):
        from_form(to_cho(random_weights(reset_after=False))._replace(**change))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"W_z": np.zeros((5, 7))}, r"W_z must have shape \(H, K\) .*K = 8, got \(5, 7\)"),
        ({"b_h": np.zeros(6)}, r"b_h must have shape \(H,\) with H = 5, got \(6,\)"),
        (dict.fromkeys(("W_r", "W_z", "W_h"), np.zeros((5, 5))), "more columns than its 5 rows"),
    ],
)
def test_what_does_not_fit_the_lecture_is_refused(change, message):
    with pytest.raises(ValueError, match=message):
        from_lecture(to_lecture(random_weights(reset_after=False))._replace(**change))
