"""Runs, gradients, Jacobians and norms along the way back are torch's, extremes included."""

import itertools
from functools import partial

import pytest
import torch
from torch.func import jacrev

from gru_course.analysis.jacobian import jacobian_terms
from gru_course.cells import gru_step, lstm_step, rnn_step

from .torch_side import NAMES, RUN, SCALES, SIZES, Case, assert_close

CELLS = {
    "gru after": ("gru", True),
    "gru before": ("gru", False),
    "lstm": ("lstm", True),
    "rnn": ("rnn", True),
}
all_cells = pytest.mark.parametrize(("cell", "after"), CELLS.values(), ids=CELLS)
all_scales = pytest.mark.parametrize("scale", SCALES.values(), ids=SCALES)

BACKWARD = f"""(cases) => {{ {RUN}
  return cases.map((given) => {{
    const {{ cell, dH, dC, weights, options }} = given;
    const steps = run(given);
    const more = cell === "lstm" ? {{ dC }} : options;
    return {{ steps, gradients: eq[`${{cell}}Backward`](steps, dH, weights, more) }};
  }});
}}"""
JACOBIAN = f"""(cases) => {{ {RUN}
  return cases.map((given) => {{
    const parts = eq[`${{given.cell}}Jacobian`](run(given)[0], given.weights, given.options);
    return {{ parts, sum: given.cell === "gru" && eq.total(parts) }};
  }});
}}"""
ROADS = f"""([given, vector, of]) => {{ {RUN}
  const options = {{ ...given.options, of }};
  const [steps, weights] = [run(given), given.weights];
  return {{
    sum: eq.gradientRoad(steps, weights, back(given), options),
    chosen: eq.gradientRoad(steps, weights, back(given), {{ ...options, vector }}),
  }};
}}"""


@all_cells
@all_scales
def test_runs_and_gradients_are_torchs(js, cell, after, scale):
    cases = [Case(cell, hidden, scale, after=after) for hidden in SIZES]
    for case, found in zip(cases, js(BACKWARD, [case.for_js() for case in cases]), strict=True):
        assert_close([step["h"] for step in found["steps"]], torch.cat(case.hs[1:]))
        weights = dict(zip(NAMES, case.weights, strict=True))
        lists = {"x": case.x, "h": case.hs[1:], "h0": [case.h0]}
        if cell == "lstm":
            assert_close([step["c"] for step in found["steps"]], torch.cat(case.cs[1:]))
            lists |= {"c": case.cs[1:], "c0": [case.c0]}
        flat = [*weights.values(), *itertools.chain(*lists.values())]
        gradients = iter(torch.autograd.grad(case.loss(), flat))
        for name in weights:
            assert_close(found["gradients"][name], next(gradients))
        for name, tensors in lists.items():
            expected = torch.stack([next(gradients).flatten() for _ in tensors])
            assert_close(
                torch.tensor(found["gradients"][name], dtype=torch.float64).view_as(expected),
                expected,
            )


@all_cells
def test_the_huge_weights_drive_units_past_a_thousand(cell, after):
    case = Case(cell, 5, SCALES["huge"], after=after)
    weight_ih, weight_hh, bias_ih, bias_hh = case.weights
    driven = weight_ih @ case.x[0] + weight_hh @ case.h0[0] + bias_ih + bias_hh
    assert driven.abs().max() > 1000


def step_of(case: Case, h, c):
    """The next states (h, c) of the case's first step, from the given old ones."""
    rows = case.x[0][None], h
    if case.cell == "lstm":
        step = lstm_step(*rows, c, *case.weights)
        return step.h[0], step.c[0]
    advance = partial(gru_step, reset_after=case.after) if case.cell == "gru" else rnn_step
    return (advance(*rows, *case.weights).h[0],)


@all_cells
@all_scales
def test_the_jacobian_of_a_step_is_autograds(js, cell, after, scale):
    cases = [Case(cell, hidden, scale, steps=1, after=after) for hidden in SIZES]
    for case, found in zip(cases, js(JACOBIAN, [case.for_js() for case in cases]), strict=True):
        h, c = case.h0.detach(), case.c0.detach()
        expected = jacrev(partial(step_of, case), argnums=(0, 1))(h, c)
        if cell == "lstm":
            (hh, hc), (ch, cc) = expected
            for name, block in {"hh": hh, "hc": hc, "ch": ch, "cc": cc}.items():
                assert_close(found["parts"][name], block.detach()[:, 0])
        else:
            whole = found["sum"] if cell == "gru" else found["parts"]
            assert_close(whole, expected[0][0].detach()[:, 0])


@pytest.mark.parametrize("after", [True, False], ids=["after", "before"])
def test_the_four_parts_are_those_of_the_package(js, after):
    case = Case("gru", 5, 0.3, steps=1, after=after)
    (found,) = js(JACOBIAN, [case.for_js()])
    rows = case.x[0][None], case.h0
    terms = jacobian_terms(*rows, *case.weights, reset_after=after)
    assert list(found["parts"]) == list(terms._fields)
    for name, part in terms._asdict().items():
        assert part.abs().max() > 1e-3
        assert_close(found["parts"][name], part[0])


@pytest.mark.parametrize(
    ("cell", "after", "of"),
    [(*names, "h") for names in CELLS.values()] + [("lstm", True, "c")],
    ids=[*CELLS, "lstm's c"],
)
def test_the_way_back_is_autograds(js, cell, after, of):
    case = Case(cell, 4, 0.1, steps=30, after=after)
    states = case.hs if of == "h" else case.cs
    rows = [
        torch.cat(torch.autograd.grad(states[-1][0, unit], states, retain_graph=True))
        for unit in range(4)
    ]
    way = torch.stack(rows)  # (units of the last state, T + 1, units)
    vector = torch.randn(4, dtype=torch.float64)
    found = js(ROADS, [case.for_js(), vector.tolist(), of])
    expected = {"sum": way.sum(0), "chosen": torch.einsum("u,uth->th", vector, way)}
    for name, rows in expected.items():
        # Relative to the largest of a step: the sizes fall by many powers of ten on the way.
        scale = rows.abs().amax(-1, keepdim=True)
        found_rows = torch.tensor(found[name], dtype=torch.float64)
        torch.testing.assert_close(found_rows / scale, rows / scale, rtol=0, atol=1e-11)


def test_norms_that_shrink_below_the_square_root_of_the_smallest_number_are_not_lost(js):
    xs = [[0.0]] * 900
    road = js(
        """(xs) => {
          const weights = {
            weight_ih: [[0]], weight_hh: [[0.5]], bias_ih: [0], bias_hh: [0],
          };
          const steps = eq.rnnRun(xs, [0], weights);
          return eq.gradientRoad(steps, weights, eq.rnnStepBack).map(eq.norm);
        }""",
        xs,
    )
    assert road[0] == 0.5**900
    assert len(road) == 901
