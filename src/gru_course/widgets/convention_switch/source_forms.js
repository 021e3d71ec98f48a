// How each source writes a GRU: its letters, its meaning of z, its place of r, its stored weights.
// `to` and `from` carry weights between its form and PyTorch's; the names are those in its files.

import { fromCho, fromChung, fromKeras, toCho, toChung, toKeras } from "../equations/conventions.js";

// The shapes of stored weights, for H units and I inputs.
const ROWS = (H, I) => ({
  weight_ih: [3 * H, I],
  weight_hh: [3 * H, H],
  bias_ih: [3 * H],
  bias_hh: [3 * H],
});
const COLUMNS = (H, I) => ({
  kernel: [I, 3 * H],
  recurrent_kernel: [H, 3 * H],
  bias: [2, 3 * H],
});
const LETTERS = (H, I) => {
  const [W, U, b] = [[H, I], [H, H], [H]];
  return { W, U, b, W_r: W, U_r: U, b_r: b, W_z: W, U_z: U, b_z: b };
};
const same = (weights) => weights;

// What both papers of 2014 have in common.
const PAPER = {
  resetAfter: false,
  candidate: "*h̃*",
  weights: (gate) => {
    const place = gate === "n" ? "" : `_${gate}`;
    return ["*W*", "*U*", "*b*"].map((letter) => letter + place);
  },
  shapes: LETTERS,
  sizes: ({ U, W }) => [U?.length, W?.[0]?.length],
};

export const FORMS = {
  pytorch: {
    name: "PyTorch",
    keeps: true,
    resetAfter: true,
    candidate: "*n*",
    weights: (gate) => [`*W*_{i${gate}}`, `*W*_{h${gate}}`, `*b*_{i${gate}}`, `*b*_{h${gate}}`],
    says:
      "z near 1 keeps the old state. r acts after the product, on its bias too. " +
      "Rows stacked r, z, n.",
    shapes: ROWS,
    sizes: ({ weight_hh, weight_ih }) => [weight_hh?.[0]?.length, weight_ih?.[0]?.length],
    to: same,
    from: same,
  },
  chung: {
    ...PAPER,
    name: "Chung / FAU",
    keeps: false,
    says:
      "z near 1 replaces the old state. r acts before the product, on the state alone. " +
      "Matrices stand apart; the lecture writes W and U as one matrix.",
    to: toChung,
    from: fromChung,
  },
  cho: {
    ...PAPER,
    name: "Cho, third version",
    keeps: true,
    says:
      "z near 1 keeps the old state. r acts before the product, on the state alone. " +
      "Matrices stand apart.",
    to: toCho,
    from: fromCho,
  },
  keras: {
    name: "Keras",
    keeps: true,
    resetAfter: true,
    candidate: "*h̃*",
    weights: (gate) => {
      const block = gate === "n" ? "h" : gate;
      return [`*K*_${block}`, `*R*_${block}`, `*b*_{0${block}}`, `*b*_{1${block}}`];
    },
    stacked: "z",
    says:
      "z near 1 keeps the old state. r acts after the product (reset_after=True, its default). " +
      "Columns stacked z, r, h.",
    shapes: COLUMNS,
    sizes: ({ recurrent_kernel, kernel }) => [recurrent_kernel?.length, kernel?.length],
    to: (weights) => {
      const [kernel, recurrent_kernel, bias] = toKeras(weights);
      return { kernel, recurrent_kernel, bias };
    },
    from: ({ kernel, recurrent_kernel, bias }) => fromKeras([kernel, recurrent_kernel, bias]),
  },
};

export const NAMES = Object.fromEntries(
  Object.entries(FORMS).map(([key, { name }]) => [key, name]),
);

// The weights as their source stores them, an array a line.
export const written = (stored) =>
  Object.entries(stored).map(([name, value]) => `${name} = ${JSON.stringify(value)}`).join("\n");
