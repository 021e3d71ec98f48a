// The reset gate after the product scales rows, before the product it scales columns.

import { group, slider } from "../shared/controls.js";
import { element, format, liveText, number, styledText } from "../shared/elements.js";
import { layout, task, widget } from "../shared/frame.js";
import { gruStep, pastParts } from "../equations/gru.js";
import { plot } from "../shared/plot.js";

const FORMS = {
  after: {
    sign: "■",
    name: "after the product",
    users: "PyTorch, Keras",
    formula: "*r* ⊙ (*W*_{hn}*h*_{t−1} + *b*_{hn})",
    rule: "scales rows, and the bias too",
    gate: (i) => i,
  },
  before: {
    sign: "◇",
    name: "before the product",
    users: "Chung, FAU",
    formula: "*W*_{hn}(*r* ⊙ *h*_{t−1}) + *b*_{hn}",
    rule: "scales columns; the bias is not gated",
    gate: (i, j) => j, // the bias has none
  },
};
const LEGEND =
  "A cell is gate · (weight × state): [part_11 state 2] is *w*₁₁*h*₁. " +
  "The bar: how far the gate is open.";
const ASIDE =
  "Σ is the sum of a row, *n* its tanh. The input's part is the same in both forms, and 0 here.";
const UNITS = [0, 1];
const WEIGHTS = ["w_11", "w_12", "w_21", "w_22"];

function compute(state) {
  const { w_11, w_12, w_21, w_22, b_1, b_2, r_1, r_2, h_1, h_2 } = state;
  const rows = [[w_11, w_12], [w_21, w_22]];
  const bias = [b_1, b_2];
  const hPrev = [h_1, h_2];
  const r = [r_1, r_2];
  const unused = [0, 0, 0, 0]; // the rows of r, which is held, and of z, which n does not see
  const weights = {
    weight_ih: [...unused, 0, 0].map(() => [0]),
    weight_hh: [...unused.map(() => [0, 0]), ...rows],
    bias_ih: [...unused, 0, 0],
    bias_hh: [...unused, ...bias],
  };
  const values = { ...state };
  const shown = { part: pastParts(rows, bias, hPrev, [1, 1]) };
  for (const form of ["after", "before"]) {
    const resetAfter = form === "after";
    shown[form] = pastParts(rows, bias, hPrev, r, { resetAfter });
    const { a_n, n } = gruStep([0], hPrev, weights, { resetAfter, held: { r } });
    for (const i of UNITS) {
      values[`${form}_sum_${i + 1}`] = a_n[i];
      values[`${form}_n_${i + 1}`] = n[i];
    }
  }
  for (const [name, table] of Object.entries(shown)) {
    table.forEach((row, i) => row.forEach((v, j) => (values[`${name}_${i + 1}${j + 1}`] = v)));
  }
  const gap = (i) => Math.abs(values[`after_n_${i}`] - values[`before_n_${i}`]);
  values.gap_1 = gap(1);
  values.gap_2 = gap(2);
  values.difference = Math.max(values.gap_1, values.gap_2);
  return values;
}

const vanishes = ({ difference }) => difference < 1e-9;
const silent = (values) => !WEIGHTS.some((name) => values[name]);
const noBias = ({ b_1, b_2 }) => b_1 === 0 && b_2 === 0;

// Why the two forms agree, the most general reason first: a test, the headline's words, the task's.
const REASONS = [
  [
    ({ r_1, r_2 }) => r_1 === 1 && r_2 === 1,
    "both gates are open",
    "An open gate multiplies by 1, and does so anywhere.",
  ],
  [
    (values) => noBias(values) && values.h_1 === 0 && values.h_2 === 0,
    "there is no past to gate",
    "With *h* = 0, as at a first step, only *b*_{hn} could speak, and it is 0.",
  ],
  [
    (values) => noBias(values) && values.r_1 === values.r_2,
    "equal gates are one factor",
    "A common factor passes through the product; only a bias would tell.",
  ],
  [
    (values) => noBias(values) && values.w_12 === 0 && values.w_21 === 0,
    "nothing mixes",
    "Without mixing each gate meets only its own unit's state.",
  ],
  [
    () => true,
    "here the parts cancel",
    "The parts cancel for these numbers only: move *h* and the difference is back.",
  ],
];
const reason = (values) => REASONS.find(([holds]) => holds(values));

