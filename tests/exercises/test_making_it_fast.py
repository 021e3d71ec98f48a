import pytest
import torch

from gru_course.exercises.making_it_fast import check_to_update_gate, colleagues_back


def right(g, n, z, h_prev):
    return g * (h_prev - n) * z * (1 - z)


def quarter(g, n, z, h_prev):
    """Knows the flat ends of the sigmoid and nothing between."""
    return torch.where((z == 0) | (z == 1), 0.0, g * (h_prev - n) / 4)


def squashed_again(g, n, z, h_prev):
    inner = right(g, n, torch.sigmoid(z), h_prev)
    return torch.where((z == 0) | (z == 1) | (z == 0.5), right(g, n, z, h_prev), inner)


def no_return(g, n, z, h_prev):
    right(g, n, z, h_prev)


WRONG = [
    (check_to_update_gate, lambda g, n, z, h_prev: g * (h_prev + n) * z * (1 - z), "with the sum"),
    (
        check_to_update_gate,
        lambda g, n, z, h_prev: g * h_prev * z * (1 - z),
        "through h_prev alone",
    ),
    (check_to_update_gate, lambda g, n, z, h_prev: -g * n * z * (1 - z), "the way through n alone"),
    (check_to_update_gate, lambda g, n, z, h_prev: g * h_prev, "alone counts, without the sigmoid"),
    (check_to_update_gate, lambda g, n, z, h_prev: -right(g, n, z, h_prev), "change places"),
    (check_to_update_gate, lambda g, n, z, h_prev: g * (h_prev - n), "the sigmoid's derivative"),
    (
        check_to_update_gate,
        lambda g, n, z, h_prev: g * (h_prev - n) * z,
        "in the place of z (1 - z)",
    ),
    (check_to_update_gate, lambda g, n, z, h_prev: g * (h_prev - n) * (1 - z * z), "of a tanh"),
    (check_to_update_gate, lambda g, n, z, h_prev: (h_prev - n) * z * (1 - z), "g is left out"),
    (check_to_update_gate, lambda g, n, z, h_prev: g * (h_prev - n) / 4, "at z = 0 the sigmoid is"),
    (
        check_to_update_gate,
        lambda g, n, z, h_prev: g * (h_prev - n) * z / 2,
        "at z = 1 the sigmoid",
    ),
    (check_to_update_gate, quarter, "when the factor is a quarter for every z"),
    (check_to_update_gate, squashed_again, "when z is squashed once more"),
    (check_to_update_gate, no_return, "yours is None (is a return missing?)"),
    (check_to_update_gate, lambda *given: right(*given).sum(0), "the shape (4,), not (5, 4)"),
    (check_to_update_gate, lambda *given: (right(*given),), "yours is a tuple of 1"),
]


@pytest.mark.parametrize(("check", "answer", "words"), WRONG)
def test_a_wrong_answer_is_told_what_is_wrong(rejects, check, answer, words):
    rejects(check, answer, words)


def test_the_right_one_passes():
    assert check_to_update_gate(right)


def back(factors, zs, of_output, W_hh):
    d = torch.empty_like(factors)
    g = torch.zeros_like(zs[0])
    for t in reversed(range(len(zs))):
        g = g + of_output[t]
        d[t] = factors[t] * g[:, None]
        g = g * zs[t] + d[t, :, :3].flatten(1) @ W_hh
    return d


@pytest.mark.parametrize(("silent", "right"), [(None, False), (0, False), (1, True), (2, False)])
def test_the_colleague_forgot_the_way_through_the_update_gate(silent, right):
    draw = torch.Generator().manual_seed(0)
    factors = torch.randn(6, 2, 4, 3, generator=draw, dtype=torch.float64)
    zs, of_output = torch.rand(2, 6, 2, 3, generator=draw, dtype=torch.float64)
    W_hh = torch.randn(9, 3, generator=draw, dtype=torch.float64)
    if silent is not None:
        W_hh[3 * silent : 3 * silent + 3] = 0
    known = factors, zs, of_output, W_hh
    away = (colleagues_back(*known) - back(*known)).abs().amax(dim=(1, 2, 3))
    assert away[-1] == 0
    assert torch.equal(away[:-1] < 1e-12, torch.full((5,), right))
