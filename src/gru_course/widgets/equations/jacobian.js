// What one step passes of each old unit (column) to each new one (row), by the way it takes.

import { affine, sigmoidSlope, tanhSlope } from "./gru.js";

const diagonal = (v) => v.map((value, i) => v.map((_, j) => (i === j ? value : 0)));
const scaled = (factors, rows) => rows.map((row, i) => row.map((value) => factors[i] * value));
const matmul = (a, b) =>
  a.map((row) => b[0].map((_, j) => row.reduce((sum, value, k) => sum + value * b[k][j], 0)));

// The four parts of dh/dhPrev of a GRU step: straight on, or through z, n or r.
export function gruJacobian(step, { weight_hh, bias_hh }, { resetAfter = true } = {}) {
  const { hPrev, r, z, n } = step;
  const H = hPrev.length;
  const [U_r, U_z, U_n] = [0, 1, 2].map((k) => weight_hh.slice(k * H, (k + 1) * H));
  const fromN = z.map((gate, i) => (1 - gate) * tanhSlope(n[i]));
  const fromR = (past) => scaled(past.map((value, i) => value * sigmoidSlope(r[i])), U_r);
  const q = resetAfter && affine(U_n, hPrev, bias_hh.slice(2 * H));
  return {
    straight: diagonal(z),
    through_z: scaled(z.map((gate, i) => (hPrev[i] - n[i]) * sigmoidSlope(gate)), U_z),
    through_n: scaled(fromN, resetAfter ? scaled(r, U_n) : matmul(U_n, diagonal(r))),
    through_r: scaled(fromN, resetAfter ? fromR(q) : matmul(U_n, fromR(hPrev))),
  };
}

// dh/dhPrev of a step of a simple recurrent network.
export const rnnJacobian = ({ h }, { weight_hh }) => scaled(h.map(tanhSlope), weight_hh);

// The four blocks of an LSTM step's derivative: hc is dh/dcPrev, ch is dc/dhPrev, and so on.
export function lstmJacobian({ cPrev, i, f, g, o, c }, { weight_hh }) {
  const H = cPrev.length;
  const [U_i, U_f, U_g, U_o] = [0, 1, 2, 3].map((k) => weight_hh.slice(k * H, (k + 1) * H));
  const shown = c.map(Math.tanh);
  const open = shown.map((value, j) => o[j] * tanhSlope(value)); // dh/dc
  const ch = total({
    i: scaled(i.map((gate, j) => g[j] * sigmoidSlope(gate)), U_i),
    f: scaled(f.map((gate, j) => cPrev[j] * sigmoidSlope(gate)), U_f),
    g: scaled(g.map((state, j) => i[j] * tanhSlope(state)), U_g),
  });
  const cc = diagonal(f);
  const through_o = scaled(o.map((gate, j) => shown[j] * sigmoidSlope(gate)), U_o);
  return { hh: total({ c: scaled(open, ch), through_o }), hc: scaled(open, cc), ch, cc };
}

// The sum of matrices of one size, which are given by name.
export const total = (parts) =>
  Object.values(parts).reduce((sum, rows) =>
    sum.map((row, i) => row.map((value, j) => value + rows[i][j])),
  );

// The norm of a matrix: the root of the sum of its squares.
export const frobenius = (rows) => Math.hypot(...rows.flat());
