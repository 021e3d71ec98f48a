// The GRU's equations and nothing else: no page, no state. Numbers are float64, and the same as
// those of torch in float64. Weights are torch's: rows stacked r, z, n, H rows each.

export const sigmoid = (a) => 1 / (1 + Math.exp(-a));

// The slopes of sigmoid and tanh where their values are `gate` and `state`.
export const sigmoidSlope = (gate) => gate * (1 - gate);
export const tanhSlope = (state) => 1 - state * state;

// Inverse of sigmoid: the pre-activation that gives a gate of value p.
export const logit = (p) => Math.log(p / (1 - p));

// Steps until half of the old state is left while the update gate stays at z.
export const halfLife = (z) => (z <= 0 ? 0 : z >= 1 ? Infinity : Math.LN2 / -Math.log(z));

// The new state: z keeps the old one, 1 - z takes the candidate.
export const blend = (z, n, hPrev) => (1 - z) * n + z * hPrev;

// The same in the form of Chung et al. and the FAU lecture: z takes the candidate.
export const blendReplacing = (z, n, hPrev) => (1 - z) * hPrev + z * n;

const dot = (row, v) => row.reduce((sum, weight, i) => sum + weight * v[i], 0);
// The product of a matrix (rows) and a vector, plus a bias.
export const affine = (rows, v, bias) => rows.map((row, i) => dot(row, v) + bias[i]);

// One GRU step. x: I numbers, hPrev: H numbers. Gates given in `held` replace the computed ones.
// Returns arrays of H: the pre-activations a_r, a_z, a_n, the past inside the candidate
// (`past`, after r has acted), and r, z, n, h.
export function gruStep(x, hPrev, weights, { resetAfter = true, held = {} } = {}) {
  const { weight_ih, weight_hh, bias_ih, bias_hh } = weights;
  const H = hPrev.length;
  const fromX = affine(weight_ih, x, bias_ih);
  const fromH = affine(weight_hh, hPrev, bias_hh);

  const a_r = hPrev.map((_, i) => fromX[i] + fromH[i]);
  const a_z = hPrev.map((_, i) => fromX[H + i] + fromH[H + i]);
  const r = held.r ?? a_r.map(sigmoid);
  const z = held.z ?? a_z.map(sigmoid);

  const past = resetAfter
    ? r.map((gate, i) => gate * fromH[2 * H + i])
    : affine(weight_hh.slice(2 * H), r.map((gate, i) => gate * hPrev[i]), bias_hh.slice(2 * H));
  const a_n = past.map((p, i) => fromX[2 * H + i] + p);
  const n = a_n.map(Math.tanh);
  const h = n.map((candidate, i) => blend(z[i], candidate, hPrev[i]));
  return { a_r, a_z, a_n, past, r, z, n, h };
}

// The past inside the candidate, taken apart: what each old state adds to each candidate before
// tanh, and last the bias, all as r lets them through. Each row sums to gruStep's `past`.
export function pastParts(rows, bias, hPrev, r, { resetAfter = true } = {}) {
  return rows.map((row, i) => [
    ...row.map((weight, j) => (resetAfter ? r[i] : r[j]) * weight * hPrev[j]),
    (resetAfter ? r[i] : 1) * bias[i],
  ]);
}

// The steps over the inputs xs from the state h0. Each also holds its own x and hPrev.
export function gruRun(xs, h0, weights, options) {
  let hPrev = h0;
  return xs.map((x) => {
    const step = { x, hPrev, ...gruStep(x, hPrev, weights, options) };
    hPrev = step.h;
    return step;
  });
}

// The four parts of dh/dhPrev in a cell of one unit, by the way they take: straight on, or through
// z, n or r. A gate that is held does not look at hPrev, so nothing goes through it.
export function unitSlopes([hPrev], { weight_hh, bias_hh }, { r: [r], z: [z], n: [n] }, held = {}) {
  const [[u_r], [u_z], [u_n]] = weight_hh;
  const steep = (1 - z) * (1 - n * n); // of h by the candidate's pre-activation
  return {
    straight: z,
    through_z: held.z ? 0 : (hPrev - n) * z * (1 - z) * u_z,
    through_n: steep * r * u_n,
    through_r: held.r ? 0 : steep * (u_n * hPrev + bias_hh[2]) * r * (1 - r) * u_r,
  };
}

// What share of each candidate is in the last state of a unit whose update gates were `gates`.
export function sharesInState(gates) {
  let kept = 1;
  const backwards = [...gates].reverse().map((z) => {
    const share = (1 - z) * kept;
    kept *= z;
    return share;
  });
  return backwards.reverse();
}

// One step of a simple recurrent unit, and the derivative of its new state by the old one.
export function rnnUnitStep(x, hPrev, w, u, b = 0) {
  const h = Math.tanh(w * x + u * hPrev + b);
  return { h, slope: u * (1 - h * h) };
}
