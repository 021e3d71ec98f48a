// A GRU with a linear head, trained in flat arrays: nothing is allocated inside a step.
// Inputs are flat with time first, (T, B, I); targets and predictions (T, B). The loss is their
// mean squared error. Numbers are those of torch's GRU, Linear, Adam and SGD in float64.

import { sigmoid, sigmoidSlope, tanhSlope } from "./gru.js";

const { sqrt, tanh } = Math;

// weights: as elsewhere, and head_weight (H numbers) and head_bias (one number).
export function createTrainer({
  inputSize: I = 1,
  hiddenSize: H,
  batchSize: B,
  steps: T,
  weights,
  optimizer = "Adam", // or "SGD", plain gradient descent
  learningRate = 1e-3,
  betas: [beta1, beta2] = [0.9, 0.999],
  eps = 1e-8,
}) {
  const widths = { weight_ih: I, weight_hh: H, bias_ih: 1, bias_hh: 1, head_weight: 1 };
  const flat = Float64Array.from(
    [...Object.keys(widths), "head_bias"].flatMap((name) => [weights[name]].flat(2)),
  );
  const [m, v, gradient] = [0, 1, 2].map(() => new Float64Array(flat.length));

  // Views of the parameters, or of their gradients, by name.
  function views(array) {
    let start = 0;
    const part = (size) => array.subarray(start, (start += size));
    const rows = 3 * H;
    return [part(rows * I), part(rows * H), part(rows), part(rows), part(H), part(1)];
  }
  const [W, U, b, c, w, w0] = views(flat);
  const [dW, dU, db, dc, dw, dw0] = views(gradient);

  const states = new Float64Array((T + 1) * B * H);
  const [r, z, n, q] = [0, 1, 2, 3].map(() => new Float64Array(T * B * H));
  const out = new Float64Array(T * B);
  const arriving = new Float64Array(H); // dL/dh of one sequence, of the step and of the one before
  const onward = new Float64Array(H);

  function forward(x) {
    for (let s = 0; s < T * B; s++) {
      const at = s * H; // of the old state; the new one is B sequences on
      let y = w0[0];
      for (let i = 0; i < H; i++) {
        const [j, k] = [H + i, 2 * H + i];
        let [a_r, a_z, a_n] = [b[i] + c[i], b[j] + c[j], b[k]];
        for (let f = 0; f < I; f++) {
          const value = x[s * I + f];
          a_r += W[i * I + f] * value;
          a_z += W[j * I + f] * value;
          a_n += W[k * I + f] * value;
        }
        let past = c[k];
        for (let l = 0; l < H; l++) {
          const h = states[at + l];
          a_r += U[i * H + l] * h;
          a_z += U[j * H + l] * h;
          past += U[k * H + l] * h;
        }
        const [reset, update] = [sigmoid(a_r), sigmoid(a_z)];
        const candidate = tanh(a_n + reset * past);
        const h = (1 - update) * candidate + update * states[at + i];
        r[at + i] = reset;
        z[at + i] = update;
        n[at + i] = candidate;
        q[at + i] = past;
        states[at + B * H + i] = h;
        y += w[i] * h;
      }
      out[s] = y;
    }
  }

  function error(y) {
    let sum = 0;
    for (let s = 0; s < T * B; s++) sum += (out[s] - y[s]) * (out[s] - y[s]);
    return sum / (T * B);
  }

  // Adds what one row of the weights got: d from the input's side, e from the state's.
  function addRow(row, d, e, x, from, at) {
    db[row] += d;
    dc[row] += e;
    for (let f = 0; f < I; f++) dW[row * I + f] += d * x[from + f];
    for (let l = 0; l < H; l++) {
      dU[row * H + l] += e * states[at + l];
      onward[l] += e * U[row * H + l];
    }
  }

  function backward(x, y) {
    gradient.fill(0);
    for (let sequence = 0; sequence < B; sequence++) {
      onward.fill(0);
      for (let t = T - 1; t >= 0; t--) {
        const s = t * B + sequence;
        const at = s * H;
        const miss = (2 * (out[s] - y[s])) / (T * B);
        dw0[0] += miss;
        for (let i = 0; i < H; i++) {
          dw[i] += miss * states[at + B * H + i];
          arriving[i] = onward[i] + miss * w[i];
          onward[i] = arriving[i] * z[at + i];
        }
        for (let i = 0; i < H; i++) {
          const [reset, update, candidate] = [r[at + i], z[at + i], n[at + i]];
          const d_n = arriving[i] * (1 - update) * tanhSlope(candidate);
          const d_z = arriving[i] * (states[at + i] - candidate) * sigmoidSlope(update);
          const d_r = d_n * q[at + i] * sigmoidSlope(reset);
          addRow(i, d_r, d_r, x, s * I, at);
          addRow(H + i, d_z, d_z, x, s * I, at);
          addRow(2 * H + i, d_n, d_n * reset, x, s * I, at);
        }
      }
    }
  }

  let updates = 0;
  function adam() {
    updates += 1;
    const rate = learningRate / (1 - beta1 ** updates);
    const spread = sqrt(1 - beta2 ** updates);
    for (let p = 0; p < flat.length; p++) {
      m[p] += (1 - beta1) * (gradient[p] - m[p]);
      v[p] = beta2 * v[p] + (1 - beta2) * gradient[p] * gradient[p];
      flat[p] -= (rate * m[p]) / (sqrt(v[p]) / spread + eps);
    }
  }

  function descend() {
    for (let p = 0; p < flat.length; p++) flat[p] -= learningRate * gradient[p];
  }

  const update = { Adam: adam, SGD: descend }[optimizer];
  const cut = (array, width) =>
    Array.from({ length: array.length / width }, (_, i) => [
      ...array.subarray(i * width, (i + 1) * width),
    ]);

  function nested(array) {
    const [weight_ih, weight_hh, bias_ih, bias_hh, head_weight, [head_bias]] = views(array);
    return {
      weight_ih: cut(weight_ih, I),
      weight_hh: cut(weight_hh, H),
      bias_ih: [...bias_ih],
      bias_hh: [...bias_hh],
      head_weight: [...head_weight],
      head_bias,
    };
  }

  return {
    r, // of the last run, (T, B, H)
    z,
    // One update; returns the loss before it.
    step(x, y) {
      forward(x);
      backward(x, y);
      update();
      return error(y);
    },
    loss(x, y) {
      forward(x);
      return error(y);
    },
    predict(x) {
      forward(x);
      return out.slice();
    },
    weights: () => nested(flat),
    gradients: () => nested(gradient), // of the last step
  };
}
