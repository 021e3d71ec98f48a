// A GRU's weights and gates in the forms of others, and back; bit by bit those of
// gru_course.conventions. Weights are torch's: { weight_ih, weight_hh, bias_ih, bias_hh }.

const negated = (v) => v.map((value) => (Array.isArray(value) ? negated(value) : -value));
const plus = (u, v) => u.map((value, i) => value + v[i]);
const transposed = (rows) => rows[0].map((_, j) => rows.map((row) => row[j]));

// Three blocks of rows: r, z and n.
function thirds(rows) {
  const H = rows.length / 3;
  return [0, 1, 2].map((k) => rows.slice(k * H, (k + 1) * H));
}

const swapped = (rows) => {
  const [first, second, third] = thirds(rows);
  return [...second, ...first, ...third];
};

// Where one form's z keeps the old state and the other's replaces it.
export const replacing = (z) => z.map((gate) => 1 - gate);

// The same for weights: 1 - sigmoid(a) is sigmoid(-a), so all rows of z change their sign.
function turned(weights) {
  const turn = (rows) => {
    const [r, z, n] = thirds(rows);
    return [...r, ...negated(z), ...n];
  };
  return Object.fromEntries(Object.entries(weights).map(([name, rows]) => [name, turn(rows)]));
}

// Cho et al. (2014), third version: z keeps, r multiplies h before the product. So the weights must
// be those of a GRU with the reset before it: then the two biases always act as one.
export function toCho({ weight_ih, weight_hh, bias_ih, bias_hh }) {
  const [[W_r, W_z, W], [U_r, U_z, U], [b_r, b_z, b]] = [
    weight_ih,
    weight_hh,
    plus(bias_ih, bias_hh),
  ].map(thirds);
  return { W_r, U_r, W_z, U_z, W, U, b_r, b_z, b };
}

export function fromCho({ W_r, U_r, W_z, U_z, W, U, b_r, b_z, b }) {
  const bias_ih = [...b_r, ...b_z, ...b];
  return {
    weight_ih: [...W_r, ...W_z, ...W],
    weight_hh: [...U_r, ...U_z, ...U],
    bias_ih,
    bias_hh: bias_ih.map(() => 0),
  };
}

// Chung et al. (2014): the same with a z that replaces.
export const toChung = (weights) => toCho(turned(weights));

export function fromChung(paper) {
  const { bias_hh, ...weights } = fromCho(paper);
  return { ...turned(weights), bias_hh: turned({ bias_hh }).bias_hh };
}

// The lecture at FAU: Chung et al.'s, with U and W side by side, for they multiply [h, x].
export function toLecture(weights) {
  const { W_r, U_r, W_z, U_z, W, U, b_r, b_z, b } = toChung(weights);
  const glued = (left, right) => left.map((row, i) => [...row, ...right[i]]);
  return { W_r: glued(U_r, W_r), b_r, W_z: glued(U_z, W_z), b_z, W_h: glued(U, W), b_h: b };
}

export function fromLecture({ W_r, b_r, W_z, b_z, W_h, b_h }) {
  const H = b_r.length;
  const left = (rows) => rows.map((row) => row.slice(0, H));
  const right = (rows) => rows.map((row) => row.slice(H));
  return fromChung({
    W_r: right(W_r), U_r: left(W_r), W_z: right(W_z), U_z: left(W_z), W: right(W_h), U: left(W_h),
    b_r, b_z, b: b_h,
  });
}

// Keras: columns instead of rows, stacked z, r, h: [kernel, recurrent_kernel, bias]. The bias has
// two rows with resetAfter, and one, the sum, without.
export function toKeras({ weight_ih, weight_hh, bias_ih, bias_hh }, { resetAfter = true } = {}) {
  const bias = resetAfter ? [bias_ih, bias_hh].map(swapped) : swapped(plus(bias_ih, bias_hh));
  return [transposed(swapped(weight_ih)), transposed(swapped(weight_hh)), bias];
}

export function fromKeras([kernel, recurrent, bias], { resetAfter = true } = {}) {
  const both = resetAfter ? bias : [bias, bias.map(() => 0)];
  const [bias_ih, bias_hh] = both.map(swapped);
  const [weight_ih, weight_hh] = [kernel, recurrent].map((columns) => swapped(transposed(columns)));
  return { weight_ih, weight_hh, bias_ih, bias_hh };
}
