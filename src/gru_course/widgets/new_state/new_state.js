// The new state over a sequence that the reader draws.

import { blend, gruRun, sharesInState } from "../equations/gru.js";
import { choice, equation, group, slider } from "../shared/controls.js";
import { drawn } from "../shared/drawn.js";
import { element, format, liveText, styledText } from "../shared/elements.js";
import { layout, task, widget } from "../shared/frame.js";
import { plot } from "../shared/plot.js";

const SPAN = 7; // candidates over which the task averages
const KEEP = 1 - 1 / SPAN;
const NEAR = 0.015; // of the average, at every step
const TICKS = [[1, "1"], [8, "8"], [16, "16"], [24, "24"]];

function run(state) {
  const { x, w_ir, w_hr, b_r, w_iz, w_hz, b_z, w_in, w_hn } = state;
  const weights = {
    weight_ih: [[w_ir], [w_iz], [w_in]],
    weight_hh: [[w_hr], [w_hz], [w_hn]],
    bias_ih: [b_r, b_z, 0],
    bias_hh: [0, 0, 0],
  };
  const held = {};
  if (state.r_set_by === "me") held.r = [state.r];
  if (state.z_set_by === "me") held.z = [state.z];
  const all = x.map((value) => [value]);
  // What the inputs alone would put into the candidate, averaged: the aim of the task.
  let average = 0;
  const alone = gruRun(all, [0], weights, { held: { r: [0], z: [0] } });
  return gruRun(all, [0], weights, { held }).map(({ r: [r], z: [z], n: [n], h: [h], hPrev }, t) => {
    average = blend(KEEP, alone[t].n[0], average);
    return { t: t + 1, r, z, n, h, h_before: hPrev[0], average };
  });
}

function compute(state) {
  const steps = run(state);
  const now = steps[state.step - 1];
  const shares = sharesInState(steps.slice(0, state.step).map(({ z }) => z));
  const largest = (value) => Math.max(...steps.map((step) => Math.abs(value(step))));
  return {
    ...state,
    ...now,
    x_now: state.x[state.step - 1],
    takes: 1 - now.z,
    steps,
    shares,
    off: largest(({ h, average }) => h - average),
    loud: largest(({ average }) => average),
    past: largest(({ r, h_before }) => r * state.w_hn * h_before),
  };
}

const percent = (share) => `${Math.round(share * 100)} %`;

function headline({ t, z, h, x_now }) {
  const heard = `hears ${format(x_now, 1)}`;
  return `Step ${t} ${heard}, keeps ${percent(z)} of the old state: *h* = ${format(h, 2)}`;
}

// The lines of a plot over the steps, each with its name at its end.
function lines(frame, drawing, kinds) {
  const all = Object.entries(kinds).map(([name, kind]) => [name, drawing.line(kind)]);
  frame.onDraw(({ steps }) => {
    for (const [name, line] of all) line(steps.map((step) => [step.t, step[name]]));
  });
}

// A level line where the reader looks; pointing into the plot moves it.
function cursor(frame, drawing, low, high) {
  const line = drawing.line("state", "gru-thin gru-cursor");
  frame.onDraw(({ step }) => line([[step, low], [step, high]]));
}

function stateOver(frame) {
  const drawing = drawn(frame, "x", {
    label: "Input at each of 24 steps, candidate and state as lines",
    item: "input at step",
    yTicks: [[-1, "−1"], [0, "0"], [1, "1"]],
    xTicks: TICKS,
  });
  cursor(frame, drawing, -1, 1);
  lines(frame, drawing, { n: "candidate", h: "state" });
  const aim = drawing.line("input", "gru-aim");
  const aimNote = drawing.note("input", styledText("average of 7 *n*"));
  const dot = drawing.mark("state");
  const h = drawing.note("state", liveText(frame, "*h* = [h state 2]"));
  const n = drawing.note("candidate", styledText("*n*"));
  frame.onDraw(({ steps, step, ...now }) => {
    aim(steps.map(({ t, average }) => [t, average]));
    aimNote(24, steps.at(-1).average, steps.at(-1).h < steps.at(-1).average ? "above-left" : "below-left");
    dot(step, now.h);
    const side = step > 18 ? "left" : "right";
    h(step, now.h, `${now.h < now.n ? "below" : "above"}-${side}`);
    n(step, now.n, `${now.h < now.n ? "above" : "below"}-${side}`);
  });
  return drawing.node;
}

