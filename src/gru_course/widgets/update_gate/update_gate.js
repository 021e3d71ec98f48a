// The lever: the new state slides on the line from the candidate to the old state.

import { equation, slider } from "../shared/controls.js";
import { layout, task, widget } from "../shared/frame.js";
import { blend } from "../equations/gru.js";
import { lever } from "../shared/lever.js";

function compute(state) {
  return { ...state, h: blend(state.z, state.n, state.h_prev) };
}

function headline({ z, n, h_prev }) {
  if (n === h_prev) return "Candidate and old state agree, so z changes nothing";
  if (z === 1) return "The gate keeps everything: the candidate never arrives";
  if (z === 0) return "The gate takes everything: the old state is gone";
  return `Keeps ${Math.round(z * 100)} % of the old state, takes ${Math.round((1 - z) * 100)} % of the candidate`;
}

function build(frame) {
  // Neither of the two is as the page or a preset gave it.
  const own = ({ n, h_prev }) =>
    [frame.opening, frame.defaults].every((given) => n !== given.n && h_prev !== given.h_prev);
  const picture = lever(frame, {
    label: "The new state on the straight line between the candidate at z = 0 and the old state at z = 1",
  });
  layout(frame, {
    label: "Update gate: mix the candidate and the old state",
    headline,
    stage: [picture.node, slider(frame, "z", { label: "update gate *z*", kind: "update" })],
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
        progress(values) {
          const { h, n, h_prev } = values;
          if (!own(values) || n * h_prev >= 0) return 0;
          return 1 - Math.min(1, Math.abs(h) / 0.01 - 0.5);
        },
        hint: (values) => (own(values) ? "" : "Move the candidate and the old state too."),
        why: "Only a line that crosses 0 can be stopped there: the new state never leaves the stretch between the two.",
      }),
    ],
  });
}

export default widget({ compute, build });
