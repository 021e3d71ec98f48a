// What a GRU computes while it reads a sequence, and while it goes on alone.

import { gruStep, sigmoid } from "../equations/gru.js";

const KEYS = 88;

// A document of the page's format, ready to be run: with its inputs as numbers, and its units in
// order of memory, from the longest to the shortest, by what it reads as written.
export function modelOf({ task, hidden_size: units, weights, head, sequence }) {
  const chord = (keys) => Array.from({ length: KEYS }, (_, key) => Number(keys.includes(key)));
  const inputs = sequence.map((one) => (task === "sine" ? [one] : chord(one)));
  const model = { task, units, weights, head, inputs, given: Math.round(inputs.length / 3) };
  const steps = run(model);
  const meanLog = (i) => steps.reduce((sum, { z }) => sum + Math.log(z[i]), 0) / steps.length;
  const lives = steps[0].z.map((_, i) => Math.LN2 / Math.abs(meanLog(i))); // of the mean gate
  const longer = (i, j) => lives[j] - lives[i] || 0; // of two infinite ones, neither
  const order = lives.map((_, i) => i).sort(longer);
  return { ...model, steps, order, lives: order.map((i) => lives[i]) };
}

// The steps over the inputs. With `alone`, { temperature, draw }, the GRU reads after `given` steps
// what it predicts itself: a wave's next sample, or a chord drawn from its probabilities.
export function run({ task, inputs, given, units, weights, head }, alone) {
  const random = generator(alone?.draw);
  let hPrev = new Array(units).fill(0);
  let y;
  return inputs.map((input, t) => {
    const own = alone && t >= given;
    const x = !own ? input : task === "sine" ? y : drawn(y, alone.temperature, random);
    const step = { x, hPrev, ...gruStep(x, hPrev, weights) };
    hPrev = step.h;
    y = head.weight.map((row, i) => row.reduce((sum, w, j) => sum + w * hPrev[j], head.bias[i]));
    return { ...step, y, expects: task === "sine" ? y : y.map(sigmoid) };
  });
}

const drawn = (y, temperature, random) =>
  y.map((a) => Number(random() < sigmoid(a / temperature)));

// Numbers from 0 to 1, the same for the same seed (the generator "mulberry32").
function generator(seed = 0) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}

// All that goes into one unit's new state: the equation's numbers.
export function unitAt({ weights, units }, { x, hPrev, r, z, n, h, a_n, past }, i) {
  const row = weights.weight_hh[2 * units + i];
  const heard = row.reduce((sum, w, j) => sum + w * hPrev[j], weights.bias_hh[2 * units + i]);
  return {
    ...{ r: r[i], z: z[i], n: n[i], h: h[i], h_prev: hPrev[i] },
    ...{ from_x: a_n[i] - past[i], past: heard },
  };
}