function gatesOver(frame) {
  const drawing = plot({
    x: [0.5, 24.5],
    y: [0, 1],
    yTicks: [[0, "0"], [1, "1"]],
    xTicks: TICKS,
    xLabel: "columns: share of each *n* in *h*",
    label: "Both gates over the steps, and what share of each candidate is in the chosen state",
  });
  const shares = drawing.columns("candidate", 0.7, "gru-shares");
  cursor(frame, drawing, 0, 1);
  lines(frame, drawing, { r: "reset", z: "update" });
  const z = drawing.note("update", liveText(frame, "*z* = [z update 2]"));
  const r = drawing.note("reset", liveText(frame, "*r* = [r reset 2]"));
  frame.onDraw(({ step, shares: parts, ...now }) => {
    shares(parts.map((part, i) => [i + 1, part]));
    const side = step > 18 ? "left" : "right";
    // Names that would lie upon each other part, and stay inside the plot.
    const apart = Math.abs(now.z - now.r) < 0.3;
    const above = (one, other) => (apart ? one > other : one < 0.5);
    z(step, now.z, `${above(now.z, now.r) ? "above" : "below"}-${side}`);
    r(step, now.r, `${above(now.r, now.z) || now.r === now.z ? "above" : "below"}-${side}`);
  });
  drawing.onPick((x) => frame.set({ step: Math.min(24, Math.max(1, Math.round(x))) }));
  return drawing.node;
}

// Who sets a gate: three weights, or one value for all steps.
function gate(frame, name, kind) {
  const by = `${name}_set_by`;
  const weight = (key, label) => slider(frame, key, { label, kind, digits: 1 });
  const weights = [
    weight(`w_i${name}`, "weight of *x*"),
    weight(`w_h${name}`, "weight of *h*_{t−1}"),
    weight(`b_${name}`, "bias"),
  ];
  const byWeights = element("div", {}, weights);
  const mine = slider(frame, name, { label: `*${name}* at all steps`, kind });
  let now;
  frame.onDraw((values) => {
    now = values[name];
    const held = values[by] === "me";
    mine.inert = !held;
    byWeights.inert = held;
  });
  return element("div", { class: "gru-gate" }, [
    choice(frame, by, {
      legend: `Who sets the ${kind} gate *${name}*?`,
      options: { weights: "the weights", me: "I do" },
      kind,
      changes: (who) => ({ [by]: who, [name]: now }), // no jump when the reader takes over
    }),
    element("div", { class: "gru-turns" }, [byWeights, mine]),
  ]);
}

function missing({ off, loud, past, z_set_by, z, step }) {
  if (loud < 0.1) return "Too faint to see it: draw louder inputs.";
  if (past > NEAR) return "The candidate still hears the old state: take the input alone.";
  if (off <= NEAR) return "";
  if (z_set_by === "weights") return "The gate still moves, or stands at another value.";
  return `At step ${step} the newest candidate counts ${format(1 - z, 2)}; it should count 1/7.`;
}

function build(frame) {
  layout(frame, {
    label: "The new state over an input that you draw",
    headline,
    stage: [
      stateOver(frame),
      gatesOver(frame),
      slider(frame, "step", { label: "look at step", kind: "state", digits: 0 }),
    ],
    controls: [
      gate(frame, "z", "update"),
      gate(frame, "r", "reset"),
      group("candidate *n*", [
        slider(frame, "w_in", { label: "weight of *x*", kind: "candidate", digits: 1 }),
        slider(frame, "w_hn", { label: "weight of *h*_{t−1}", kind: "candidate", digits: 1 }),
      ]),
    ],
    below: [
      equation(frame, [
        { symbol: "*h*_t", name: "h", kind: "state" },
        "=",
        { symbol: "(1 − *z*_t)", name: "takes", kind: "update" },
        { symbol: "*n*_t", name: "n", kind: "candidate" },
        "+",
        { symbol: "*z*_t", name: "z", kind: "update" },
        { symbol: "*h*_{t−1}", name: "h_before", kind: "state" },
      ]),
      task(frame, {
        ask:
          "Average about the last seven candidates, each made of its input alone: the newest counts " +
          "1/7, and the state stays on the thin line, their exponential average.",
        progress: (values) => (missing(values) ? (values.past > NEAR ? 0 : 0.5) : 1),
        hint: missing,
        byHand: true,
        why:
          "*z* = 6/7 keeps six sevenths, so a candidate counts 1/7, one step later 6/49, and so on; the " +
          "seven newest make up 66 %. *r* = 0, or no weight of *h*, keeps the past out of *n*.",
      }),
    ],
  });
}

export default widget({ compute, build });
