// The lever: the new state slides on the straight line between the candidate and the old state.

import { number } from "./elements.js";
import { blend } from "./gru.js";
import { plot } from "./plot.js";

const NOTE = 0.4; // of the width, about what a note takes on a phone

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

// Where the new state's note has room: on the free side of the line, clear of the ends' notes.
// Near an end it goes under the line (over a falling one), unless it would leave the plot there.
function roomBeside(z, left, right) {
  const [up, over, under] = left <= right ? [1, "above", "below"] : [-1, "below", "above"];
  if (z < NOTE) {
    const far = blend(z + NOTE, left, right);
    return far * up < 0.7 ? [z, far, `${over}-right`] : [z, left - 0.4 * up, `${under}-right`];
  }
  if (z > 1 - NOTE) {
    const far = blend(z - NOTE, left, right);
    return far * up > -0.7 ? [z, far, `${under}-left`] : [z, right + 0.4 * up, `${over}-left`];
  }
  return [z, blend(z, left, right), `${over}-left`];
}
