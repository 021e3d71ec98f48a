"""The published equations as a page loads them: a call of each gives V8's numbers of elsewhere.

How right the numbers are, tests/equations judges.
"""

import itertools

import pytest

from tests.equations.torch_side import RUN, Case
from tests.equations.v8 import MODULES, evaluate

IMPORT = """async (files) => {
  globalThis.eq = Object.assign({}, ...(await Promise.all(files.map((file) => import(file)))));
}"""
CALLS = {
    "conventions.js": "eq.toLecture(weights)",
    "fast.js": """(() => {
      const head = { head_weight: h0, head_bias: 0.1 };
      const size = { inputSize: 2, hiddenSize: 5, batchSize: 1, steps: 5 };
      const settings = { ...size, learningRate: 0.01, weights: { ...weights, ...head } };
      const trainer = eq.createTrainer(settings);
      return [1, 2, 3].map(() => trainer.step(xs.flat(), dH[0]));
    })()""",
    "gradients.js": "eq.gruBackward(run(given), dH, weights).weight_hh",
    "gru.js": "run(given)",
    "init.js": "Object.values(eq.sineBatch({ batchSize: 8, steps: 25 }, eq.mulberry32(3)))",
    "jacobian.js": "eq.total(eq.gruJacobian(run(given)[0], weights))",
    "lstm.js": "eq.lstmRun(xs, h0, c0, lstm)",
    "rnn.js": "eq.rnnRun(xs, h0, rnn)",
    "road.js": "eq.gradientRoad(run(given), weights, eq.gruStepBack).map(eq.norm)",
    "step_back.js": "eq.gruStepBack(run(given)[4], dH[4], weights)",
}


def test_each_module_computes_in_a_page_what_it_computes_without(shelf, open_page, subtests):
    folder, url, assets = shelf
    empty = '<!DOCTYPE html><link rel="icon" href="data:,"><title>equations</title>'
    (folder / "equations.html").write_text(empty, encoding="utf-8")
    page = open_page(url + "equations.html")
    page.evaluate(IMPORT, [f"./gru/{assets.names[name]}" for name in MODULES])

    given = Case("gru", 5, 0.1).for_js()
    given |= {cell: Case(cell, 5, 0.1).for_js()["weights"] for cell in ("lstm", "rnn")}
    assert list(CALLS) == MODULES
    for name, call in CALLS.items():
        function = f"""(given) => {{ {RUN}
          const {{ xs, h0, c0, dH, weights, lstm, rnn }} = given;
          return {call};
        }}"""
        with subtests.test(name):
            # The two V8 are of different years: an exp or tanh may differ in a last digit.
            assert flat(page.evaluate(function, given)) == pytest.approx(
                flat(evaluate(function, given)), rel=1e-13, abs=1e-13
            )


def flat(found) -> list[float]:
    """The numbers of nested lists and objects, in their order."""
    if isinstance(found, dict):
        found = list(found.values())
    return list(itertools.chain(*map(flat, found))) if isinstance(found, list) else [found]
