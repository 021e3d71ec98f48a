// The reset gate decides how much of the past the candidate hears. It keeps nothing.

import { button, choice, equation, slider } from "../shared/controls.js";
import { element, format, liveText, number, styledText } from "../shared/elements.js";
import { layout, widget } from "../shared/frame.js";
import { blend, gruStep, sigmoid } from "../equations/gru.js";
import { plot } from "../shared/plot.js";
import { question } from "../shared/question.js";

// A gate near 0 or 1 gets more digits: a sigmoid reaches neither.
const gateDigits = (r) => (r > 0 && r < 1 && Math.abs(r - 0.5) > 0.4995 ? 5 : 3);

const ROWS = [
  "from the input [from_x input]",
  "*r* × the past [gated state] of [past state]",
  "candidate *n* [n candidate]",
  "new *h* [h state]: [from_n candidate] from *n*, [from_h state] from *h*_{t−1}",
];
const FIXED = (
  "Held fixed: *W*_{in} = [w_in input 1], *b*_{in} = [b_in input 1], *W*_{hn} = [w_hn state 1], " +
  "*b*_{hn} = [b_hn state 1] and, for the new state, *z* = [z update 1]"
).replaceAll(" = ", "\u00a0=\u00a0");

function compute(state) {
  const { x, h_prev, w, u, b, w_in, b_in, w_hn, b_hn, z } = state;
  const weights = {
    weight_ih: [[w], [0], [w_in]],
    weight_hh: [[u], [0], [w_hn]],
    bias_ih: [b, 0, b_in],
    bias_hh: [0, 0, b_hn],
  };
  const stepAt = (r) => gruStep([x], [h_prev], weights, { held: { r, z: [z] } });
  const said = stepAt(undefined); // what the weights say
  const step = state.r_set_by === "me" ? stepAt([state.r]) : said;
  const open = stepAt([1]);
  return {
    ...state,
    a_r: said.a_r[0],
    r_said: said.r[0],
    r: step.r[0],
    from_x: stepAt([0]).a_n[0],
    past: open.past[0],
    gated: step.past[0],
    a_n: step.a_n[0],
    n: step.n[0],
    n_open: open.n[0],
    from_n: blend(z, step.n[0], 0),
    from_h: blend(z, 0, h_prev),
    h: step.h[0],
  };
}

function headline({ r, r_set_by, past, h_prev, from_h }) {
  if (past === 0) return "The past says 0 here, so *r* changes nothing";
  if (r === 0) return `*n* hears only the input${from_h ? ", yet *h* still holds the past" : ""}`;
  if (h_prev === 0) return "No past yet: only *b*_{hn} passes the gate";
  if (r === 1) return "*n* hears all of the past, as in an Elman network";
  if (r_set_by === "weights" && gateDigits(r) > 3) {
    const slope = format(r * (1 - r), 5); // of the sigmoid, there
    return `Saturated: *r* is ${format(r, 5)}, nearly ${Math.round(r)}; its slope is ${slope}`;
  }
  return `The candidate *n* hears ${Math.round(r * 100)} % of the past`;
}

// From the pre-activation up to the curve and over to the gate's axis, where the reader sets it.
function gatePicture(frame) {
  const curve = plot({
    x: [-10, 10],
    y: [0, 1],
    xTicks: [[-10, ""], [-5, "−5"], [0, "0"], [5, "5"], [10, ""]],
    yTicks: [[0, "0"], [0.5, ".5"], [1, "1"]],
    xLabel: "*w* *x* + *u* *h*_{t−1} + *b*",
    yLabel: "reset gate",
    label: "The sigmoid turns the weighted sum of input and old state into the reset gate",
  });
  const grid = Array.from({ length: 81 }, (_, i) => (i - 40) / 4);
  curve.line("state", "gru-thin gru-ghost")(grid.map((a) => [a, sigmoid(a)]));
  const path = curve.line("reset");
  const said = curve.mark("reset", "ring");
  const dot = curve.mark("reset", "dot");
  const saidNote = curve.note("reset", liveText(frame, "weights: [r_said reset]"));
  const note = curve.note("reset", [...styledText("*r* = "), number(frame, "r", gateDigits)]);
  frame.onDraw(({ a_r, r, r_said, r_set_by }) => {
    const mine = r_set_by === "me";
    path(mine ? [[-10, r], [10, r]] : [[a_r, 0], [a_r, r], [-10, r]]);
    said(a_r, r_said);
    dot(mine ? -10 : a_r, r);
    const free = beside(a_r);
    saidNote(a_r, r_said, free);
    saidNote.node.hidden = !mine;
    if (!mine) return note(a_r, r, free);
    const end = a_r > 0 ? -10 : 10; // far from what the weights say
    note(end, r, `${r > 0.5 ? "below" : "above"}-${end > 0 ? "left" : "right"}`);
  });
  return curve.node;
}

// The side on which a note leaves the sigmoid free and stays in the picture.
function beside(a) {
  if (a > 0) return a > 2 ? "below-left" : "below-right";
  return a < -2 ? "above-right" : "above-left";
}

