// Inside a trained GRU. What it reads, its gates unit by unit, one unit's step in numbers.

import { choice, equation, slider } from "../shared/controls.js";
import { element } from "../shared/elements.js";
import { layout, widget } from "../shared/frame.js";
import { gateMap, readingMap } from "./inside_maps.js";
import { player } from "./inside_player.js";
import { modelOf, run, unitAt } from "./inside_run.js";
import { spreadTask } from "./spread_task.js";
import { weightsOpener } from "./weights_file.js";

const percent = (share) => `${Math.round(share * 100)}\u00a0%`;

function headline({ step, unit, steps, z, isPlaying }) {
  if (isPlaying) return "Playing: watch which units change, and when";
  return `Step ${step} of ${steps.length}: unit ${unit} keeps ${percent(z)} of its old state`;
}

function build(frame) {
  const { content } = frame;
  let model;
  let alone = {};

  // What the GRU goes on with is made anew only where something changes it.
  function stepsOf({ plays, temperature, draw }) {
    if (plays === "given") return model.steps;
    const key = `${temperature} ${draw}`;
    if (alone.model !== model || alone.key !== key) {
      alone = { model, key, steps: run(model, { temperature, draw }) };
    }
    return alone.steps;
  }
  // The run joins the state before anything is drawn.
  frame.onDraw((values) => {
    const steps = stepsOf(values);
    const step = Math.min(values.step, steps.length);
    const unit = Math.min(values.unit, model.units);
    const numbers = unitAt(model, steps[step - 1], model.order[unit - 1]);
    const isPlaying = sound.playing();
    Object.assign(values, { ...numbers, model, steps, step, unit, isPlaying });
  });

  const stepSlider = slider(frame, "step", { label: "step", kind: "state", digits: 0 });
  const unitSlider = slider(frame, "unit", {
    label: "unit, longest memory first",
    kind: "update",
    digits: 0,
  });
  const sound = player(frame, {
    last: () => model.inputs.length,
    chordAt(step) {
      if (model.task === "sine") return null;
      const { x } = stepsOf(frame.state())[step - 1];
      return x.flatMap((down, key) => (down ? key : []));
    },
  });
  function use(next) {
    sound.stop();
    model = next;
    stepSlider.input.max = next.inputs.length;
    unitSlider.input.max = next.units;
    frame.refresh();
  }
  const shipped = modelOf(frame.data.model);
  use(shipped);
  frame.onReset(() => {
    frame.content = content;
    use(shipped);
  });

  layout(frame, {
    label: "Inside a trained GRU: what it reads, and its gates unit by unit",
    headline,
    stage: [
      readingMap(frame),
      gateMap(frame, "z", {
        kind: "update",
        title: "Update gate *z*, a row for each unit: strong keeps. Left: half-life in steps.",
        withLives: true,
      }),
      gateMap(frame, "r", {
        kind: "reset",
        title: "Reset gate *r*, the same units: strong lets the past into the candidate.",
      }),
      stepSlider,
    ],
    controls: [
      element("div", { class: "gru-choose" }, [sound.node, unitSlider]),
      continuation(frame),
      weightsOpener(frame, (document) => {
        frame.content = { model: null }; // its weights are too long for a line of Python
        use(modelOf(document));
      }),
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
        { symbol: "*h*_{t−1}", name: "h_prev", kind: "state" },
      ]),
      equation(frame, [
        { symbol: "*n*_t", name: "n", kind: "candidate" },
        "= tanh(",
        { symbol: "*W*_{in}*x*_t + *b*_{in}", name: "from_x", kind: "input" },
        "+",
        { symbol: "*r*_t", name: "r", kind: "reset" },
        { symbol: "(*W*_{hn}*h*_{t−1} + *b*_{hn})", name: "past", kind: "state" },
        ")",
      ]),
      spreadTask(frame),
    ],
  });
}

// What is read: the sequence as written, or from some step on what the GRU makes of it alone.
function continuation(frame) {
  const free = [
    slider(frame, "temperature", { label: "temperature", kind: "state", digits: 1 }),
    slider(frame, "draw", { label: "draw", kind: "state", digits: 0 }),
  ];
  let firstOwn; // step: there both readings begin to differ
  frame.onDraw(({ plays, model }) => {
    firstOwn = model.given + 1;
    for (const row of free) {
      row.hidden = model.task === "sine"; // there is nothing to draw
      row.input.disabled = plays === "given";
    }
  });
  return element("div", { class: "gru-continuation" }, [
    choice(frame, "plays", {
      legend: "It reads",
      options: { given: "what is written", continued: "a third of it, then its own" },
      changes: (plays) => ({ plays, step: firstOwn }),
    }),
    ...free,
  ]);
}

export default widget({ build });
