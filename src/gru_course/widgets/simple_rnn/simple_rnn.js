// A simple recurrent unit over 24 steps: one pulse, then silence.

import { equation, slider } from "../shared/controls.js";
import { element, number, powerOfTen, styledText } from "../shared/elements.js";
import { layout, task, widget } from "../shared/frame.js";
import { rnnUnitStep } from "../equations/gru.js";
import { plot } from "../shared/plot.js";

const STEPS = 24;
const FELT = 0.05; // an effect of the first state on the last that is not lost

function compute({ w, u }) {
  const states = [];
  let h = 0;
  let effect = 1; // of the first state on the last one: the product of the slopes between them
  for (let t = 0; t < STEPS; t += 1) {
    const step = rnnUnitStep(t === 0 ? 1 : 0, h, w, u);
    if (t > 0) effect *= step.slope;
    h = step.h;
    states.push(h);
  }
  return { w, u, states, effect, h_first: states[0], h_second: states[1], h_last: h };
}

const share = ({ h_first, h_last }) => Math.abs(h_last) / Math.abs(h_first);

function headline(values) {
  const left = share(values);
  if (!(left < Infinity)) return "Without an input weight nothing ever enters";
  if (left < 0.005) return "After 24 steps nothing is left of the pulse";
  const percent = Math.round(left * 100);
  if (percent > 100) return `After 24 steps the first state has grown to ${percent} %`;
  return `After 24 steps ${percent} % of the first state is left`;
}

function lesson({ u, effect }) {
  if (Math.abs(effect) > FELT) {
    return "A pulse this faint stays in the straight part of the tanh, and its size is not lost yet. Try *w* = 1.";
  }
  const pulls =
    u > 0
      ? "above 1 pulls every positive state to the same value"
      : "below −1 pulls every state to the same two values, in turn";
  return `A weight ${pulls}: the *sign* is held, the size is lost.`;
}

// Where no pulse enters there is no first state, and no effect of it to speak of.
function effectOf(frame) {
  const write = (effect) => {
    if (effect && !frame.state().w) return "–";
    return `${effect < 0 ? "−" : ""}${powerOfTen(Math.abs(effect))}`;
  };
  return element("p", {}, [
    ...styledText("effect ∂*h*_{24}/∂*h*_1, what the last state gets of a small change of the first:"),
    element("br"),
    number(frame, "effect", 0, write),
  ]);
}

function picture(frame) {
  const trace = plot({
    x: [1, STEPS],
    y: [-1, 1],
    xTicks: [1, 6, 12, 18, 24].map((t) => [t, String(t)]),
    yTicks: [[-1, "−1"], [0, "0"], [1, "1"]],
    xLabel: "time step t",
    yLabel: "state h",
    label: "The state of the unit over 24 time steps after one pulse at the first step",
  });
  const line = trace.line("state");
  const first = trace.mark("state", "dot");
  const last = trace.mark("state", "ring");
  const firstNote = trace.note("state", ["after the pulse ", number(frame, "h_first")]);
  const lastNote = trace.note("state", [number(frame, "h_last")]);
  frame.onDraw(({ states, h_first, h_second, h_last }) => {
    line(states.map((h, t) => [t + 1, h]));
    first(1, h_first);
    last(STEPS, h_last);
    firstNote(1, h_first, Math.abs(h_second) < 0.9 * Math.abs(h_first) ? "right" : "below-right");
    lastNote(STEPS, h_last, h_last < 0 ? "below-left" : "above-left");
  });
  return trace.node;
}

function build(frame) {
  layout(frame, {
    label: "A simple recurrent unit: one pulse, then silence",
    headline,
    stage: picture(frame),
    controls: [
      slider(frame, "u", { label: "recurrent weight *u*", kind: "state" }),
      slider(frame, "w", { label: "input weight *w*", kind: "input" }),
      effectOf(frame),
    ],
    below: [
      equation(frame, [
        { symbol: "*h*_2", name: "h_second", kind: "state" },
        "= tanh(",
        { symbol: "*w*", name: "w", kind: "input", digits: 2 },
        "· 0 +",
        { symbol: "*u*", name: "u", kind: "state", digits: 2 },
        "·",
        { symbol: "*h*_1", name: "h_first", kind: "state" },
        ")",
      ]),
      task(frame, {
        ask: "Make the unit hold at least half of its first state for all 24 steps. Then read the effect of the first state on the last.",
        progress: (values) => Math.min(1, share(values) / 0.5 || 0),
        why: lesson,
      }),
    ],
  });
}

export default widget({ compute, build });
