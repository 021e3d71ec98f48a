// W12: the whole cell. One flow from input and old state to the new state, the controls of the
// chosen stage, the square of both gates, and the run over a sequence.

import { flow } from "./cell_flow.js";
import { square, strip } from "./cell_plots.js";
import { stageControls } from "./cell_stages.js";
import { slider } from "./controls.js";
import { element } from "./elements.js";
import { layout, task, widget } from "./frame.js";
import { gruRun, gruStep, unitSlopes } from "./gru.js";

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

function finding({ r, z }) {
  if (z >= 0.995) return "A copy: *z* keeps the old state, whatever *x* and *r* are";
  if (z <= 0.005 && r >= 0.995) return "An Elman RNN: the past lives on in the candidate only";
  if (z <= 0.005 && r <= 0.005) return "Feed-forward: only the input is left, nothing of the past";
  return `*r* lets ${percent(r)} of the past in, *z* keeps ${percent(z)} of the old state`;
}

function headline(values) {
  const text = finding(values);
  return values.step ? `Step ${values.step}: ${text[0].toLowerCase()}${text.slice(1)}` : text;
}

// How much of the highest state is left at the end, if a pulse made it and the weights kept it.
function remembered({ run, sequence, r_set_by, z_set_by }) {
  if (sequence !== "pulse" || r_set_by === "me" || z_set_by === "me") return 0;
  const states = run.map(({ h }) => Math.abs(h));
  const [rest, peak] = [Math.max(...states.slice(0, 2)), Math.max(...states)];
  return rest < 0.01 && peak >= 0.3 ? states.at(-1) / peak : 0;
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

function build(frame) {
  layout(frame, {
    label: "The whole cell: reset gate, update gate, candidate and new state",
    headline,
    stage: [flow(frame)],
    controls: sources(frame),
    below: [
      element("div", { class: "gru-inside" }, [stageControls(frame), square(frame)]),
      strip(frame),
      task(frame, {
        ask:
          "Remember one pulse, with gates that the weights set: *h* is 0 before it, peaks at 0.3 " +
          "or more, and at the last step half of the peak is left.",
        progress: (values) => remembered(values) / 0.5,
        why:
          "A bias *b*_z that holds *z* near 1 keeps the state; an input strong enough to pull " +
          "*z* down writes it.",
      }),
    ],
  });
}

export default widget({ compute, build });
