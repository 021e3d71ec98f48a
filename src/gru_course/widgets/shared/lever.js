// The lever: the new state slides on the straight line between the candidate and the old state.

import { number } from "./elements.js";
import { blend } from "../equations/gru.js";
import { plot } from "./plot.js";

const NOTE = 0.47; // of the width, what a note takes on a phone

// The plot of values[h] over values[z]. The candidate stands at z = 0 and the old state at z = 1;
// mirrored, the other way round. Returns the plot.
export function lever(frame, { z: gate = "z", h: state = "h", mirrored = false, xLabel, label }) {
  const drawing = plot({
    x: [0, 1],
    y: [-1.2, 1.2], // room for notes beside the lowest and the highest state
    xTicks: [[0, "0"], [0.5, ".5"], [1, "1"]],
    yTicks: [[-1, "−1"], [0, "0"], [1, "1"]],
    xLabel,
    yLabel: "state",
    label,
  });
  const line = drawing.line("state", "gru-thin");
  const drop = drawing.line("update");
  const candidate = drawing.mark("candidate", "square");
  const old = drawing.mark("state", "ring");
  const fresh = drawing.mark("state", "dot");
  const candidateNote = drawing.note("candidate", ["candidate ", number(frame, "n", 2)]);
  const oldNote = drawing.note("state", ["old state ", number(frame, "h_prev", 2)]);
  const freshNote = drawing.note("state", ["new state ", number(frame, state, 3)]);

  frame.onDraw(({ [gate]: z, [state]: h, n, h_prev }) => {
    const [left, right] = mirrored ? [h_prev, n] : [n, h_prev];
    const [candidateX, oldX] = mirrored ? [1, 0] : [0, 1];
    line([[0, left], [1, right]]);
    drop([[z, -1.2], [z, h]]);
    candidate(candidateX, n);
    old(oldX, h_prev);
    fresh(z, h);
    const ends = left <= right ? ["below-right", "above-left"] : ["above-right", "below-left"];
    candidateNote(candidateX, n, ends[candidateX]);
    oldNote(oldX, h_prev, ends[oldX]);
    freshNote(...roomBeside(z, left, right));
  });
  return drawing;
}

// Where the new state's note has room: over the left of the line or under its right, where the
// notes of the ends are not (of a falling line: under its left, over its right).
function roomBeside(z, left, right) {
  const [over, under] = left <= right ? ["above", "below"] : ["below", "above"];
  if (z < 1 - NOTE) {
    const start = Math.min(z, 1 - 2 * NOTE);
    return [start, blend(start + NOTE, left, right), `${over}-right`];
  }
  const steep = (z - NOTE) * Math.abs(right - left) > 0.4;
  const end = steep ? z : 1;
  return [end, blend(end - NOTE, left, right), `${under}-left`];
}