// What the candidate adds up, what tanh makes of it, and what reaches the new state.
function sumPicture(frame) {
  const bars = plot({
    x: [-2, 3],
    y: [4.6, 0],
    xTicks: [[-2, "−2"], [-1, "−1"], [0, "0"], [1, "1"], [2, "2"], [3, "3"]],
    label: "The candidate's sum of input and gated past, the candidate, and the new state",
  });
  const input = bars.line("input", "gru-bar");
  const fullPast = bars.line("state", "gru-bar gru-ghost");
  const past = bars.line("state", "gru-bar");
  const carry = bars.line("input");
  const openCandidate = bars.mark("candidate", "square gru-faded");
  const candidate = bars.mark("candidate", "square");
  const fromN = bars.line("candidate", "gru-bar gru-slim");
  const fromH = bars.line("state", "gru-bar gru-slim");
  const drop = bars.line("input");
  const fresh = bars.mark("state", "dot");
  frame.onDraw((values) => {
    const { from_x, past: full, gated, n, n_open, from_n, h } = values;
    const bar = (row, from, to) => [[from, row + 0.68], [to, row + 0.68]];
    input(bar(0, 0, from_x));
    carry([[from_x, 0.68], [from_x, 1.68]]);
    fullPast(bar(1, from_x, from_x + full));
    past(bar(1, from_x, from_x + gated));
    openCandidate(n_open, 2.68);
    candidate(n, 2.68);
    fromN(bar(2.97, 0, from_n)); // one above the other, since their signs may differ
    fromH(bar(3.22, from_n, h));
    drop([[h, 3.9], [h, 4.3]]);
    fresh(h, 4.3);
  });
  const rows = ROWS.map((text) => element("span", {}, liveText(frame, text)));
  const atOne = element("span", {}, liveText(frame, ", or [n_open candidate] if *r* = 1"));
  rows[2].append(atOne);
  frame.onDraw(({ n, n_open }) => (atOne.hidden = format(n, 3) === format(n_open, 3)));
  bars.area.prepend(element("div", { class: "gru-rows" }, rows));
  return bars.node;
}

function controls(frame) {
  const mine = slider(frame, "r", { label: "gate *r*", kind: "reset", digits: gateDigits });
  const whoSets = choice(frame, "r_set_by", {
    legend: "Who sets *r*?",
    options: { weights: "the weights", me: "I do" },
    kind: "reset",
  });
  const weights = [
    slider(frame, "w", { label: "weight *w*", kind: "reset", digits: 1 }),
    slider(frame, "u", { label: "weight *u*", kind: "reset", digits: 1 }),
    slider(frame, "b", { label: "bias *b*", kind: "reset", digits: 1 }),
  ];
  let gate; // the reader takes over from where the weights left it
  whoSets.addEventListener("change", () => frame.set({ r: Math.round(gate * 100) / 100 }));
  frame.onDraw(({ r, r_set_by }) => {
    gate = r;
    mine.input.disabled = r_set_by !== "me";
    for (const { input } of weights) input.disabled = r_set_by === "me";
  });
  return [
    element("div", { class: "gru-gate-controls" }, [whoSets, mine, ...weights]),
    element("div", { class: "gru-past-controls" }, [
      slider(frame, "x", { label: "input *x*", kind: "input" }),
      slider(frame, "h_prev", { label: "old state *h*_{t−1}", kind: "state" }),
    ]),
  ];
}

// The answer counts once the reader has held r at 0 and moved the old state.
function oldStateQuestion(frame) {
  let from = null; // the old state at which r came to 0
  return question(frame, {
    ask: "Set *r* to 0, then move *h*_{t−1}. Does the old state still reach the new state?",
    answers: ["Yes", "No"],
    right: "Yes",
    missing: ({ r, h_prev, r_set_by }) => {
      from = r <= 0.005 ? (from ?? h_prev) : null;
      if (from === null) return `First ${r_set_by === "me" ? "" : "choose “I do” and "}set *r* to 0.`;
      return Math.abs(h_prev - from) < 0.2 ? "Now move *h*_{t−1}." : "";
    },
    forget: () => (from = null),
    hint: "Not so: *n* stands still, but the last bar shows *h* follow *h*_{t−1}.",
    why: "*r* mutes the past inside *n* only; *z* still mixes its share of *h*_{t−1} into *h*.",
  });
}

// Where r comes from: the sigmoid, or the reader, who makes the weights' word a mere offer.
function origin(frame) {
  const offer = "You set *r*_t = [r reset]; the weights say [r_said reset].";
  const sum = equation(frame, [
    { symbol: "*r*_t", name: "r_said", kind: "reset", digits: gateDigits },
    "= σ(",
    { symbol: "*w*", name: "w", kind: "reset", digits: 1 },
    { symbol: "*x*_t", name: "x", kind: "input", digits: 2 },
    "+",
    { symbol: "*u*", name: "u", kind: "reset", digits: 1 },
    { symbol: "*h*_{t−1}", name: "h_prev", kind: "state", digits: 2 },
    "+",
    { symbol: "*b*", name: "b", kind: "reset", digits: 1 },
    ")",
  ]);
  const node = element("div", { class: "gru-origin" }, [
    sum,
    element("p", {}, liveText(frame, offer)),
  ]);
  frame.onDraw(({ r_set_by }) => (node.dataset.by = r_set_by));
  return node;
}

function build(frame) {
  layout(frame, {
    label: "Reset gate: how much of the past the candidate hears",
    headline,
    stage: [gatePicture(frame), sumPicture(frame)],
    controls: controls(frame),
    below: [
      origin(frame),
      equation(frame, [
        { symbol: "*n*_t", name: "n", kind: "candidate" },
        "= tanh(",
        { symbol: "*W*_{in}*x*_t + *b*_{in}", name: "from_x", kind: "input" },
        "+",
        { symbol: "*r*_t", name: "r", kind: "reset", digits: gateDigits },
        "· (",
        { symbol: "*W*_{hn}*h*_{t−1} + *b*_{hn}", name: "past", kind: "state" },
        "))",
      ]),
      element("p", { class: "gru-aside" }, liveText(frame, FIXED)),
      oldStateQuestion(frame),
    ],
  });
}

export default widget({ compute, build });
