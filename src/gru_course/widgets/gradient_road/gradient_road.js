// W7: what is left of a gradient on its way back, in a simple network, a GRU and an LSTM.

import { choice, equation, group, slider } from "../shared/controls.js";
import { element, format, powerOfTen } from "../shared/elements.js";
import { layout, task, widget } from "../shared/frame.js";
import { legend, roadPlot, statesPlot, termsPlot, unitsMap } from "./road_plots.js";
import { surveying } from "./surveying.js";

const HELD = 0.9; // of the pulse, at the last step
const DEAD = 1e-6; // of the gradient, after the first step
const LONG = 50; // steps

function shownValues(state, survey) {
  const { t, sizes, states, units, terms } = survey;
  const T = units.length - 1; // of the survey: that of the state may be under way
  return {
    ...state,
    ...survey,
    ...terms,
    T,
    rnn: sizes.rnn[t],
    gru: sizes.gru[t],
    lstm: sizes.lstm[t],
    held: states.gru[T],
    first: sizes.gru[1],
  };
}

function headline({ layers, T, t, gru, held, first }) {
  if (layers === "by hand") {
    return `After ${T} steps the GRU holds ${format(held, 2)}, gradient left at step 1: ${powerOfTen(first)}`;
  }
  const back = T - t;
  if (back === 0) return "At the last step the gradient is 1: here the way back begins";
  const steps = `${back} step${back === 1 ? "" : "s"} back`;
  return `GRU, ${steps}: gradient ${powerOfTen(gru)}, × ${format(gru ** (1 / back), 2)} a step`;
}

function missing({ layers, T, held, first }) {
  if (layers !== "by hand") return "Take one unit by hand.";
  if (T < LONG) return `Give it ${LONG} steps or more.`;
  if (Math.abs(held) < HELD) return `At the end it holds ${format(held, 2)}: it has forgotten.`;
  return first > DEAD ? `Its gradient at step 1 is still ${powerOfTen(first)}.` : "";
}

// Parts of which one is shown, in one place.
function turns(frame, parts) {
  frame.onDraw(({ layers }) => {
    for (const [name, part] of Object.entries(parts)) part.inert = layers !== name;
  });
  return element("div", { class: "gru-turns" }, Object.values(parts));
}

function build(frame) {
  const survey = surveying(frame);
  frame.compute = (state) => shownValues(state, survey(state));
  const weights = (name, kind, label, digits = 1) => slider(frame, name, { label, kind, digits });
  layout(frame, {
    label: "The gradient's road back through time",
    headline,
    stage: [
      roadPlot(frame),
      legend(frame),
      turns(frame, { drawn: unitsMap(frame), "by hand": statesPlot(frame) }),
      slider(frame, "step", { label: "look at step", kind: "state", digits: 0 }),
      termsPlot(frame),
    ],
    controls: [
      choice(frame, "layers", {
        legend: "What is looked at",
        options: { drawn: "layers with drawn weights", "by hand": "one unit, set by hand" },
      }),
      weights("steps", "input", "steps *T*", 0),
      weights("b_z", "update", "GRU: add to the bias of *z*"),
      weights("b_f", "update", "LSTM: add to the bias of *f*"),
      turns(frame, {
        drawn: group("drawn weights", [
          weights("hidden_size", "state", "units *H*", 0),
          weights("gain", "candidate", "recurrent weights ×"),
          weights("seed", "input", "seed", 0),
        ]),
        "by hand": group("candidate; the first input is 1", [
          weights("w", "candidate", "weight of *x*"),
          weights("u", "candidate", "weight of *h*_{t−1}"),
        ]),
      }),
    ],
    below: [
      equation(frame, [
        { symbol: "∂*h*_t/∂*h*_{t−1}", name: "whole", kind: "state" },
        "=",
        { symbol: "straight", name: "straight", kind: "update" },
        "+",
        { symbol: "via *z*", name: "through_z", kind: "update" },
        "+",
        { symbol: "via *n*", name: "through_n", kind: "candidate" },
        "+",
        { symbol: "via *r*", name: "through_r", kind: "reset" },
      ]),
      element(
        "p",
        { class: "gru-aside" },
        "Four ways through one step of the GRU; under each the size of its matrix. The matrices add up, " +
          "their sizes need not.",
      ),
      task(frame, {
        ask:
          `Set one unit by hand so that it holds 0.9 of its pulse after ${LONG} steps or more, ` +
          "while less than a millionth of the gradient comes back to step 1.",
        progress: (values) => {
          const lacks = missing(values);
          return lacks === "" ? 1 : values.layers === "by hand" && Math.abs(values.held) >= HELD ? 0.5 : 0;
        },
        hint: missing,
        byHand: true,
        why:
          "A weight of the old state well above 1 pulls the state to one of two ends at every step, and " +
          "what pulls it back shrinks every small change. Remembering is not gradient flowing.",
      }),
    ],
  });
}

export default widget({ build });
