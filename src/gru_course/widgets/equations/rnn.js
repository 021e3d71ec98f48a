// The simple recurrent network's equation, as torch.nn.RNN has it.

import { affine } from "./gru.js";

// One step. x: I numbers, hPrev: H numbers. Returns { h }.
export function rnnStep(x, hPrev, { weight_ih, weight_hh, bias_ih, bias_hh }) {
  const fromX = affine(weight_ih, x, bias_ih);
  const fromH = affine(weight_hh, hPrev, bias_hh);
  return { h: hPrev.map((_, i) => Math.tanh(fromX[i] + fromH[i])) };
}

// The steps over the inputs xs from the state h0. Each also holds its own x and hPrev.
export function rnnRun(xs, h0, weights) {
  let hPrev = h0;
  return xs.map((x) => {
    const step = { x, hPrev, ...rnnStep(x, hPrev, weights) };
    hPrev = step.h;
    return step;
  });
}
