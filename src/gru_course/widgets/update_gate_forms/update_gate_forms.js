// The two forms: weights copied from a cell whose z keeps into one whose z replaces.

import { choice, equation, slider } from "../shared/controls.js";
import { element, number, styledText } from "../shared/elements.js";
import { layout, task, widget } from "../shared/frame.js";
import { blend, blendReplacing, sigmoid } from "../equations/gru.js";
import { lever } from "../shared/lever.js";

// What happens to the weights on the way: its text, and the signs of s and b in the copy.
const CONVERSIONS = {
  copy: ["copied as they are", 1, 1],
  "negate b": ["*b*_z negated", 1, -1],
  "negate W, U": ["*W*_z, *U*_z negated", -1, 1],
  "negate W, U, b": ["*W*_z, *U*_z, *b*_z negated", -1, -1],
};

function compute(state) {
  const { s, b, n, h_prev, conversion } = state;
  const [, signS, signB] = CONVERSIONS[conversion];
  const [s_copy, b_copy] = [signS * s, signB * b];
  const z = sigmoid(s + b);
  const z_copy = sigmoid(s_copy + b_copy);
  const h = blend(z, n, h_prev);
  const h_copy = blendReplacing(z_copy, n, h_prev);
  return { ...state, s_copy, b_copy, z, z_copy, h, h_copy, difference: h_copy - h };
}

const agree = ({ difference }) => Math.abs(difference) < 1e-12;
const mended = ({ conversion }) => conversion === "negate W, U, b";

function headline(values) {
  const { s, b, z, z_copy, n, h_prev } = values;
  const keeps = `${Math.round(z * 100)} %`;
  if (n === h_prev) return "Candidate and old state agree, so *z* changes nothing";
  if (mended(values)) return `The copy keeps ${keeps}, as the original does`;
  if (!agree(values)) {
    return `The copy keeps ${Math.round((1 - z_copy) * 100)} %, the original keeps ${keeps}`;
  }
  if (b === 0 && s !== 0) return `Both keep ${keeps}, but only because the bias is 0`;
  if (s === 0 && b !== 0) return `Both keep ${keeps}, but only because *s* is 0`;
  return "Both keep 50 %: at *z* = .5 keeping and replacing are one";
}

// The two cells: which values are theirs, and which way their lever points.
const ORIGINAL = { s: "s", b: "b", z: "z", h: "h", mirrored: false };
const COPY = { s: "s_copy", b: "b_copy", z: "z_copy", h: "h_copy", mirrored: true };

function panel(frame, cell, { title, meaning, label }) {
  const drawing = lever(frame, { ...cell, label });
  const level = drawing.line("state", "gru-thin gru-ghost"); // the original's state, in both
  frame.onDraw(({ h }) => level([[0, h], [1, h]]));
  const heading = element("p", {}, [element("strong", {}, title), ...styledText(meaning)]);
  return element("div", {}, [heading, drawing.node]);
}

function equations(frame, name, { s, b, z, h, mirrored }) {
  const gate = { symbol: "*z*_t", name: z, kind: "update" };
  const candidate = { symbol: mirrored ? "*h̃*_t" : "*n*_t", name: "n", kind: "candidate" };
  const old = { symbol: "*h*_{t−1}", name: "h_prev", kind: "state" };
  const [first, second] = mirrored ? [old, candidate] : [candidate, old];
  return element("div", {}, [
    element("p", { class: "gru-of" }, name),
    equation(frame, [
      gate,
      "= σ(",
      { symbol: "*s*", name: s, kind: "update", digits: 1 },
      "+",
      { symbol: "*b*_z", name: b, kind: "update", digits: 1 },
      ")",
    ]),
    equation(frame, [
      { symbol: "*h*_t", name: h, kind: "state" },
      "= (1 −",
      gate,
      ") ·",
      first,
      "+",
      gate,
      second,
    ]),
  ]);
}

function build(frame) {
  layout(frame, {
    label: "Update gate: two forms of one equation, side by side",
    headline,
    stage: [
      panel(frame, ORIGINAL, {
        title: "Original (PyTorch):",
        meaning: " *z* near 1 keeps",
        label: "PyTorch's form: the candidate at z = 0, the old state at z = 1",
      }),
      panel(frame, COPY, {
        title: "Copy (Chung, FAU):",
        meaning: " *z* near 1 replaces",
        label: "The form of Chung et al.: the old state at z = 0, the candidate at z = 1",
      }),
      element("p", { class: "gru-difference" }, [
        "copy minus original (grey level): ",
        number(frame, "difference"),
      ]),
    ],
    controls: [
      slider(frame, "s", { label: "*s* = *W*_z*x* + *U*_z*h*", kind: "update", digits: 1 }),
      slider(frame, "b", { label: "bias *b*_z", kind: "update", digits: 1 }),
      choice(frame, "conversion", {
        legend: "The weights of the gate reach the copy",
        options: Object.fromEntries(Object.entries(CONVERSIONS).map(([key, [text]]) => [key, text])),
        kind: "update",
      }),
    ],
    below: [
      element("div", { class: "gru-forms" }, [
        equations(frame, "original", ORIGINAL),
        equations(frame, "copy", COPY),
      ]),
      task(frame, {
        ask: "You copied the weights of a PyTorch GRU into a colleague's code, and now the colleague's GRU forgets everything. Mend it with one operation, for every *s* and every bias.",
        progress: (values) => (mended(values) ? 1 : agree(values) ? 0.5 : 0),
        why: "σ(−*a*) = 1 − σ(*a*): with all three negated the copy's *z* is 1 − *z* of the original, and both states are the same number.",
      }),
    ],
  });
}

export default widget({ compute, build });
