// The whole cell. One flow from input and old state to the new state, the controls of the
// chosen stage, the square of both gates, and, in full detail, the run over a sequence.

import { flow } from "./cell_flow.js";
import { square, strip } from "./cell_plots.js";
import { stageControls } from "./cell_stages.js";
import { corner, cornerTask, pulseTask } from "./cell_tasks.js";
import { slider } from "../shared/controls.js";
import { element } from "../shared/elements.js";
import { layout, widget } from "../shared/frame.js";
import { gruRun, gruStep, unitSlopes } from "../equations/gru.js";

// The numbers of the only unit, without their arrays.
function unit(step) {
  return Object.fromEntries(Object.entries(step).map(([name, [value]]) => [name, value]));
}

function compute(state, schema) {
  const weights = {
    weight_ih: [[state.w_ir], [state.w_iz], [state.w_in]],
    weight_hh: [[state.w_hr], [state.w_hz], [state.w_hn]],
    bias_ih: [state.b_r, state.b_z, state.b_in],
    bias_hh: [0, 0, state.b_hn],
  };
  const held = {};
  if (state.r_set_by === "me") held.r = [state.r];
  if (state.z_set_by === "me") held.z = [state.z];

  const inputs = schema.sequence.values[state.sequence].map((x) => [x]);
  const run = gruRun(inputs, [0], weights, { held });
  const own = { x: [state.x], hPrev: [state.h_prev] };
  const { x, hPrev } = run[Math.floor(state.step) - 1] ?? own;
  const step = gruStep(x, hPrev, weights, { held });
  const past = (r) => gruStep(x, hPrev, weights, { held: { r: [r] } });
  const slopes = unitSlopes(hPrev, weights, step, held);
  const { past: gated, ...numbers } = unit(step);
  return {
    ...state,
    ...numbers,
    ...slopes,
    x: x[0],
    h_prev: hPrev[0],
    gated,
    past: past(1).past[0],
    from_x: past(0).a_n[0],
    takes: 1 - numbers.z,
    kept: numbers.z * hPrev[0],
    taken: (1 - numbers.z) * numbers.n,
    slope: Object.values(slopes).reduce((sum, part) => sum + part),
    run: run.map(unit),
  };
}

const percent = (share) => `${Math.round(share * 100)} %`;

const CORNERS = {
  copy: "A copy: *z* keeps the old state, whatever *x* and *r* are",
  Elman: "An Elman RNN: the past lives on in the candidate only",
  "feed-forward": "Feed-forward: only the input is left, nothing of the past",
};

function finding(values) {
  const { r, z, w_hn, b_in, b_hn } = values;
  if (corner(values)) return CORNERS[corner(values)];
  if (r <= 0.005) return `A leaky memory: *z* keeps ${percent(z)}, the input adds the rest`;
  if (r >= 0.995 && w_hn > 1 && !b_in && !b_hn) {
    return "A latch: the state holds its sign until *x* overrules it";
  }
  return `*r* lets ${percent(r)} of the past in, *z* keeps ${percent(z)} of the old state`;
}

function headline(values) {
  const text = finding(values);
  return values.step ? `Step ${values.step}: ${text[0].toLowerCase()}${text.slice(1)}` : text;
}

// Input and old state belong to the reader again as soon as one of them is moved.
function sources(frame) {
  let now;
  frame.onDraw(({ x, h_prev }) => (now = { x, h_prev }));
  const source = (name, label, kind) =>
    slider(frame, name, { label, kind, changes: (value) => ({ ...now, [name]: value, step: 0 }) });
  return [
    source("h_prev", "old state *h*_{t−1}", "state"),
    source("x", "input *x*_t", "input"),
  ];
}

// What stands below the flow and its gates, by how much of the cell is shown.
const MORE = {
  flow: () => [],
  corners: (frame) => [cornerTask(frame)],
  run: (frame) => [strip(frame), pulseTask(frame)],
};

function build(frame) {
  const { detail = "run" } = frame.content;
  layout(frame, {
    label: "The whole cell: reset gate, update gate, candidate and new state",
    headline,
    stage: [flow(frame)],
    controls: sources(frame),
    below: [
      element("div", { class: "gru-inside" }, [stageControls(frame, detail), square(frame)]),
      ...MORE[detail](frame),
    ],
  });
}

export default widget({ compute, build });
