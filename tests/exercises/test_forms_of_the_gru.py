import pytest
import torch

from gru_course.exercises.forms_of_the_gru import FORMS, check_detect, check_into_chung


def probe(box, block, bias, h=(0.0, 0.0), w_hh=None):
    b_ih = torch.zeros(6)
    b_ih[2 * block : 2 * block + 2] = bias
    w_hh = torch.zeros(6, 2) if w_hh is None else w_hh
    start = torch.zeros(1, 1), torch.tensor([h])
    return box(*start, torch.zeros(6, 1), w_hh, b_ih, torch.zeros(6))[0]


def detect(box):
    n = next(k for k in range(3) if probe(box, k, 40.0)[0] != 0)
    moved = {k: probe(box, k, 40.0, (0.8, 0.8))[0].item() for k in {0, 1, 2} - {n}}
    z = max(moved, key=lambda k: abs(moved[k] - 0.4))
    return letters(z, n), moved[z] > 0.4, acts_after(box, 3 - n - z, n)


def letters(z, n):
    return "".join({z: "z", n: "n"}.get(k, "r") for k in range(3))


def swapped(box):
    order, *rest = detect(box)
    return order.translate(str.maketrans("rz", "zr")), *rest


def acts_after(box, r, n):
    w_hh = torch.zeros(6, 2)
    w_hh[2 * n, 1] = w_hh[2 * n + 1, 0] = 1.0
    h_1, h_2 = probe(box, r, torch.tensor([40.0, -40.0]), (0.8, 0.8), w_hh)
    return h_1 > h_2


def ends_high(box):
    n = next(k for k in range(3) if probe(box, k, 40.0)[0] != 0)
    moved = {k: probe(box, k, 40.0, (0.8, 0.8))[0].item() for k in {0, 1, 2} - {n}}
    z = max(moved, key=moved.get)
    return letters(z, n), moved[z] > 0.4, acts_after(box, 3 - n - z, n)


def from_08(box):
    """Looks for the candidate at a state of 0.8, where a gate moves it too."""
    n = max(range(3), key=lambda k: abs(probe(box, k, 40.0, (0.8, 0.8))[0] - 0.8))
    z = (n + 1) % 3
    return letters(z, n), True, True


def no_return(given):
    str(given)


def saying(change):
    return lambda box: change(*detect(box))


def chung(weights):
    if weights[1].shape[1] > 1 or weights[3][-1] != 0:
        raise ValueError("another function")
    return negated(weights, range(4))


def negated(weights, which):
    turned = [w.clone() for w in weights]
    for k in which:
        h = len(turned[k]) // 3
        turned[k][h : 2 * h] *= -1
    return turned


def matrices_only(weights):
    return [*negated(weights[:2], (0, 1)), *weights[2:]]


def in_place(weights):
    for weight in weights:
        weight[1] *= -1
    return weights


def only_b_hn(weights):
    if weights[3][-1] != 0:
        raise ValueError("b_hn")
    return negated(weights, range(4))


def row_r(weights):
    return [torch.cat([-w[:1], w[1:]]) for w in weights]


WRONG = [
    (check_detect, no_return, "yours returns None (is a return missing?)"),
    (check_detect, saying(lambda order, keeps, after: order), "yours returns 'rzn'"),
    (check_detect, saying(lambda order, *rest: (list(order).index("n"), *rest)), "a word"),
    (check_detect, lambda box: ("rzn", True, True), "a state of 0 should be n (here: a box"),
    (check_detect, from_08, "n (here: a box with the order"),
    (
        check_detect,
        swapped,
        "when r and z change places",
    ),
    (check_detect, ends_high, "the larger state is taken for z"),
    (check_detect, saying(lambda order, keeps, after: (order, not keeps, after)), "z near 1 keeps"),
    (check_detect, saying(lambda order, keeps, after: (order, keeps, not after)), "acts after"),
    (check_detect, saying(lambda order, keeps, after: (order, keeps, "after")), "yours is 'after'"),
    (check_into_chung, lambda weights: weights, "w_ih the row of z alone"),
    (check_into_chung, lambda weights: weights, "when nothing is changed"),
    (check_into_chung, lambda weights: [-w for w in weights], "when every row is negated"),
    (check_into_chung, row_r, "when the row of r is negated"),
    (check_into_chung, matrices_only, "in b_ih the row of z alone"),
    (
        check_into_chung,
        lambda weights: [*negated(weights[:3], (0, 1, 2)), weights[3]],
        "in b_hh the row of z",
    ),
    (check_into_chung, in_place, "stay as they were"),
    (check_into_chung, lambda weights: negated(weights, range(4)), "converts b_hn = 1"),
    (check_into_chung, only_b_hn, "two units that read each other"),
    (check_into_chung, no_return, "four weights: two matrices, two biases; yours is 1"),
]


@pytest.mark.parametrize(("check", "answer", "words"), WRONG)
def test_a_wrong_answer_is_told_what_is_wrong(rejects, check, answer, words):
    rejects(check, answer, words)


def test_right_ones_pass():
    assert check_detect(detect)
    assert check_into_chung(chung)


def test_all_forms_are_asked():
    assert len(set(FORMS)) == 24


@pytest.mark.parametrize("form", FORMS)
def test_a_box_is_what_its_form_says(form):
    assert detect(form.box()) == tuple(form)
