// One step of the way back through time, for each cell, derived by hand. Given dh = dL/dh it
// returns { hPrev, fromX, fromH }: dL/dhPrev, and the gradients by the rows of W x + b and of
// U h + b.

import { affine, sigmoidSlope, tanhSlope } from "./gru.js";

const product = (u, v) => u.map((value, i) => value * v[i]);

// The row vector v times a matrix.
export function back(v, rows) {
  const found = new Array(rows[0].length).fill(0);
  for (let i = 0; i < rows.length; i++) {
    for (let j = 0; j < found.length; j++) found[j] += v[i] * rows[i][j];
  }
  return found;
}

// One GRU step. In the result, `seen` is what the rows of n in U multiplied.
export function gruStepBack(step, dh, { weight_hh, bias_hh }, { resetAfter = true } = {}) {
  const { hPrev, r, z, n } = step;
  const H = hPrev.length;
  const [gates, U_n] = [weight_hh.slice(0, 2 * H), weight_hh.slice(2 * H)];
  const a_n = dh.map((d, i) => d * (1 - z[i]) * tanhSlope(n[i]));
  const a_z = dh.map((d, i) => d * (hPrev[i] - n[i]) * sigmoidSlope(z[i]));
  const kept = product(dh, z);

  if (resetAfter) {
    const q = affine(U_n, hPrev, bias_hh.slice(2 * H));
    const a_r = a_n.map((d, i) => d * q[i] * sigmoidSlope(r[i]));
    const fromH = [...a_r, ...a_z, ...product(a_n, r)];
    const past = back(fromH, weight_hh).map((d, i) => d + kept[i]);
    return { hPrev: past, fromX: [...a_r, ...a_z, ...a_n], fromH, seen: hPrev };
  }
  const gated = back(a_n, U_n);
  const a_r = gated.map((d, i) => d * hPrev[i] * sigmoidSlope(r[i]));
  const rows = [...a_r, ...a_z, ...a_n];
  const past = back(rows, gates).map((d, i) => d + kept[i] + gated[i] * r[i]);
  return { hPrev: past, fromX: rows, fromH: rows, seen: product(r, hPrev) };
}

// One step of a simple recurrent network.
export function rnnStepBack({ h }, dh, { weight_hh }) {
  const rows = dh.map((d, i) => d * tanhSlope(h[i]));
  return { hPrev: back(rows, weight_hh), fromX: rows, fromH: rows };
}

// One LSTM step. dc: the gradient that comes to c from later steps; in the result c is the whole.
export function lstmStepBack(step, dh, { weight_hh }, { dc } = {}) {
  const { i, f, g, o, c } = step;
  const shown = c.map(Math.tanh);
  const whole = dh.map((d, j) => d * o[j] * tanhSlope(shown[j]) + (dc ? dc[j] : 0));
  const rows = [
    ...whole.map((d, j) => d * g[j] * sigmoidSlope(i[j])),
    ...whole.map((d, j) => d * step.cPrev[j] * sigmoidSlope(f[j])),
    ...whole.map((d, j) => d * i[j] * tanhSlope(g[j])),
    ...dh.map((d, j) => d * shown[j] * sigmoidSlope(o[j])),
  ];
  const cPrev = product(whole, f);
  return { hPrev: back(rows, weight_hh), fromX: rows, fromH: rows, c: whole, cPrev };
}
