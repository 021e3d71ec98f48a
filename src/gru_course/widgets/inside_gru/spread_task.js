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

// One unit at two steps to which the reader went: where the widget began does not count.
export function spreadTask(frame) {
  let seen;
  let start;
  const forget = (unit, steps) => (seen = { unit, steps, keeps: false, rewrites: false });
  frame.onReset(() => {
    forget();
    start = undefined;
  });
  return task(frame, {
    ask: "Find one unit that keeps its state at one step and rewrites it at another.",
    progress({ unit, step, steps, z, aims, isPlaying }) {
      if (seen?.unit !== unit || seen.steps !== steps) forget(unit, steps);
      const place = `${unit} ${step}`;
      start ??= place;
      if (start !== place) start = "left";
      if (start === "left" && !isPlaying) {
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
