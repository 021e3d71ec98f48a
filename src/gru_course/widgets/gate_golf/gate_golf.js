// Be the GRU. The reader sets gates, then weights, so that two units do a small job.

import { gruStep } from "../equations/gru.js";
import { choice, equation, group, slider } from "../shared/controls.js";
import { drawn } from "../shared/drawn.js";
import { element, format, liveText } from "../shared/elements.js";
import { layout, task, widget } from "../shared/frame.js";
import { plot } from "../shared/plot.js";

const IN_REACH = 0.1; // root mean squared error of an answer that counts
const BY_HAND = { n_x: 3, n2_h: 6 }; // the candidates when the reader draws the gates
const JOBS = {
  copy: "Answer with the input.",
  "ignore negatives": "Answer with the last input that was not below 0.",
  hold: "Answer with the input of the last signal, and 0 before it.",
  delay: "Answer with the input of one step before: the second unit answers.",
};
const KEY = { input: "▮ input", signal: "┊ signal", wanted: "━ wanted", answer: "╱ answer" };
const KEY_INKS = { input: "input", signal: "input", wanted: "candidate", answer: "state" };
const ROWS = [
  ["candidate *n*", "candidate", { n_x: "weight of *x*", n_s: "weight of the signal", n_b: "bias" }],
  ["update gate *z*", "update", { z_x: "weight of *x*", z_s: "weight of the signal", z_b: "bias" }],
  ["second candidate", "candidate", { n2_h: "weight of unit 1", n2_b: "bias" }],
  ["second update gate", "update", { z2_h: "weight of unit 1", z2_b: "bias" }],
  ["second reset gate", "reset", { r2_b: "bias" }],
];

// The two units over one sequence: the second hears the first one's old state.
function play({ x, s }, w, gates) {
  const weights = {
    weight_ih: [[0, 0], [0, 0], [w.z_x, w.z_s], [0, 0], [w.n_x, w.n_s], [0, 0]],
    weight_hh: [[0, 0], [0, 0], [0, 0], [w.z2_h, 0], [0, 0], [w.n2_h, 0]],
    bias_ih: [0, w.r2_b, w.z_b, w.z2_b, w.n_b, w.n2_b],
    bias_hh: [0, 0, 0, 0, 0, 0],
  };
  let h = [0, 0];
  return x.map((value, t) => {
    const held = gates ? { z: [gates.z[t], gates.z2[t]] } : {};
    const step = { hPrev: h, ...gruStep([value, s[t]], h, weights, { held }) };
    h = step.h;
    return step;
  });
}

function compute(state, schema) {
  const { hole, set_by, step } = state;
  const { seen, fresh, weights } = schema.hole.values[hole];
  const byHand = set_by === "me";
  const inPlay = byHand ? BY_HAND : Object.fromEntries(weights.map((name) => [name, state[name]]));
  const used = Object.fromEntries(Object.keys(schema).map((name) => [name, inPlay[name] ?? 0]));
  const unit = hole === "delay" ? 1 : 0;
  const result = { ...state, seen, unit, inPlay: weights, job: hole };
  for (const [name, sequence] of [["seen", seen], ["fresh", fresh]]) {
    const steps = play(sequence, used, byHand && state);
    const answers = steps.map(({ h }) => h[unit]);
    const squares = answers.map((answer, t) => (answer - sequence.wanted[t]) ** 2);
    result[`error_${name}`] = Math.sqrt(squares.reduce((sum, one) => sum + one) / squares.length);
    result[name] = { ...sequence, answers, steps };
  }
  const { z, n, h, hPrev } = result.seen.steps[step - 1];
  return {
    ...result,
    strokes: weights.filter((name) => state[name] !== 0).length,
    z_t: z[unit],
    takes: 1 - z[unit],
    n_t: n[unit],
    h_t: h[unit],
    h_before: hPrev[unit],
  };
}

