// The controls of the stage that is chosen in the picture: its equation with live numbers, and
// the weights that it has, or the gate held by the reader.

import { button, choice, equation, slider } from "../shared/controls.js";
import { element, styledText } from "../shared/elements.js";

const X = { symbol: "*x*_t", name: "x", kind: "input", digits: 2 };
const H_PREV = { symbol: "*h*_{t−1}", name: "h_prev", kind: "state", digits: 2 };
const R = { symbol: "*r*_t", name: "r", kind: "reset" };
const Z = { symbol: "*z*_t", name: "z", kind: "update" };
const N = { symbol: "*n*_t", name: "n", kind: "candidate" };
const H = { symbol: "*h*_t", name: "h", kind: "state" };

const WHY = {
  reset: "*r* mutes the past inside the candidate only. On the way above, *z* alone decides.",
  update: "One gate, two doors: what it keeps of the old state, it refuses to the candidate.",
  candidate: "With *r* = 1 and *z* = 0 nothing else is left: this line is an Elman RNN.",
  state: "*h* lies between the candidate and the old state: *z* near 1 keeps, near 0 replaces.",
};

const remark = (kind) => element("p", { class: "gru-remark" }, styledText(WHY[kind]));

// w_ir as *w*_{ir}, with one digit.
function weight(name, kind) {
  const [letter, place] = name.split("_");
  return { symbol: `*${letter}*_{${place}}`, name, kind, digits: 1 };
}

function weightSlider(frame, { symbol, name, kind, digits }) {
  const on = { w_i: " on *x*", w_h: " on *h*_{t−1}" }[name.slice(0, 3)] ?? "";
  return slider(frame, name, { label: symbol + on, kind, digits });
}

// Shows what the gate is, whoever sets it; to move it is to hold it.
const gateSlider = (frame, name, kind) =>
  slider(frame, name, {
    label: `${kind} gate *${name}*`,
    kind,
    changes: (value) => ({ [name]: value, [`${name}_set_by`]: "me" }),
  });

function gateStage(frame, term, names) {
  const { name, kind } = term;
  const holder = `${name}_set_by`;
  const [w, u, b] = names.map((each) => weight(each, kind));
  let now;
  const who = choice(frame, holder, {
    legend: `Who sets *${name}*?`,
    options: { weights: "the weights", me: "I do" },
    kind,
    changes: (by) => ({ [holder]: by, [name]: now }), // no jump when the reader takes over
  });
  const weights = [w, u, b].map((each) => weightSlider(frame, each));
  const mine = gateSlider(frame, name, kind);
  mine.classList.add("gru-wide");
  const sum = equation(frame, [term, "= σ(", w, X, "+", u, H_PREV, "+", b, ")"]);
  frame.onDraw((values) => {
    const held = values[holder] === "me";
    now = values[name];
    sum.classList.toggle("gru-held", held);
    mine.hidden = !held;
    for (const control of weights) control.hidden = held;
  });
  return [sum, who, ...weights, mine, remark(kind)];
}

const candidateStage = (frame) => [
  equation(frame, [
    N,
    "= tanh(",
    { symbol: "*w*_{in} *x*_t + *b*_{in}", name: "from_x", kind: "input" },
    "+",
    R,
    "· (",
    { symbol: "*w*_{hn} *h*_{t−1} + *b*_{hn}", name: "past", kind: "state" },
    "))",
  ]),
  ...["w_in", "b_in", "w_hn", "b_hn"].map((name) => weightSlider(frame, weight(name, "candidate"))),
  remark("candidate"),
];

// Says who sets a gate; one that is held stays so until the reader gives it back.
function holder(frame, name) {
  const by = `${name}_set_by`;
  const back = button("", () => frame.set({ [by]: "weights" }));
  back.classList.add("gru-holder");
  frame.onDraw((values) => {
    back.disabled = values[by] !== "me";
    back.textContent = back.disabled ? "set by the weights" : "held by you: give back";
  });
  return back;
}

const SLOPE = "How much a small change of *h*_{t−1} changes *h*_t, by four ways:";

const slopeRow = (frame) => [
  element("p", { class: "gru-remark" }, styledText(SLOPE)),
  equation(frame, [
    { symbol: "d*h*_t / d*h*_{t−1}", name: "slope", kind: "state" },
    "=",
    { symbol: "straight", name: "straight", kind: "update" },
    "+",
    { symbol: "through *z*", name: "through_z", kind: "update" },
    "+",
    { symbol: "through *n*", name: "through_n", kind: "candidate" },
    "+",
    { symbol: "through *r*", name: "through_r", kind: "reset" },
  ]),
];

const stateStage = (frame, detail) => [
  equation(frame, [H, "= (1 −", Z, ") ·", N, "+", Z, "·", H_PREV]),
  gateSlider(frame, "r", "reset"),
  gateSlider(frame, "z", "update"),
  holder(frame, "r"),
  holder(frame, "z"),
  ...(detail === "run" ? slopeRow(frame) : [remark("state")]),
];

export function stageControls(frame, detail) {
  const stages = {
    reset: gateStage(frame, R, ["w_ir", "w_hr", "b_r"]),
    update: gateStage(frame, Z, ["w_iz", "w_hz", "b_z"]),
    candidate: candidateStage(frame),
    state: stateStage(frame, detail),
  };
  const node = element("div", { class: "gru-panel" }, Object.values(stages).flat());
  let shown;
  frame.onDraw(({ stage }) => {
    if (stage === shown) return;
    shown = stage;
    node.dataset.stage = stage;
    node.replaceChildren(...stages[stage]); // only the chosen stage is in the page
  });
  return node;
}
