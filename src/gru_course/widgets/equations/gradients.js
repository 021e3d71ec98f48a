// The gradients of a loss by weights, inputs and states, through all steps of a run.

import { back, gruStepBack, lstmStepBack, rnnStepBack } from "./step_back.js";

// Adds the outer product of d and v to a matrix, from a row on.
function addOuter(matrix, d, v, first = 0) {
  for (let i = first; i < d.length; i++) {
    for (let j = 0; j < v.length; j++) matrix[i][j] += d[i] * v[j];
  }
}

const plus = (u, v) => u.map((value, i) => value + v[i]);

// All steps, last to first. dH holds for each step the gradient by its h as the loss sees it.
function backward(stepBack, steps, dH, weights, { dC, ...options } = {}) {
  const { weight_ih, weight_hh, bias_ih, bias_hh } = weights;
  const zero = bias_hh.map(() => 0);
  const total = {
    weight_ih: weight_ih.map((row) => row.map(() => 0)),
    weight_hh: weight_hh.map((row) => row.map(() => 0)),
    bias_ih: zero,
    bias_hh: zero,
    x: [],
    h: [],
    c: [],
  };
  const H = weight_hh[0].length;
  let later = { hPrev: zero.slice(0, H), cPrev: zero.slice(0, H) };
  for (let t = steps.length - 1; t >= 0; t--) {
    const { x, hPrev } = steps[t];
    const dc = dC ? plus(later.cPrev, dC[t]) : later.cPrev;
    const dh = plus(later.hPrev, dH[t]);
    later = stepBack(steps[t], dh, weights, { ...options, dc });
    const { fromX, fromH, seen = hPrev, c } = later;
    addOuter(total.weight_ih, fromX, x);
    addOuter(total.weight_hh, seen === hPrev ? fromH : fromH.slice(0, 2 * H), hPrev);
    if (seen !== hPrev) addOuter(total.weight_hh, fromH, seen, 2 * H);
    total.bias_ih = plus(total.bias_ih, fromX);
    total.bias_hh = plus(total.bias_hh, fromH);
    total.x.unshift(back(fromX, weight_ih));
    total.h.unshift(dh);
    if (c) total.c.unshift(c);
  }
  return { ...total, h0: later.hPrev, c0: later.cPrev };
}

// steps: what the run returned. Gives the gradients by the weights, by x (T x I), by the state
// before the first step (h0) and by each state (h, T x H); c and c0 are for an LSTM only.
// Options: { resetAfter }.
export const gruBackward = (...given) => backward(gruStepBack, ...given);

// The same; of options it takes none.
export const rnnBackward = (...given) => backward(rnnStepBack, ...given);

// The same and c0, c. Options: { dC }, the gradient by each c as the loss sees it.
export const lstmBackward = (...given) => backward(lstmStepBack, ...given);
