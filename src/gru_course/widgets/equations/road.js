// How the derivative of the last state grows or shrinks on its way back through time.

// The row vector v^T ds_T/ds_t for t = 0 to T, where s is h or an LSTM's c and t = 0 stands before
// the steps. back: the cell's step back of step_back.js. vector: v, by default ones, as if the loss
// were the sum of the last state.
export function gradientRoad(steps, weights, back, { vector, of = "h", ...options } = {}) {
  const v = vector ?? steps[0].h.map(() => 1);
  const zero = v.map(() => 0);
  const found = new Array(steps.length + 1);
  let [dh, dc] = of === "c" ? [zero, v] : [v, zero];
  for (let t = steps.length; t > 0; t--) {
    const before = back(steps[t - 1], dh, weights, { ...options, dc });
    found[t] = of === "c" ? before.c : dh;
    [dh, dc] = [before.hPrev, before.cPrev];
  }
  found[0] = of === "c" ? dc : dh;
  return found;
}

export const norm = (v) => Math.hypot(...v); // does not underflow where squares would
