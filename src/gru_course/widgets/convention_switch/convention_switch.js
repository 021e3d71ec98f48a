// One cell in the letters of PyTorch, Chung et al., Cho et al. and Keras.

import { blend, blendReplacing, gruStep } from "../equations/gru.js";
import { choice, equation, slider } from "../shared/controls.js";
import { element, format, number } from "../shared/elements.js";
import { layout, task, widget } from "../shared/frame.js";
import { lever } from "../shared/lever.js";
import { pasted } from "./pasted_weights.js";
import { FORMS, NAMES, written } from "./source_forms.js";

// The cell in PyTorch's form: one unit, weights of r, z, n.
const cell = ({ b_z, b_hn }) => ({
  weight_ih: [[1], [-1], [1.5]],
  weight_hh: [[-1], [1], [1.2]],
  bias_ih: [0, b_z, 0],
  bias_hh: [0, 0, b_hn],
});

// One step with the weights as the form stores them, in the form's own meaning of z.
function stepOf(form, stored, { x, h_prev }) {
  const { keeps, resetAfter, from } = form;
  const { a_r, a_z, past, r, z, n } = gruStep([x], [h_prev], from(stored), { resetAfter });
  const own = keeps ? [a_z[0], z[0]] : [-a_z[0], 1 - z[0]];
  const h = (keeps ? blend : blendReplacing)(own[1], n[0], h_prev);
  return { a_r: a_r[0], r: r[0], a_z: own[0], z: own[1], past: past[0], n: n[0], h };
}

function compute(state) {
  const weights = cell(state);
  const values = { ...state, from_x: 1.5 * state.x };
  for (const [key, form] of Object.entries(FORMS)) {
    const stored = form.to(weights);
    const step = stepOf(form, stored, state);
    values[`z_${key}`] = step.z;
    values[`h_${key}`] = step.h;
    if (key !== state.form) continue;
    // r times the product, or the product with r times h; without the bias where r leaves it out
    const bracket = form.resetAfter ? 1.2 * state.h_prev + state.b_hn : 1.2 * step.r * state.h_prev;
    Object.assign(values, step, { stored, bracket, takes: 1 - step.z });
  }
  values.from_x += FORMS[state.form].resetAfter ? 0 : state.b_hn; // the one bias that is left
  const gaps = Object.keys(FORMS).map((key) => values[`h_${key}`] - values.h_pytorch);
  values.off = Math.max(...gaps.map(Math.abs));
  return values;
}

function headline({ form, z, h, h_pytorch }) {
  const { name, keeps } = FORMS[form];
  const does = keeps ? "keeps" : "replaces";
  const said = `${name}: *z* = ${format(z, 2)} ${does} ${format(100 * z, 0)} %`;
  const off = Math.abs(h - h_pytorch);
  return off < 1e-12 ? said : `${said}; ${format(off, 3)} off PyTorch`;
}

// What is there once for each form; only the chosen one's is in the page.
function switched(frame, make) {
  const parts = Object.fromEntries(Object.keys(FORMS).map((key) => [key, make(FORMS[key])]));
  const place = element("div");
  let shown;
  frame.onDraw(({ form }) => {
    if (form === shown) return;
    shown = form;
    place.replaceChildren(parts[form]);
  });
  return place;
}

