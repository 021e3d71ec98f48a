"""The equations of a step: gru.js gives torch's numbers in float64, extremes included."""

import itertools
import math

import pytest
import torch

from gru_course.cells import gru_step

SIZES = list(itertools.product((1, 3), (1, 2, 5)))  # input_size, hidden_size
SCALES = {
    "zero": 0.0,
    "denormal": 5e-324,
    "small": 1e-3,
    "usual": 1.0,
    "large": 30.0,
    "huge": 300.0,
}
STEPS = "(cases) => cases.map(({ x, h, weights, options }) => eq.gruStep(x, h, weights, options))"


def torch_cell(input_size: int, hidden_size: int, scale: float) -> torch.nn.GRUCell:
    """A cell whose weights and biases spread as far as `scale`, some of them zero."""
    cell = torch.nn.GRUCell(input_size, hidden_size, dtype=torch.float64)
    for parameter in cell.parameters():
        torch.nn.init.normal_(parameter)
        parameter.data = (parameter.data * 4).round() * scale  # multiples: none rounds to 0
    return cell


def drawn(scale: float) -> list[tuple]:
    """Cells of all sizes, each with an input and a state: (cell, x, h)."""
    cells = [torch_cell(*sizes, scale) for sizes in SIZES for _ in range(20)]
    inputs = [torch.randn(cell.input_size, dtype=torch.float64) for cell in cells]
    states = [torch.rand(cell.hidden_size, dtype=torch.float64) * 2 - 1 for cell in cells]
    return list(zip(cells, inputs, states, strict=True))


def case(cell, x, h, **options) -> dict:
    weights = {name: parameter.tolist() for name, parameter in cell.named_parameters()}
    return {"x": x.tolist(), "h": h.tolist(), "weights": weights, "options": options}


def assert_close(found, expected):
    found = torch.tensor(found, dtype=torch.float64)
    torch.testing.assert_close(found, expected, rtol=0, atol=1e-13)


@pytest.mark.parametrize("scale", SCALES.values(), ids=SCALES)
@torch.no_grad()
def test_a_step_is_torchs(js, scale):
    given = drawn(scale)
    for step, (cell, x, h) in zip(js(STEPS, [case(*g) for g in given]), given, strict=True):
        assert_close(step["h"], cell(x, h))


@pytest.mark.parametrize("reset_after", [True, False], ids=["after", "before"])
@pytest.mark.parametrize("scale", SCALES.values(), ids=SCALES)
@torch.no_grad()
def test_gates_and_candidate_are_those_of_the_cell(js, scale, reset_after):
    given = drawn(scale)
    steps = js(STEPS, [case(*g, resetAfter=reset_after) for g in given])
    for step, (cell, x, h) in zip(steps, given, strict=True):
        expected = gru_step(x[None], h[None], *cell.parameters(), reset_after=reset_after)
        for name in ("r", "z", "n", "h"):
            assert_close(step[name], getattr(expected, name)[0])


def test_gates_stay_gates_when_what_drives_them_passes_a_thousand(js):
    steps = js(STEPS, [case(*g) for g in drawn(SCALES["huge"])])
    assert max(abs(a) for step in steps for name in ("a_r", "a_z") for a in step[name]) > 1000
    for step in steps:
        assert all(0 <= gate <= 1 for name in ("r", "z") for gate in step[name])
        assert all(-1 <= state <= 1 for name in ("n", "h") for state in step[name])


@torch.no_grad()
def test_the_two_places_of_the_reset_gate_differ_from_two_units_on(js):
    cell = torch_cell(1, 2, 0.2)
    x, h = torch.zeros(1), torch.tensor([0.9, -0.7])
    after, before = js(STEPS, [case(cell, x, h, resetAfter=place) for place in (True, False)])
    assert max(abs(a - b) for a, b in zip(after["n"], before["n"], strict=True)) > 0.01


@torch.no_grad()
def test_a_held_gate_takes_the_place_of_the_computed_one(js):
    cell = torch_cell(1, 2, 1.0)
    x, h = torch.ones(1), torch.tensor([0.9, -0.7])
    free, kept, replaced = js(
        STEPS, [case(cell, x, h, held=held) for held in ({}, {"z": [1, 1]}, {"z": [0, 0]})]
    )
    assert_close(kept["h"], h.double())
    assert replaced["h"] == free["n"]
    (muted,) = js(STEPS, [case(cell, x, h, held={"r": [0, 0]})])
    assert muted["past"] == [0, 0]


@torch.no_grad()
def test_r_still_acts_at_a_zero_state_through_its_bias(js):
    cell = torch_cell(1, 1, 1.0)
    x, h = torch.ones(1), torch.zeros(1)
    open_r, closed_r = js(STEPS, [case(cell, x, h, held={"r": [r]}) for r in (1, 0)])
    assert open_r["a_n"][0] - closed_r["a_n"][0] == pytest.approx(cell.bias_hh[2].item())


def test_sigmoid_is_torchs_from_end_to_end(js):
    a = [*torch.linspace(-40, 40, 161).tolist(), -1000, -710, -36.8, 0, 5e-324, 36.8, 710, 1000]
    found = js("(a) => a.map(eq.sigmoid)", a)
    assert_close(found, torch.sigmoid(torch.tensor(a, dtype=torch.float64)))
    assert found[-1] == 1
    assert found[161] == 0
    assert js("() => eq.sigmoid(36.8)") == 1  # a gate in float64 can be exactly 1


def test_logit_undoes_sigmoid(js):
    p = torch.tensor([1e-300, 1e-9, 0.1, 0.5, 0.88, 0.99, 1 - 1e-9], dtype=torch.float64)
    found = js("(p) => p.map(eq.logit)", p.tolist())
    torch.testing.assert_close(
        torch.tensor(found, dtype=torch.float64), torch.logit(p), rtol=1e-13, atol=1e-13
    )
    assert js("() => [eq.logit(0), eq.logit(1)]") == [-math.inf, math.inf]


def test_after_a_half_life_half_is_left(js):
    gates = [1e-9, 0.1, 0.5, 0.9, 0.99, 0.999]
    steps = js("(gates) => gates.map(eq.halfLife)", gates)
    for z, half_life in zip(gates, steps, strict=True):
        assert z**half_life == pytest.approx(0.5, abs=1e-13)
    assert [round(half_life, 1) for half_life in steps[2:]] == [1.0, 6.6, 69.0, 692.8]
    assert js("() => [eq.halfLife(0), eq.halfLife(1)]") == [0, math.inf]


def test_both_forms_of_the_mixture_are_torchs_lerp(js):
    z, n, h_prev = (torch.rand(200, dtype=torch.float64) for _ in range(3))
    z[:2] = torch.tensor([0.0, 1.0])
    given = torch.stack([z, n, h_prev], dim=1).tolist()
    keeping = js("(given) => given.map(([z, n, h]) => eq.blend(z, n, h))", given)
    replacing = js("(given) => given.map(([z, n, h]) => eq.blendReplacing(z, n, h))", given)
    assert_close(keeping, torch.lerp(n, h_prev, z))
    assert_close(replacing, torch.lerp(h_prev, n, z))
    assert keeping[:2] == [n[0], h_prev[1]]  # at the ends nothing of the other is left
    assert replacing[:2] == [h_prev[0], n[1]]
