// Three layers of one size, their runs, and what is left of the last state's gradient at each step.

import { gruRun } from "../equations/gru.js";
import { mulberry32, recurrentWeights } from "../equations/init.js";
import { frobenius, gruJacobian, total } from "../equations/jacobian.js";
import { lstmRun } from "../equations/lstm.js";
import { rnnRun } from "../equations/rnn.js";
import { gradientRoad, norm } from "../equations/road.js";
import { gruStepBack, lstmStepBack, rnnStepBack } from "../equations/step_back.js";

const BLOCKS = { rnn: 1, gru: 3, lstm: 4 };
const OPEN = 40; // the bias of a gate that stands at 1 in float64

// Weights as torch would start them, and inputs of variance 1.
function drawn({ hidden_size: H, steps, gain, b_z, b_f, seed }) {
  const random = mulberry32(seed);
  const weights = {};
  for (const [name, blocks] of Object.entries(BLOCKS)) {
    const own = recurrentWeights({ hiddenSize: H, blocks }, random);
    own.weight_hh = own.weight_hh.map((row) => row.map((value) => gain * value));
    weights[name] = own;
  }
  for (let i = H; i < 2 * H; i++) { // rows r, z, n; rows i, f, g, o
    weights.gru.bias_hh[i] += b_z;
    weights.lstm.bias_hh[i] += b_f;
  }
  return { weights, xs: Array.from({ length: steps }, () => [Math.sqrt(3) * (2 * random() - 1)]) };
}

// One unit of each kind, gates set by a bias: r = 1; o = 1 and i = 1 - f. A pulse, then silence.
function byHand({ steps, w, u, b_z, b_f }) {
  const unit = (biases) => ({
    weight_ih: biases.map((bias) => [bias === null ? w : 0]),
    weight_hh: biases.map((bias) => [bias === null ? u : 0]),
    bias_ih: biases.map((bias) => bias ?? 0),
    bias_hh: biases.map(() => 0),
  });
  return {
    weights: {
      rnn: unit([null]),
      gru: unit([OPEN, b_z, null]),
      lstm: unit([-b_f, b_f, null, OPEN]),
    },
    xs: Array.from({ length: steps }, (_, t) => [t === 0 ? 1 : 0]),
  };
}

// Returns a function that surveys a state of the widget: `states` and `sizes` of each kind at
// t = 0 to T (the norm of the gradient over sqrt(H)), `units`, the GRU's gradient unit by unit, and
// `terms`, the sizes of the parts of one GRU step's Jacobian. A new `step` costs the terms only.
export function surveyor() {
  let known = "";
  let found;
  let gru; // weights and steps
  function walk(settings) {
    const { weights, xs } = settings.layers === "drawn" ? drawn(settings) : byHand(settings);
    const zero = weights.rnn.bias_ih.map(() => 0);
    const size = (v) => norm(v) / Math.sqrt(zero.length);
    const steps = {
      rnn: rnnRun(xs, zero, weights.rnn),
      gru: gruRun(xs, zero, weights.gru),
      lstm: lstmRun(xs, zero, zero, weights.lstm),
    };
    const ways = {
      rnn: gradientRoad(steps.rnn, weights.rnn, rnnStepBack),
      gru: gradientRoad(steps.gru, weights.gru, gruStepBack),
      lstm: gradientRoad(steps.lstm, weights.lstm, lstmStepBack, { of: "c" }),
    };
    const first = (name, of) => [0, ...steps[name].map((step) => step[of][0])];
    gru = { weights: weights.gru, steps: steps.gru };
    found = {
      states: { rnn: first("rnn", "h"), gru: first("gru", "h"), lstm: first("lstm", "c") },
      sizes: Object.fromEntries(Object.entries(ways).map(([name, way]) => [name, way.map(size)])),
      units: ways.gru,
    };
  }
  return ({ step, ...settings }) => {
    const key = JSON.stringify(settings);
    if (key !== known) walk(settings);
    known = key;
    const t = Math.min(step, settings.steps);
    const parts = gruJacobian(gru.steps[t - 1], gru.weights);
    const size = (rows) => frobenius(rows) / Math.sqrt(rows.length);
    const terms = Object.entries(parts).map(([name, rows]) => [name, size(rows)]);
    return { ...found, t, terms: { ...Object.fromEntries(terms), whole: size(total(parts)) } };
  };
}
