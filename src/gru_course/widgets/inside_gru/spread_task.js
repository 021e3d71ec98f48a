// What the reader is asked to find: a gate that moves.

import { task } from "../shared/frame.js";

// What some unit of this model does reach, rounded, so that the task can be done.
export function aimsOf(model) {
  const [, high, low] = model.order
    .map((i) => {
      const z = model.steps.map((step) => step.z[i]);
      const [high, low] = [Math.max(...z), Math.min(...z)];
      return [high - low, high, low];
    })
    .reduce((widest, one) => (one[0] > widest[0] ? one : widest));
  return {
    keeps: Math.min(0.9, Math.floor(high * 20) / 20),
    rewrites: Math.max(0.1, Math.ceil(low * 20) / 20),
  };
}

// One unit's highest and lowest z among the steps that the reader went to.
export function spreadTask(frame) {
  let seen;
  const forget = (unit, steps) => (seen = { unit, steps, keeps: false, rewrites: false });
  frame.onReset(forget);
  return task(frame, {
    ask:
      "Find a unit that no half-life describes: take it to a step where it keeps its state, and " +
      "to one where it rewrites it.",
    progress({ unit, steps, z, aims, isPlaying }) {
      if (seen?.unit !== unit || seen.steps !== steps) forget(unit, steps);
      if (!isPlaying) {
        seen.keeps ||= z >= aims.keeps;
        seen.rewrites ||= z <= aims.rewrites;
      }
      return (seen.keeps + seen.rewrites) / 2;
    },
    hint: ({ unit, aims }) =>
      `Unit ${unit}: *z* of ${aims.keeps.toFixed(2)} or more ${seen.keeps ? "seen" : "not yet"}, ` +
      `of ${aims.rewrites.toFixed(2)} or less ${seen.rewrites ? "seen" : "not yet"}.`,
    why:
      "A leaky average forgets at one rate. This gate opens and closes on what is read; the " +
      "half-life is only what comes of it over all steps.",
  });
}