function equations(frame, { keeps, resetAfter, candidate, weights, stacked }) {
  const r = { symbol: "*r*_t", name: "r", kind: "reset" };
  const z = { symbol: "*z*_t", name: "z", kind: "update" };
  const n = { symbol: `${candidate}_t`, name: "n", kind: "candidate" };
  const old = { symbol: "*h*_{t−1}", name: "h_prev", kind: "state" };
  const sum = (gate) => {
    const [W, U, ...biases] = weights(gate);
    return `${W}*x* + ${U}*h* + ${biases.join(" + ")}`;
  };
  const gate = (term, letter, kind) =>
    equation(frame, [term, "= σ(", { symbol: sum(letter), name: `a_${letter}`, kind }, ")"]);
  const [W, U, b, inner] = weights("n");
  const content = equation(frame, [
    n,
    "= tanh(",
    { symbol: `${W}*x* + ${b}`, name: "from_x", kind: "input" },
    "+",
    ...(resetAfter
      ? [r, { symbol: `(${U}*h* + ${inner})`, name: "bracket", kind: "state" }]
      : [{ symbol: `${U}(*r* ⊙ *h*)`, name: "bracket", kind: "reset" }]),
    ")",
  ]);
  const [first, second] = keeps ? [n, old] : [old, n];
  const state = equation(frame, [
    { symbol: "*h*_t", name: "h", kind: "state" },
    "=",
    { symbol: "(1 − *z*_t)", name: "takes", kind: "update" },
    first,
    "+",
    z,
    second,
  ]);
  const gates = [gate(r, "r", "reset"), gate(z, "z", "update")];
  return element("div", {}, [...(stacked === "z" ? gates.reverse() : gates), content, state]);
}

function picture(frame, { name, keeps }) {
  const meaning = keeps ? "keeps the old state" : "replaces the old state";
  const label = `${name}: z near 1 ${meaning}`;
  return lever(frame, { mirrored: !keeps, xLabel: `*z* near 1 ${meaning}`, label }).node;
}

// z and the new state in all forms at once.
function comparison(frame) {
  const rows = Object.entries(FORMS).map(([key, { name, resetAfter }]) => {
    const row = element("tr", {}, [
      element("th", { scope: "row" }, name),
      element("td", {}, resetAfter ? "after" : "before"),
      element("td", { class: "gru-ink-update" }, number(frame, `z_${key}`)),
      element("td", { class: "gru-ink-state" }, number(frame, `h_${key}`)),
    ]);
    frame.onDraw(({ form }) => row.classList.toggle("gru-chosen", form === key));
    return row;
  });
  const names = ["written as in", "r acts", "z", "new h"];
  const head = names.map((text) => element("th", { scope: "col" }, text));
  return element("table", {}, [
    element("thead", {}, element("tr", {}, head)),
    element("tbody", {}, rows),
  ]);
}

function storedWeights(frame) {
  const code = element("pre");
  frame.onDraw(({ stored }) => {
    const text = written(stored);
    if (code.textContent !== text) code.textContent = text;
  });
  return code;
}

function build(frame) {
  layout(frame, {
    label: "Convention switch: one cell as four sources write it",
    headline,
    stage: [switched(frame, (form) => picture(frame, form))],
    controls: [
      choice(frame, "form", { legend: "Written as in", options: NAMES }),
      slider(frame, "b_z", { label: "PyTorch’s bias *b*_z", kind: "update", digits: 1 }),
      slider(frame, "b_hn", { label: "PyTorch’s bias *b*_{hn}", kind: "candidate", digits: 1 }),
      slider(frame, "x", { label: "input x", kind: "input" }),
      slider(frame, "h_prev", { label: "old state h", kind: "state" }),
    ],
    below: [
      element("div", { class: "gru-written" }, [
        element("div", {}, [switched(frame, (form) => equations(frame, form)), comparison(frame)]),
        element("div", {}, [
          switched(frame, ({ says }) => element("p", {}, says)),
          storedWeights(frame),
        ]),
      ]),
      task(frame, {
        ask:
          "Two of the four make another new state. Make all four agree, for every input and old " +
          "state.",
        progress: ({ b_hn, off }) => (b_hn === 0 ? 1 : off < 0.01 ? 0.5 : 0),
        hint: ({ off }) =>
          off < 0.01
            ? "They agree here, not for every input and old state."
            : `Here the two are ${format(off, 3)} off: no weights give this cell in their form.`,
        byHand: true,
        why:
          "After the product *r* multiplies *b*_{hn} too; before it there is no bias to multiply. " +
          "With more units *W*_{hn} must not mix them either.",
      }),
      pasted(frame),
    ],
  });
}

export default widget({ compute, build });
