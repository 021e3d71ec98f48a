// W2, the lever: the new state slides on the line from the candidate to the old state.

import { equation, slider } from "./controls.js";
import { element, number } from "./elements.js";
import { layout, task, widget } from "./frame.js";
import { blend } from "./gru.js";
import { plot } from "./plot.js";

function compute(state) {
  return { ...state, keeps: state.z, takes: 1 - state.z, h: blend(state.z, state.n, state.h_prev) };
}

function headline({ z, n, h_prev }) {
  if (n === h_prev) return "Candidate and old state agree, so z changes nothing";
  if (z === 1) return "The gate keeps everything: the candidate never arrives";
  if (z === 0) return "The gate takes everything: the old state is gone";
  return `Keeps ${Math.round(z * 100)} % of the old state, takes ${Math.round((1 - z) * 100)} % of the candidate`;
}

function picture(frame) {
  const lever = plot({
    x: [0, 1],
    y: [-1, 1],
    xTicks: [[0, "0"], [0.5, ".5"], [1, "1"]],
    yTicks: [[-1, "−1"], [0, "0"], [1, "1"]],
    yLabel: "state",
    label: "The new state on the straight line between the candidate at z = 0 and the old state at z = 1",
  });
  const line = lever.line("state", "gru-thin");
  const drop = lever.line("update");
  const candidate = lever.mark("candidate", "square");
  const old = lever.mark("state", "ring");
  const fresh = lever.mark("state", "dot");
  const candidateNote = lever.note("candidate", ["candidate ", number(frame, "n", 2)]);
  const oldNote = lever.note("state", ["old state ", number(frame, "h_prev", 2)], "left");
  const freshNote = lever.note("state", ["new state ", number(frame, "h", 3)]);
  frame.onDraw(({ z, n, h, h_prev }) => {
    line([[0, n], [1, h_prev]]);
    drop([[z, -1], [z, h]]);
    candidate(0, n);
    old(1, h_prev);
    fresh(z, h);
    candidateNote(0, n, n > h_prev ? "above-right" : "below-right");
    oldNote(1, h_prev, n > h_prev ? "below-left" : "above-left");
    freshNote(z, h, `${(z > 0.35) === n < h_prev ? "above" : "below"}-${z > 0.35 ? "left" : "right"}`);
  });
  return lever.node;
}

function build(frame) {
  layout(frame, {
    label: "Update gate: mix the candidate and the old state",
    headline,
    stage: [picture(frame), slider(frame, "z", { label: "update gate *z*", kind: "update" })],
    controls: [
      slider(frame, "n", { label: "candidate *n*", kind: "candidate" }),
      slider(frame, "h_prev", { label: "old state *h*_{t−1}", kind: "state" }),
    ],
    below: [
      equation(frame, [
        { symbol: "*h*_t", name: "h", kind: "state" },
        "= (1 −",
        { symbol: "*z*_t", name: "z", kind: "update" },
        ") ·",
        { symbol: "*n*_t", name: "n", kind: "candidate" },
        "+",
        { symbol: "*z*_t", name: "z", kind: "update" },
        "·",
        { symbol: "*h*_{t−1}", name: "h_prev", kind: "state" },
      ]),
      task(frame, {
        ask: "Find the *z* that puts the new state at exactly 0, with a candidate and an old state of your own.",
        progress: ({ h, n, h_prev }) => (n * h_prev < 0 ? 1 - Math.min(1, Math.abs(h) / 0.01 - 0.5) : 0),
        why: "Only a line that crosses 0 can be stopped there: the new state never leaves the stretch between the two.",
      }),
    ],
  });
}

export default widget({ compute, build });
