// What the reader is asked to find: the gate that moves most, and where it does.

import { task } from "../shared/frame.js";

const START = 5; // steps that do not count: the first ones come from a state of zeros
const LEVEL = 0.005; // units whose gates swing that far, or nearly, are level: as good as the widest
const NEAR = 0.05; // of a gate's highest or lowest value: a step as near shows it

const counts = (step, { length }) => step > Math.min(START, length - 2);

// How far the gate of each unit moves, from its lowest to its highest value, by rank.
function swings({ order }, steps) {
  const counted = steps.filter((_, t) => counts(t + 1, steps));
  return order.map((i) => {
    const z = counted.map((step) => step.z[i]);
    return { low: Math.min(...z), high: Math.max(...z) };
  });
}

const width = ({ low, high }) => high - low;

// The unit is to be chosen, and both ends of its swing are to be seen at steps to which the reader
// went: playing past them does not count.
export function spreadTask(frame) {
  let found; // the swings over the steps that are shown
  let seen;
  const forget = (unit, steps) => (seen = { unit, steps, high: false, low: false });
  frame.onReset(() => forget());
  const isWidest = (unit) => width(found[unit - 1]) >= Math.max(...found.map(width)) - LEVEL;
  return task(frame, {
    ask:
      `Find the unit whose *z* swings widest after step ${START}. Then go where it keeps most, and ` +
      "where it keeps least.",
    progress({ model, unit, step, steps, z, isPlaying }) {
      if (seen?.steps !== steps) found = swings(model, steps);
      if (seen?.unit !== unit || seen.steps !== steps) forget(unit, steps);
      if (!isWidest(unit)) return 0;
      const { low, high } = found[unit - 1];
      if (!isPlaying && counts(step, steps)) {
        seen.high ||= z >= high - NEAR;
        seen.low ||= z <= low + NEAR;
      }
      return (seen.high + seen.low) / 2;
    },
    hint({ unit }) {
      const { low, high } = found[unit - 1];
      const swing = `Unit ${unit} swings from ${low.toFixed(2)} to ${high.toFixed(2)}: `;
      const state = (isSeen) => (isSeen ? "seen" : "not yet");
      if (!isWidest(unit)) return `${swing}another one swings wider.`;
      return `${swing}the widest. Highest ${state(seen.high)}, lowest ${state(seen.low)}.`;
    },
    why:
      "A leaky average forgets at one rate. This gate moves with what is read; the half-life is " +
      "only what comes of it over all steps.",
  });
}