const solved = ({ error_seen, error_fresh }) => Math.max(error_seen, error_fresh) <= IN_REACH;

function headline({ set_by, strokes, error_seen, error_fresh }) {
  const count = `${strokes} weight${strokes === 1 ? "" : "s"}`;
  if (error_seen > IN_REACH) return `The answers miss by ${format(error_seen, 2)}`;
  if (error_fresh > IN_REACH && set_by === "me") {
    return "Right here; on new inputs these gates come at the wrong steps";
  }
  if (error_fresh > IN_REACH) return `${count}: right here, not on the new inputs`;
  return set_by === "me" ? "Right on both: here the gate is the same at every step" : `${count} do it, on new inputs too`;
}

const named = (names) => Object.fromEntries(names.map((name) => [name, name]));

// The job in words, and what is what in the picture.
function jobLine(frame) {
  const words = element("p");
  const key = Object.entries(KEY).map(([name, text]) =>
    element("span", { class: `gru-ink-${KEY_INKS[name]} gru-key-${name}` }, text),
  );
  frame.onDraw(({ job }) => {
    if (words.textContent !== JOBS[job]) words.textContent = JOBS[job];
    key[1].hidden = job !== "hold";
  });
  return element("div", { class: "gru-job" }, [words, element("p", { class: "gru-key" }, key)]);
}

function answersPlot(frame, name, label) {
  const drawing = plot({
    x: [0.5, 10.5],
    y: [-1.25, 1.25],
    yTicks: [[-1, "−1"], [0, "0"], [1, "1"]],
    yLabel: "value",
    label,
  });
  const input = drawing.columns("input", 0.5);
  const signal = drawing.bars("input", "gru-signal");
  const aim = drawing.dashes("candidate", 0.8, "gru-aim");
  const answer = drawing.line("state");
  frame.onDraw(({ [name]: { x, s, wanted, answers } }) => {
    const points = (values) => values.map((value, t) => [t + 1, value]);
    input(points(x));
    signal(points(s).filter(([, on]) => on).flatMap(([t]) => [[t, 1.25], [t, -1.25]]));
    aim(points(wanted));
    answer(points(answers));
  });
  return drawing;
}

// The gate at each step: drawn by the reader, or what the weights make of it.
function gatePlot(frame, name, unit, title) {
  const drawing = drawn(frame, name, {
    label: `${title}, at each of ten steps`,
    item: `${title}, step`,
    kind: "update",
    yTicks: [[0, "0"], [1, "1"]],
    yLabel: unit ? "second *z*" : "gate *z*",
    xLabel: unit ? "" : "step: up keeps the old answer, down takes the new",
  });
  const said = drawing.columns("update", 0.7, "gru-said-by-weights");
  frame.onDraw(({ seen, set_by, hole }) => {
    drawing.area.inert = set_by !== "me";
    drawing.node.dataset.by = set_by;
    drawing.node.hidden = unit === 1 && hole !== "delay";
    said(set_by === "me" ? [] : seen.steps.map(({ z }, t) => [t + 1, z[unit]]));
  });
  return drawing.node;
}

// The sliders of the weights in play.
function weightControls(frame) {
  const rows = ROWS.map(([title, kind, names]) => {
    const sliders = Object.entries(names).map(([name, label]) => [
      name,
      slider(frame, name, { label, kind, digits: 0 }),
    ]);
    return [group(title, sliders.map(([, node]) => node)), sliders];
  });
  frame.onDraw(({ inPlay, set_by }) => {
    for (const [box, sliders] of rows) {
      for (const [name, node] of sliders) node.hidden = !inPlay.includes(name);
      box.hidden = set_by === "me" || sliders.every(([, node]) => node.hidden);
    }
  });
  return rows.map(([box]) => box);
}

