// What the reader is asked to make of the whole cell.

import { task } from "../shared/frame.js";

// The cell that the gates make of it at a corner of their square, "" elsewhere.
export function corner({ r, z }) {
  if (z >= 0.995) return "copy";
  if (z > 0.005) return "";
  return r >= 0.995 ? "Elman" : r <= 0.005 ? "feed-forward" : "";
}

export function cornerTask(frame) {
  let reached = 0;
  frame.onReset(() => (reached = 0));
  return task(frame, {
    ask: "Make the cell an Elman RNN, then a feed-forward layer.",
    progress(values) {
      if (corner(values) === "Elman") reached ||= 1;
      if (corner(values) === "feed-forward" && reached) reached = 2;
      return reached / 2;
    },
    hint: () => (reached ? "Now let nothing of the past in." : ""),
    why:
      "At *z* = 0 only the candidate is left: *r* = 1 lets all of the past into it, *r* = 0 " +
      "nothing.",
  });
}

// How much of a pulse the weights keep, as a share of the aim, and what is missing.
function memory({ run, sequence, r_set_by, z_set_by }) {
  const held = Object.entries({ r: r_set_by, z: z_set_by }).filter(([, by]) => by === "me");
  if (held.length) {
    const gates = held.map(([name]) => name).join(" and ");
    return [0, `You hold *${gates}*: give back what the weights should set.`];
  }
  if (sequence !== "pulse") return [0, "Run the cell over one pulse."];

  const states = run.map(({ h }) => Math.abs(h));
  const [rest, peak] = [Math.max(...states.slice(0, 2)), Math.max(...states)];
  if (rest >= 0.01) return [0, "*h* is not 0 before the pulse."];
  if (peak < 0.3) return [0, "*h* does not reach 0.3: the pulse is not written."];
  const left = states.at(-1) / peak;
  return [left / 0.5, `${Math.round(left * 100)} % of the peak is left at the last step.`];
}

export const pulseTask = (frame) =>
  task(frame, {
    ask:
      "Remember one pulse, with gates that the weights set: *h* is 0 before it, peaks at 0.3 or " +
      "more, and at the last step half of the peak is left. Start with the bias of the update " +
      "gate.",
    progress: (values) => memory(values)[0],
    hint: (values) => memory(values)[1],
    why:
      "A bias *b*_z that holds *z* near 1 keeps the state; an input strong enough to pull " +
      "*z* down writes it.",
  });
