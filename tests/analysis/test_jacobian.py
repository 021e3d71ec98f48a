import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import nn
from torch.autograd.functional import jacobian

from gru_course.analysis import jacobian_terms
from gru_course.cells import gru_step

forms = pytest.mark.parametrize("reset_after", [True, False], ids=["reset after", "reset before"])
cases = given(
    batch=st.integers(1, 3),
    input_size=st.integers(1, 4),
    hidden_size=st.integers(1, 6),
    bias=st.booleans(),
    scale=st.sampled_from([0.1, 1.0, 5.0, 100.0]),  # the last saturates every gate
    seed=st.integers(0, 10**6),
)


def a_step(batch, input_size, hidden_size, bias, scale, seed):
    """The arguments of a `gru_step`: x, h_prev and four weights."""
    generator = torch.Generator().manual_seed(seed)

    def draw(*shape):
        return scale * torch.randn(shape, generator=generator, dtype=torch.float64)

    rows = 3 * hidden_size
    biases = (draw(rows), draw(rows)) if bias else (None, None)
    states = draw(batch, input_size), torch.tanh(draw(batch, hidden_size))
    return *states, draw(rows, input_size), draw(rows, hidden_size), *biases


def each_samples_own(full):
    """The blocks (B, H, H) of a Jacobian (B, H, B, H) in which no sample sees another."""
    return torch.stack([full[b, :, b] for b in range(len(full))])


@forms
@cases
def test_the_sum_is_autograds_jacobian(reset_after, **case):
    x, h_prev, *weights = a_step(**case)
    terms = jacobian_terms(x, h_prev, *weights, reset_after=reset_after)
    full = jacobian(lambda h: gru_step(x, h, *weights, reset_after=reset_after).h, h_prev)
    expected = each_samples_own(full)
    assert terms.total.shape == expected.shape
    assert (terms.total - expected).abs().max() <= 1e-12 * max(1, expected.abs().max())


@forms
@cases
def test_each_term_is_what_one_path_passes_on(reset_after, **case):
    x, h_prev, weight_ih, weight_hh, bias_ih, bias_hh = a_step(**case)
    none = torch.zeros(len(weight_hh), dtype=torch.float64)
    x_r, x_z, x_n = nn.functional.linear(x, weight_ih, bias_ih).chunk(3, dim=-1)
    (w_r, w_z, w_n), (b_r, b_z, b_n) = (
        weight_hh.chunk(3),
        (none if bias_hh is None else bias_hh).chunk(3),
    )

    def step(straight, into_z, into_n, into_r):
        r = torch.sigmoid(x_r + into_r @ w_r.T + b_r)
        z = torch.sigmoid(x_z + into_z @ w_z.T + b_z)
        past = r * (into_n @ w_n.T + b_n) if reset_after else (r * into_n) @ w_n.T + b_n
        n = torch.tanh(x_n + past)
        return (1 - z) * n + z * straight

    terms = jacobian_terms(
        x, h_prev, weight_ih, weight_hh, bias_ih, bias_hh, reset_after=reset_after
    )
    paths = jacobian(step, (h_prev,) * 4)  # the same state, by four roads
    for ours, full in zip(terms, paths, strict=True):
        expected = each_samples_own(full)
        assert (ours - expected).abs().max() <= 1e-12 * max(1, expected.abs().max())


def test_an_open_update_gate_leaves_the_straight_path_alone():
    x, h_prev, weight_ih, weight_hh, bias_ih, bias_hh = a_step(2, 3, 4, True, 1.0, 0)
    bias_ih[4:8] = 800.0  # z is exactly 1
    terms = jacobian_terms(x, h_prev, weight_ih, weight_hh, bias_ih, bias_hh)
    assert torch.equal(terms.straight, torch.eye(4).double().expand(2, 4, 4))
    assert torch.equal(terms.total, terms.straight)


def test_the_terms_of_torchs_cell_need_no_gradient():
    cell = nn.GRUCell(3, 4)
    terms = jacobian_terms(torch.zeros(2, 3), torch.zeros(2, 4), *cell.parameters())
    assert [term.shape for term in terms] == [(2, 4, 4)] * 4
    assert not terms.total.requires_grad


@pytest.mark.parametrize(
    ("x", "h_prev", "message"),
    [
        ((2, 5), (2, 4), r"x must have shape \(2, 3\), got \(2, 5\)"),
        ((2, 3), (2, 5), r"h_prev must have shape \(2, 4\), got \(2, 5\)"),
        ((1, 3), (2, 4), r"x must have shape \(2, 3\), got \(1, 3\)"),
        ((3,), (4,), r"h_prev must have shape \(B, 4\), got \(4,\)"),
    ],
)
def test_what_is_no_step_is_refused(x, h_prev, message):
    with pytest.raises(ValueError, match=message):
        jacobian_terms(torch.zeros(x), torch.zeros(h_prev), *nn.GRUCell(3, 4).parameters())