// The fewest weights with which the reader did each job, beside what training needs.
function scoreCard(frame) {
  const { trained = {} } = frame.content;
  const best = {};
  const places = Object.keys(JOBS).map((hole) => {
    const place = element("td");
    const rival = trained[hole];
    const theirs = rival ? `${rival[1]}, error ${format(rival[0], 2)}` : "";
    return [hole, place, element("tr", {}, [element("th", { scope: "row" }, hole), place, element("td", {}, theirs)])];
  });
  const head = ["job", "your fewest weights", Object.keys(trained).length ? "a trained cell" : ""];
  frame.onReset(() => Object.keys(best).forEach((hole) => delete best[hole]));
  frame.onDraw((values) => {
    const { job, set_by, strokes } = values;
    if (set_by === "weights" && solved(values)) best[job] = Math.min(strokes, best[job] ?? strokes);
    for (const [hole, place] of places) {
      const text = best[hole] === undefined ? "not yet" : String(best[hole]);
      if (place.textContent !== text) place.textContent = text;
    }
  });
  return element("table", { class: "gru-card" }, [
    element("thead", {}, element("tr", {}, head.map((text) => element("th", { scope: "col" }, text)))),
    element("tbody", {}, places.map(([, , row]) => row)),
  ]);
}

function build(frame) {
  const seen = answersPlot(frame, "seen", "Input, wanted answers and the cell's answers");
  let heldByHand = false;
  frame.onReset(() => (heldByHand = false));
  layout(frame, {
    label: "Gate golf: be the GRU",
    headline,
    stage: [jobLine(frame), seen.node, gatePlot(frame, "z", 0, "update gate")],
    controls: [
      choice(frame, "hole", {
        legend: "Job",
        options: named(Object.keys(JOBS)),
        changes: (hole) => ({ ...frame.defaults, set_by: frame.state().set_by, hole }),
      }),
      choice(frame, "set_by", {
        legend: "Who sets *z*?",
        options: { me: "I draw it", weights: "weights" },
        kind: "update",
      }),
    ],
    below: [
      gatePlot(frame, "z2", 1, "second update gate"),
      element("div", { class: "gru-weights" }, weightControls(frame)),
      slider(frame, "step", { label: "look at step, of the unit that answers", kind: "state", digits: 0 }),
      equation(frame, [
        { symbol: "*h*_t", name: "h_t", kind: "state", digits: 2 },
        "=",
        { symbol: "(1 − *z*_t)", name: "takes", kind: "update", digits: 2 },
        { symbol: "*n*_t", name: "n_t", kind: "candidate", digits: 2 },
        "+",
        { symbol: "*z*_t", name: "z_t", kind: "update", digits: 2 },
        { symbol: "*h*_{t−1}", name: "h_before", kind: "state", digits: 2 },
      ]),
      element("div", { class: "gru-proof" }, [
        answersPlot(frame, "fresh", "The same cell on a sequence that you have not drawn for").node,
        element("div", {}, [
          element("p", {}, liveText(frame, "Root mean square error: [error_seen state 2] on the inputs above, [error_fresh state 2] by the same cell on these new inputs.")),
          scoreCard(frame),
        ]),
      ]),
      task(frame, {
        ask: "*Hold* by hand first. Then let weights do it, at most 3 of them, with an error of at most 0.1 on the new inputs too.",
        progress: (values) => {
          const { hole, set_by, error_seen, strokes } = values;
          if (hole !== "hold") return 0;
          heldByHand ||= set_by === "me" && error_seen <= IN_REACH;
          const byWeights = set_by === "weights" && solved(values) && strokes <= 3;
          return (heldByHand + byWeights) / 2;
        },
        hint: ({ hole, set_by }) => {
          if (hole !== "hold") return "Choose the job “hold”.";
          if (!heldByHand) return "By hand: not yet.";
          return set_by === "me" ? "By hand it holds. Now choose “weights”." : "";
        },
        why: "A bias keeps *z* near 1, and the signal alone pulls it down: only then the answer is replaced, whatever the input is.",
      }),
    ],
  });
}

export default widget({ compute, build });
