"""The NumPy cell gives the numbers of `gru_step`, at every size and however large they are."""

import subprocess
import sys

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import nn

from gru_course.cells import GRUCell, gru_step
from gru_course.numpy_cell import NumpyGRUCell

NAMES = ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
TOLERANCES = {torch.float64: 1e-12, torch.float32: 1e-6}
both_forms = pytest.mark.parametrize("reset_after", [True, False])


def arrays(input_size=2, hidden_size=3, dtype=np.float64) -> dict[str, np.ndarray]:
    """Weights of these sizes, by torch's names."""
    rows, generator = 3 * hidden_size, np.random.default_rng(0)
    shapes = [(rows, input_size), (rows, hidden_size), (rows,), (rows,)]
    return {
        name: generator.normal(size=shape).astype(dtype)
        for name, shape in zip(NAMES, shapes, strict=True)
    }


def largest_difference(cell: GRUCell, steps: int, scale: float = 1.0) -> float:
    """How far the NumPy cell gets from `gru_step` while both run on their own states."""
    numpy_cell = NumpyGRUCell.from_torch(cell)
    h = torch.randn(cell.hidden_size, dtype=cell.weight_hh.dtype)
    state, furthest = h.numpy(), 0.0
    for x in scale * torch.randn(steps, cell.input_size, dtype=h.dtype):
        h = gru_step(x, h, *cell.weights(), reset_after=cell.reset_after).h
        state = numpy_cell(x.numpy(), state)
        assert state.dtype == h.detach().numpy().dtype
        assert state.shape == (cell.hidden_size,)
        furthest = max(furthest, np.abs(state - h.detach().numpy()).max())
    return furthest


@given(
    input_size=st.integers(1, 6),
    hidden_size=st.integers(1, 9),
    bias=st.booleans(),
    reset_after=st.booleans(),
    dtype=st.sampled_from(list(TOLERANCES)),
)
def test_the_cell_is_gru_step(input_size, hidden_size, bias, reset_after, dtype):
    cell = GRUCell(input_size, hidden_size, bias, dtype=dtype, reset_after=reset_after)
    assert largest_difference(cell, steps=8) <= TOLERANCES[dtype]


def test_a_torch_cell_fits_as_it_is():
    cell = nn.GRUCell(4, 16, dtype=torch.float64)
    x, h_prev = torch.randn(4).double(), torch.randn(16).double()
    expected = cell(x, h_prev).detach().numpy()
    ours = NumpyGRUCell.from_torch(cell)(x.numpy(), h_prev.numpy())
    np.testing.assert_allclose(ours, expected, rtol=0, atol=1e-12)


@both_forms
@pytest.mark.parametrize("dtype", TOLERANCES)
def test_gates_at_their_ends_overflow_nowhere(reset_after, dtype):
    cell = GRUCell(3, 4, dtype=dtype, reset_after=reset_after)
    assert largest_difference(cell, steps=5, scale=1e6) <= TOLERANCES[dtype]


@pytest.mark.parametrize(("bias", "kept"), [(800.0, 1.0), (-800.0, 0.0)])
def test_the_update_gate_keeps_all_or_nothing(bias, kept):
    weights = {name: np.zeros_like(w) for name, w in arrays().items()}
    weights["bias_ih"][3:6] = bias
    h_prev = np.array([0.3, -0.7, 0.1])
    assert np.array_equal(NumpyGRUCell(**weights)(np.zeros(2), h_prev), kept * h_prev)


def test_the_two_placements_of_the_reset_differ():
    x, h_prev = np.ones(2), np.array([0.3, -0.7, 0.1])
    after = NumpyGRUCell(**arrays())(x, h_prev)
    before = NumpyGRUCell(**arrays(), reset_after=False)(x, h_prev)
    assert np.abs(after - before).max() > 0.01


@both_forms
def test_a_step_leaves_its_arguments_and_its_earlier_results_alone(reset_after):
    weights = arrays()
    cell = NumpyGRUCell(**weights, reset_after=reset_after)
    x, h_prev = np.ones(2), np.array([0.3, -0.7, 0.1])
    first = cell(x, h_prev)
    copy = first.copy()
    weights["weight_ih"][:] = 7  # the cell has copied its weights
    cell(-x, first)
    assert np.array_equal(first, copy)
    assert np.array_equal(x, np.ones(2))
    assert np.array_equal(h_prev, [0.3, -0.7, 0.1])
    assert np.array_equal(cell(x, h_prev), first)


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        ({"weight_ih": np.zeros((8, 2))}, ValueError, r"weight_ih .* \(9, 2\), got \(8, 2\)"),
        ({"weight_hh": np.zeros((8, 3))}, ValueError, r"weight_hh .* \(9, 3\), got \(8, 3\)"),
        ({"weight_hh": np.zeros(9)}, ValueError, r"weight_hh .* two dimensions .* got \(9,\)"),
        ({"weight_hh": np.zeros((0, 0))}, ValueError, r"weight_hh .* above 0, got \(0, 0\)"),
        ({"bias_ih": np.zeros(3)}, ValueError, r"bias_ih must have shape \(9,\), got \(3,\)"),
        ({"bias_hh": np.zeros((9, 1))}, ValueError, r"bias_hh .* \(9,\), got \(9, 1\)"),
        ({"weight_hh": np.zeros((9, 3), int)}, TypeError, "weight_hh .* float64, got int"),
        ({"bias_hh": np.zeros(9, np.float32)}, TypeError, "bias_hh .* float64, got float32"),
        ({"reset_after": 1}, TypeError, "reset_after must be True or False, got 1"),
    ],
)
def test_weights_that_do_not_fit_are_refused(change, error, message):
    with pytest.raises(error, match=message):
        NumpyGRUCell(**arrays() | change)


def test_the_cell_works_without_torch():
    code = "import sys, gru_course.numpy_cell; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_repr_shows_the_sizes_and_the_form():
    assert repr(NumpyGRUCell(**arrays())) == "NumpyGRUCell(2, 3)"
    assert repr(NumpyGRUCell(**arrays(), reset_after=False)) == (
        "NumpyGRUCell(2, 3, reset_after=False)"
    )
