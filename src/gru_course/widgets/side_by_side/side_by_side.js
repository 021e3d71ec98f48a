// One drawn input through a unit of an LSTM and a unit of a GRU, and what either costs.

import { gruRun } from "../equations/gru.js";
import { lstmRun } from "../equations/lstm.js";
import { equation, group, slider } from "../shared/controls.js";
import { drawn } from "../shared/drawn.js";
import { element, format, liveText } from "../shared/elements.js";
import { layout, task, widget } from "../shared/frame.js";
import { plot } from "../shared/plot.js";
import { layers, prices } from "./layer_prices.js";

const NEAR = 0.2; // of a count: a memory this near still holds it
const SCALES = [2, 4, 8, 12, 24]; // of a memory's plot, up to an input of 1 at every step

// The steps of both units, one number for each name, beside the sum of the inputs so far.
function run({ x, w, u, b_i, b_f, b_o, b_z }) {
  const all = x.map((value) => [value]);
  const lstm = {
    weight_ih: [[0], [0], [w], [0]],
    weight_hh: [[0], [0], [0], [0]],
    bias_ih: [b_i, b_f, 0, b_o],
    bias_hh: [0, 0, 0, 0],
  };
  const gru = {
    weight_ih: [[0], [0], [w]],
    weight_hh: [[0], [0], [u]],
    bias_ih: [0, b_z, 0],
    bias_hh: [0, 0, 0],
  };
  const right = gruRun(all, [0], gru, { held: { r: [1] } });
  let sum = 0;
  return lstmRun(all, [0], [0], lstm).map(({ i, f, g, o, c, h, cPrev }, t) => {
    const { z, n, h: state, hPrev } = right[t];
    const lists = { i, f, g, o, c, h, c_before: cPrev, z, n, h_gru: state, h_before: hPrev };
    sum += x[t];
    const numbers = Object.entries(lists).map(([name, [value]]) => [name, value]);
    return { t: t + 1, sum, ...Object.fromEntries(numbers) };
  });
}

// The first step at which a memory is more than half a count off; undefined if none is.
const lostAt = (steps, memory, worth) =>
  steps.find((step) => Math.abs(step[memory] - step.sum * worth) > 0.5 * Math.abs(worth))?.t;

function compute(state) {
  const steps = run(state);
  const now = steps[state.step - 1];
  const worth = (1 - now.z) * run({ ...state, x: [1] })[0].n; // what the first a adds to h
  const largest = (value) => Math.max(...steps.map((step) => Math.abs(value(step))));
  return {
    ...state,
    ...now,
    ...layers(state),
    steps,
    worth,
    takes: 1 - now.z,
    top: largest(({ sum }) => sum),
    error: largest(({ c, sum }) => c - sum),
    c_lost: lostAt(steps, "c", 1),
    h_lost: lostAt(steps, "h_gru", worth),
  };
}

function headline({ steps, sum, c, h, h_gru, o, c_lost, h_lost, top }) {
  if (!top) return "Draw an input: up for an *a*, down for a *b*";
  if (steps.every((step) => Math.abs(step.c - step.h_gru) < 1e-9)) {
    return "With *i* = 1 − *f* the LSTM’s *c* is the GRU’s *h*";
  }
  if (c_lost) {
    const both = `LSTM *c* = ${format(c, 2)}, GRU *h* = ${format(h_gru, 2)}`;
    return `The inputs sum to ${format(sum, 1)}: ${both}`;
  }
  if (o < 0.01) {
    const left = format(Math.abs(h), 2);
    return `*c* counts on, and *h* shows ${left} of it: the output gate is closed`;
  }
  return h_lost
    ? `*c* counts every input; the GRU’s *h* loses count at step ${h_lost}`
    : "Both count every input";
}

// A memory over the steps, the count that it should hold below it, and where it loses that.
function memoryPlot(frame, { title, label, memory, symbol, lost, worth, shown, legend }) {
  const drawing = plot({
    x: [0.5, 24.5],
    y: [-1.35, 1.35],
    xTicks: [[8, "8"], [16, "16"], [24, "24"]],
    yTicks: [[-1, "−1"], [0, "0"], [1, "1"]],
    xLabel: "step",
    label,
  });
  const [low, , high] = drawing.area.querySelectorAll(".gru-y-tick");
  const count = drawing.line("input");
  const loss = drawing.line("input", "gru-loss");
  const seen = shown && drawing.line("state", "gru-thin gru-shown");
  const line = drawing.line("state");
  const dot = drawing.mark("state");
  const note = drawing.note("state", liveText(frame, `*${symbol}* = [${memory} state 2]`), "above");
  const lossNote = drawing.note("input", "count lost", "right");
  frame.onDraw((values) => {
    const { steps, step } = values;
    const size = values[worth] ?? 1;
    const heights = steps.flatMap((s) => [Math.abs(s[memory]), Math.abs(s.sum * size)]);
    const fits = (limit) => heights.every((height) => height <= limit + 1e-9);
    // A small memory fills its plot, even where the count that it should hold leaves it.
    const isSmall = steps.every((s) => Math.abs(s[memory]) <= 1);
    const scale = isSmall ? 1 : (SCALES.find(fits) ?? 24);
    const at = (value) => value / scale;
    line(steps.map((s) => [s.t, at(s[memory])]));
    count(steps.map((s) => [s.t, at(s.sum * size)]));
    seen?.(steps.map((s) => [s.t, at(s[shown])]));
    const now = at(values[memory]);
    dot(step, now);
    const side = step < 6 ? "-right" : step > 19 ? "-left" : "";
    note(step, now, (now < 0 ? "below" : "above") + side);
    const end = values[lost];
    loss(end ? [[end, -1.35], [end, 1.35]] : []);
    lossNote.node.hidden = !end;
    if (end) lossNote(end, -1, end > 16 ? "left" : "right");
    if (high.textContent === `${scale}`) return;
    low.textContent = `−${scale}`;
    high.textContent = scale;
  });
  return element("div", {}, [
    element("p", {}, [element("strong", {}, title), ...liveText(frame, legend)]),
    drawing.node,
  ]);
}

