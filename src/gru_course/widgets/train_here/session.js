// A training, update by update: the page, its worker and the comparison with torch all run this.

import { createTrainer } from "../equations/fast.js";
import { initialWeights, mulberry32, sineBatch } from "../equations/init.js";

export const EVERY = 10; // updates from one measurement to the next
const UNSEEN = 16; // waves, or a little more, on which the loss is measured
const BINS = 20;
const GOAL = 0.01;

// The shares of gates in each of `BINS` parts of 0 to 1.
function histogram(gates) {
  const shares = new Array(BINS).fill(0);
  for (const gate of gates) shares[Math.min(BINS - 1, Math.floor(gate * BINS))] += 1 / gates.length;
  return shares;
}

export function session({ hidden_size, steps, batch_size, optimizer, log10_rate, seed }) {
  const size = { batchSize: batch_size, steps };
  const random = mulberry32(seed);
  const trainer = createTrainer({
    ...size,
    hiddenSize: hidden_size,
    weights: initialWeights({ hiddenSize: hidden_size }, random),
    optimizer,
    learningRate: 10 ** log10_rate,
  });
  const unseen = Array.from({ length: Math.ceil(UNSEEN / batch_size) }, () =>
    sineBatch({ ...size, part: "test" }, random),
  );
  const first = (flat) => Array.from({ length: steps }, (_, t) => flat[t * batch_size]);
  let updates = 0;
  let trained = 0; // sum of losses since the last measurement
  let goal = null; // updates that it took to the goal
  let failed = false; // the loss is no number any more
  let points = []; // [updates, loss on unseen waves, mean loss in training], not yet reported

  let shown; // the last measurement
  let gates;
  function measure() {
    const total = unseen.reduce((sum, { x, y }) => sum + trainer.loss(x, y), 0);
    const loss = total / unseen.length;
    if (!Number.isFinite(loss)) {
      failed = true;
      return;
    }
    if (loss < GOAL) goal ??= updates;
    const [{ x, y }] = unseen;
    shown = { loss, wave: { x: first(x), y: first(y), predicted: first(trainer.predict(x)) } };
    points.push([updates, loss, updates ? trained / EVERY : loss]);
    trained = 0;
  }
  measure();

  return {
    trainer,
    batch: () => sineBatch(size, random),
    update() {
      if (failed) return;
      const { x, y } = this.batch();
      trained += trainer.step(x, y);
      updates += 1;
      if (updates % EVERY === 0) measure();
    },
    get failed() {
      return failed;
    },
    get updates() {
      return updates;
    },
    // What has happened since the last report.
    report() {
      if (!failed) {
        trainer.predict(unseen[0].x); // so that the gates are of these waves
        gates = { r: histogram(trainer.r), z: histogram(trainer.z) };
      }
      const fresh = points;
      points = [];
      return { updates, failed, goal, ...shown, gates, points: fresh };
    },
  };
}
