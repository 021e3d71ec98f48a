// First weights and sine waves from a small generator with a seed: the same in every browser.

// Numbers from 0 to 1, 32 bits each (mulberry32, in the public domain).
export function mulberry32(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

// `size` numbers as torch starts a layer of H units: uniform from -1/sqrt(H) to 1/sqrt(H).
function uniform(size, H, random) {
  const bound = 1 / Math.sqrt(H);
  return Array.from({ length: size }, () => bound * (2 * random() - 1));
}

// The first weights of a recurrent layer. blocks: 1 in a simple network, 3 in a GRU, 4 in an LSTM.
export function recurrentWeights({ inputSize = 1, hiddenSize: H, blocks = 3 }, random) {
  const vector = (size) => uniform(size, H, random);
  const matrix = (columns) => Array.from({ length: blocks * H }, () => vector(columns));
  return {
    weight_ih: matrix(inputSize),
    weight_hh: matrix(H),
    bias_ih: vector(blocks * H),
    bias_hh: vector(blocks * H),
  };
}

// Those of a GRU with a linear head.
export function initialWeights(sizes, random) {
  const { hiddenSize: H } = sizes;
  return {
    ...recurrentWeights(sizes, random),
    head_weight: uniform(H, H, random),
    head_bias: uniform(1, H, random)[0],
  };
}

// The parts share no frequency: tenths of the band are dealt out as gru_course.data.sine does.
const TENTHS = { train: [0, 2, 4, 5, 7, 9], valid: [1, 6], test: [3, 8] };

// Waves x and, one step later, y: flat, (T, B). frequency in radians a step, phase in radians.
export function sineBatch({ batchSize: B, steps: T, band = [0.1, 0.6], part = "train" }, random) {
  const [low, high] = band;
  const tenths = TENTHS[part];
  const draw = (make) => Float64Array.from({ length: B }, make);
  const frequency = draw(() => {
    const tenth = tenths[Math.floor(tenths.length * random())];
    return low + ((high - low) * (tenth + random())) / 10;
  });
  const phase = draw(() => 2 * Math.PI * random());
  const wave = (late) =>
    Float64Array.from({ length: T * B }, (_, s) => {
      const t = Math.floor(s / B) + late;
      return Math.sin(frequency[s % B] * t + phase[s % B]);
    });
  return { x: wave(0), y: wave(1), frequency, phase };
}