const counts = ({ error, top }) => error <= NEAR && top >= 8;

function missing({ i, f, error, top }) {
  if (top < 8) return "Draw at least eight *a*’s.";
  if (f < 0.99) return `After each step only ${format(f, 2)} of *c* is left.`;
  if (i < 0.99) return `Each input is let in by ${format(i, 2)} only.`;
  return error > NEAR ? "The candidate *g* = tanh(*w x*) is not 1 for an *a* yet." : "";
}

function build(frame) {
  const bias = (name, label, kind) => slider(frame, name, { label, kind, digits: 1 });
  const input = drawn(frame, "x", {
    label: "Input at each of 24 steps",
    item: "input at step",
    yTicks: [[-1, "b"], [0, "0"], [1, "a"]],
    yLabel: "input",
  });
  layout(frame, {
    label: "An LSTM and a GRU side by side",
    headline,
    stage: [
      input.node,
      memoryPlot(frame, {
        title: "LSTM",
        legend:
          ": memory c (thick). It shows *h* = *o* tanh *c* = [h state 2] (dotted). " +
          "Grey: the sum of the inputs, the count. Dashed: c is more than a half off.",
        label: "The LSTM's memory c and state h over the steps",
        memory: "c",
        symbol: "c",
        lost: "c_lost",
        shown: "h",
      }),
      memoryPlot(frame, {
        title: "GRU",
        legend:
          ": state h (thick). Grey: the count, if every input moved h as far as the first did. " +
          "Dashed: h is more than half such a move off.",
        label: "The GRU's state h over the steps",
        memory: "h_gru",
        symbol: "h",
        lost: "h_lost",
        worth: "worth",
      }),
    ],
    controls: [
      group("LSTM, biases", [
        bias("b_i", "input gate", "candidate"),
        bias("b_f", "forget gate", "update"),
        bias("b_o", "output gate", "reset"),
      ]),
      group("GRU", [
        bias("b_z", "bias of the update gate", "update"),
        bias("u", "weight of its old h", "state"),
      ]),
      group("both", [
        bias("w", "weight of input", "input"),
        slider(frame, "step", { label: "look at step", kind: "state", digits: 0 }),
      ]),
    ],
    below: [
      element("div", { class: "gru-cells" }, [
        equation(frame, [
          { symbol: "*c*", name: "c", kind: "state", digits: 2 },
          "=",
          { symbol: "*f*", name: "f", kind: "update", digits: 2 },
          { symbol: "*c*_{t−1}", name: "c_before", kind: "state", digits: 2 },
          "+",
          { symbol: "*i*", name: "i", kind: "candidate", digits: 2 },
          { symbol: "*g*", name: "g", kind: "candidate", digits: 2 },
        ]),
        equation(frame, [
          { symbol: "*h*", name: "h_gru", kind: "state", digits: 2 },
          "=",
          { symbol: "*z*", name: "z", kind: "update", digits: 2 },
          { symbol: "*h*_{t−1}", name: "h_before", kind: "state", digits: 2 },
          "+",
          { symbol: "(1 − *z*)", name: "takes", kind: "update", digits: 2 },
          { symbol: "*n*", name: "n", kind: "candidate", digits: 2 },
        ]),
      ]),
      task(frame, {
        ask:
          "Make the LSTM count: with eight a’s or more, *c* stays within 0.2 of the sum of the " +
          "inputs at every step.",
        progress: (values) => (counts(values) ? 1 : values.top >= 8 && values.error <= 1 ? 0.5 : 0),
        hint: missing,
        byHand: true,
        why:
          "With *f* = 1 nothing is lost and with *i* = 1 each input is added whole: *c* is a sum, " +
          "and no tanh and no 1 − *f* hold it back.",
      }),
    ],
  });
  frame.el.append(prices(frame)); // a part of its own, under the presets, which are of the units
}

export default widget({ compute, build });
