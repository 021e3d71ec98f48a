// What is left of a gradient on its way back, in a simple network, a GRU and an LSTM.

import { choice, equation, group, slider } from "../shared/controls.js";
import { element, format, powerOfTen } from "../shared/elements.js";
import { layout, task, widget } from "../shared/frame.js";
import { legend, roadPlot, statesPlot, termsPlot, unitsMap } from "./road_plots.js";
import { surveying } from "./surveying.js";

const HELD = 0.9; // at the last step, on the pulse's side
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
    step: Math.min(state.step, state.steps), // a state may have a later one
    rnn: sizes.rnn[t],
    gru: sizes.gru[t],
    lstm: sizes.lstm[t],
    held: states.gru[T],
    first: sizes.gru[1],
  };
}

function headline({ layers, T, t, rnn, gru, lstm, held, first }) {
  if (layers === "by hand") {
    return `After ${T} steps the GRU holds ${format(held, 2)}, gradient left at step 1: ${powerOfTen(first)}`;
  }
  const back = T - t;
  if (back === 0) return "At the last step the gradient is 1: here the way back begins";
  const steps = `${back} step${back === 1 ? "" : "s"} back`;
  return `Gradient ${steps}: RNN ${powerOfTen(rnn)}, GRU ${powerOfTen(gru)}, LSTM ${powerOfTen(lstm)}`;
}

// Where the GRU's state stands at the end, counted to the side to which the pulse moved it.
const onItsSide = ({ held, states }) => held * Math.sign(states.gru[1]);

function missing(values) {
  const { layers, T, held, states, first } = values;
  if (layers !== "by hand") return "Take one unit by hand.";
  const lacks = [];
  const short = HELD - onItsSide(values);
  if (T < LONG) lacks.push(`${LONG - T} steps are missing.`);
  if (states.gru.some((h) => h * states.gru[1] < 0)) {
    lacks.push("The state changes its sign on the way.");
  } else if (short > 0) {
    lacks.push(`The state ends at ${format(held, 2)}: ${format(short, 2)} too little.`);
  }
  if (first > DEAD) {
    lacks.push(`The gradient at step 1 is ${powerOfTen(first)}: ${powerOfTen(first / DEAD)} times too large.`);
  }
  return lacks.join(" ");
}

// The step that is looked at, on the plots' own axis: its track begins at step 1 and ends at T.
function stepSlider(frame) {
  let row;
  frame.onDraw(({ steps }) => {
    row.input.max = steps; // before the slider takes its value
    row.style.setProperty("--first", 1 / steps);
  });
  return (row = slider(frame, "step", { label: "look at step", kind: "state", digits: 0 }));
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
      stepSlider(frame),
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
        { symbol: "through *z*", name: "through_z", kind: "update" },
        "+",
        { symbol: "through *n*", name: "through_n", kind: "candidate" },
        "+",
        { symbol: "through *r*", name: "through_r", kind: "reset" },
      ]),
      element(
        "p",
        { class: "gru-aside" },
        "Four ways through one step of the GRU; under each the size of its matrix. The matrices add up, " +
          "their sizes need not.",
      ),
      task(frame, {
        ask:
          `Set one unit by hand: after ${LONG} steps or more its state ends at ${HELD} or beyond, on the ` +
          "side to which the pulse moved it, and less than a millionth of the gradient comes back to step 1.",
        progress: (values) => {
          const lacks = missing(values);
          return lacks === "" ? 1 : values.layers === "by hand" && onItsSide(values) >= HELD ? 0.5 : 0;
        },
        hint: missing,
        byHand: true,
        why:
          "A weight of *h* well above 1 pulls the state to one of two ends, and every small change is " +
          "pulled back there too. Remembering is not gradient flowing.",
      }),
    ],
  });
}

export default widget({ build });
