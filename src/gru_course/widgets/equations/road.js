// How the derivative of the last state grows or shrinks on its way back through time.

// The row vector's way back: at t what it becomes at state t, 0 being the state before the steps.
function way(steps, weights, back, vector, of, options) {
  const zero = vector.map(() => 0);
  const found = new Array(steps.length + 1);
  let [dh, dc] = of === "c" ? [zero, vector] : [vector, zero];
  for (let t = steps.length; t > 0; t--) {
    const before = back(steps[t - 1], dh, weights, { ...options, dc });
    found[t] = of === "c" ? before.c : dh;
    [dh, dc] = [before.hPrev, before.cPrev];
  }
  found[0] = of === "c" ? dc : dh;
  return found;
}

const norm = (v) => Math.hypot(...v); // does not underflow where squares would

// The norms of v^T ds_T/ds_t for t = 0 to T, where s is h or an LSTM's c. back: the cell's step
// back of step_back.js. vector: v, by default ones, as if the loss were the sum of the last state.
export function gradientRoad(steps, weights, back, { vector, of = "h", ...options } = {}) {
  const v = vector ?? steps[0].h.map(() => 1);
  return way(steps, weights, back, v, of, options).map(norm);
}

// The norms of the whole matrices ds_T/ds_t (Frobenius): one way back for each unit.
export function fullRoad(steps, weights, back, { of = "h", ...options } = {}) {
  const units = steps[0].h.map((_, i) => steps[0].h.map((_, j) => (i === j ? 1 : 0)));
  const ways = units.map((unit) => way(steps, weights, back, unit, of, options));
  return ways[0].map((_, t) => norm(ways.map((one) => norm(one[t]))));
}
