// The LSTM's equations, as torch has them: rows of the weights stacked i, f, g, o, H rows each.

import { affine, sigmoid } from "./gru.js";

// One step. x: I numbers; hPrev, cPrev: H numbers. Returns arrays of H: the gates i, f, o, the
// candidate g, the cell state c and the output h.
export function lstmStep(x, hPrev, cPrev, { weight_ih, weight_hh, bias_ih, bias_hh }) {
  const H = hPrev.length;
  const fromX = affine(weight_ih, x, bias_ih);
  const fromH = affine(weight_hh, hPrev, bias_hh);
  const row = (k, squash) => hPrev.map((_, j) => squash(fromX[k * H + j] + fromH[k * H + j]));
  const [i, f, g, o] = [sigmoid, sigmoid, Math.tanh, sigmoid].map((squash, k) => row(k, squash));
  const c = cPrev.map((old, j) => f[j] * old + i[j] * g[j]);
  const h = c.map((value, j) => o[j] * Math.tanh(value));
  return { i, f, g, o, c, h };
}

// The steps over the inputs xs. Each also holds its own x, hPrev and cPrev.
export function lstmRun(xs, h0, c0, weights) {
  let [hPrev, cPrev] = [h0, c0];
  return xs.map((x) => {
    const step = { x, hPrev, cPrev, ...lstmStep(x, hPrev, cPrev, weights) };
    [hPrev, cPrev] = [step.h, step.c];
    return step;
  });
}