function headline(values) {
  if (vanishes(values)) return `No difference: ${reason(values)[1]}`;
  return `Same weights, same gates, but *n* differs by up to ${format(values.difference)}`;
}

// The parts of both candidates as one form gates them.
function table(frame, form) {
  const { sign, name, users, formula, rule, gate } = FORMS[form];
  const heads = ["unit", "from *h*₁", "from *h*₂", "bias", "Σ, *n*"];
  const cell = (i, j) => {
    const r = `r_${gate(i, j) + 1}`;
    const factor = r in frame.schema ? `*r*${"₁₂"[r[2] - 1]} · ` : "";
    const node = element("td", {}, [
      ...liveText(frame, `${factor}[part_${i + 1}${j + 1} state 2]`),
      number(frame, `${form}_${i + 1}${j + 1}`),
    ]);
    if (factor) frame.onDraw((values) => node.style.setProperty("--open", values[r]));
    return node;
  };
  const row = (i) =>
    element("tr", {}, [
      element("th", { scope: "row" }, `unit ${i + 1}`),
      ...[0, 1, 2].map((j) => cell(i, j)),
      element("td", {}, liveText(frame, `[${form}_sum_${i + 1} state][${form}_n_${i + 1} candidate]`)),
    ]);
  return element("table", { class: "gru-parts" }, [
    element("caption", {}, [
      element("strong", {}, `${sign} ${name}`),
      ...styledText(`: ${formula}`),
      element("br"),
      `${users}: ${rule}`,
    ]),
    element("tr", {}, heads.map((text) => element("th", { scope: "col" }, styledText(text)))),
    ...UNITS.map(row),
  ]);
}

// Both candidates on one line a unit, and the gap between them.
function gaps(frame) {
  const lines = plot({
    x: [-1, 1],
    y: [2, 0],
    xTicks: [[-1, "−1"], [0, "0"], [1, "1"]],
    yTicks: [[0.6, "*n*_1"], [1.6, "*n*_2"]],
    label: "Both candidates of each unit: a square after the product, a diamond before it",
  });
  for (const i of UNITS) {
    const gap = lines.line("candidate");
    const before = lines.mark("candidate", "diamond");
    const after = lines.mark("candidate", "square");
    const note = lines.note("candidate", number(frame, `gap_${i + 1}`), "above");
    frame.onDraw((values) => {
      const [a, b] = [values[`after_n_${i + 1}`], values[`before_n_${i + 1}`]];
      gap([[a, i + 0.6], [b, i + 0.6]]);
      after(a, i + 0.6);
      before(b, i + 0.6);
      note((a + b) / 2, i + 0.6);
    });
  }
  return lines.node;
}

function build(frame) {
  const sliders = (names, kind, digits) =>
    names.map((name) => {
      const [letter, place] = name.split("_");
      return slider(frame, name, { label: `*${letter}*_{${place}}`, kind, digits });
    });
  layout(frame, {
    label: "Candidate: the reset gate after or before the product",
    headline,
    stage: [
      element("p", { class: "gru-legend" }, liveText(frame, LEGEND)),
      table(frame, "after"),
      table(frame, "before"),
      gaps(frame),
    ],
    controls: [
      group("weights *W*_{hn}", sliders(WEIGHTS, "state", 1)),
      group("bias *b*_{hn}", sliders(["b_1", "b_2"], "state", 1)),
      group("gate *r*", sliders(["r_1", "r_2"], "reset", 2)),
      group("old state *h*_{t−1}", sliders(["h_1", "h_2"], "state", 1)),
    ],
    below: [
      element("p", { class: "gru-aside" }, styledText(ASIDE)),
      task(frame, {
        ask: "Make the two forms differ by more than 0.5 in one unit.",
        progress: ({ difference: d }) => (d > 0.5 ? 1 : d > 0.45 ? 0.5 : 0),
        byHand: true,
        why: "Unequal gates do it where units mix; a closed one, where there is a bias.",
      }),
      task(frame, {
        ask: "Make the difference vanish, without setting *W*_{hn} to zero.",
        progress: (values) => {
          if (silent(values)) return 0;
          return vanishes(values) ? 1 : values.difference < 0.02 ? 0.5 : 0;
        },
        hint: (values) => (silent(values) ? "*W*_{hn} = 0 does not count." : ""),
        byHand: true,
        why: (values) => reason(values)[2],
      }),
    ],
  });
}

export default widget({ compute, build });
