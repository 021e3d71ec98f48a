// The pictures of the road: sizes over time, the GRU unit by unit, the states, one step's terms.

import { element, number, powerOfTen, styledText } from "../shared/elements.js";
import { heatmap } from "../shared/heatmap.js";
import { plot } from "../shared/plot.js";

const KINDS = { rnn: "input", gru: "state", lstm: "update" };
const TIMES = [[0, "0"], [0.5, "*T*/2"], [1, "*T*"]];
const POWERS = [[-12, "10⁻¹²"], [-8, "10⁻⁸"], [-4, "10⁻⁴"], [0, "1"], [4, "10⁴"]];
const FAINTEST = -8; // the power of ten that leaves no ink

// A power of ten, at most a hundred off an axis: beyond it a line only has to leave the plot.
const log = (size) => Math.max(-100, Math.min(100, Math.log10(Math.abs(size))));

// A plot over all steps, whatever their number; pointing into it picks the step that is looked at.
function overTime(frame, { low, high, ...looks }) {
  const drawing = plot({ x: [0, 1], y: [low, high], xTicks: TIMES, ...looks });
  drawing.node.classList.add("gru-over-time");
  let steps;
  drawing.onPick((x) => frame.set({ step: Math.max(1, Math.round(x * steps)) }));
  const cursor = drawing.line("state", "gru-thin gru-cursor");
  frame.onDraw(({ T, t }) => {
    steps = T;
    cursor([[t / T, low], [t / T, high]]);
  });
  return drawing;
}

// One line for each kind of layer through its numbers at t = 0 to T, which `name` of the values has.
function lines(frame, drawing, name, scale = (number) => number) {
  const all = Object.entries(KINDS).map(([layer, kind]) => [layer, drawing.line(kind)]);
  let shown;
  frame.onDraw(({ [name]: numbers, T }) => {
    if (numbers === shown) return;
    shown = numbers;
    for (const [layer, line] of all) line(numbers[layer].map((one, t) => [t / T, scale(one)]));
  });
}

export function roadPlot(frame) {
  const [low, high] = [POWERS[0][0], POWERS.at(-1)[0]];
  const drawing = overTime(frame, {
    low,
    high,
    yTicks: POWERS,
    yLabel: "gradient",
    label: "Size of the last state's gradient at every step, on an axis of powers of ten",
  });
  drawing.node.classList.add("gru-road");
  lines(frame, drawing, "sizes", log);
  return drawing.node;
}

// What the lines are, with their numbers at the step that is looked at.
export function legend(frame) {
  const names = { rnn: "RNN *h*", gru: "GRU *h*", lstm: "LSTM *c*" };
  const entries = Object.entries(names).map(([name, text]) =>
    element("span", { class: `gru-ink-${KINDS[name]}` }, [
      ...styledText(`${text} `),
      number(frame, name, 0, powerOfTen),
    ]),
  );
  return element("p", { class: "gru-legend" }, entries);
}

// The GRU's units as rows, the one that hears most on top.
export function unitsMap(frame) {
  const drawing = overTime(frame, {
    low: 0,
    high: 1,
    xLabel: "step *t*; ink: gradient, from 10⁻⁸ to 1",
    yLabel: "GRU's units",
    label: "Gradient of each of the GRU's units at every step; the more ink, the more",
  });
  const heat = heatmap(frame, { label: "Gradient, unit by unit", kind: "state" });
  drawing.area.prepend(heat.node);
  let shown;
  frame.onDraw(({ units }) => {
    if (units === shown) return;
    shown = units;
    const middle = units[units.length >> 1];
    const order = middle.map((_, i) => i).sort((a, b) => Math.abs(middle[b]) - Math.abs(middle[a]));
    const ink = (size) => Math.min(1, Math.max(0, 1 - log(size) / FAINTEST));
    const values = order.flatMap((i) => units.map((gradient) => ink(gradient[i])));
    heat.draw(values, order.length, units.length);
  });
  return drawing.node;
}

// What the three units that are set by hand hold.
export function statesPlot(frame) {
  const drawing = overTime(frame, {
    low: -1,
    high: 1,
    yTicks: [[-1, "−1"], [0, "0"], [1, "1"]],
    xLabel: "step *t*",
    yLabel: "state",
    label: "What each unit holds after one pulse at the first step",
  });
  lines(frame, drawing, "states");
  return drawing.node;
}

// Columns for the sizes of a step's four terms, from a thousandth to ten.
export function termsPlot(frame) {
  const terms = { straight: "update", through_z: "update", through_n: "candidate", through_r: "reset" };
  const drawing = plot({
    x: [0.5, 4.5],
    y: [0, 4],
    xTicks: [[1, "straight"], [2, "through *z*"], [3, "through *n*"], [4, "through *r*"]],
    yTicks: [[0, ".001"], [1, ".01"], [2, ".1"], [3, "1"], [4, "10"]],
    yLabel: "size",
    label: "Sizes of the four ways through one step of the GRU",
  });
  const columns = Object.entries(terms).map(([name, kind], i) => [name, i + 1, drawing.columns(kind, 0.6)]);
  frame.onDraw((values) => {
    for (const [name, at, column] of columns) {
      column([[at, Math.min(4, Math.max(0, log(values[name]) + 3))]]);
    }
  });
  return drawing.node;
}
