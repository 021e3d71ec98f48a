// What the training shows: its curve, a wave that it never saw, and where its gates stand.

import { element, number } from "../shared/elements.js";
import { plot } from "../shared/plot.js";

const POWERS = [[-3, "0.001"], [-2, "0.01"], [-1, "0.1"], [0, "1"], [1, "10"]];
const [LOW, HIGH] = [-3, 1];
const FEWEST = 200; // updates that the curve has room for from the start
const GOAL = -2;

const power = (loss) => Math.min(HIGH, Math.max(LOW, Math.log10(loss)));
const inSight = (value) => Math.min(2, Math.max(-2, value)); // beyond the plot at most

export function lossPlot(frame) {
  const drawing = plot({
    x: [0, 1],
    y: [LOW, HIGH],
    xTicks: [[0, "0"]],
    yTicks: POWERS,
    xLabel: "updates",
    label: "Mean squared error over the updates, on an axis of powers of ten",
  });
  const end = element("span", { class: "gru-x-tick gru-end" }, number(frame, "end", 0));
  drawing.area.append(end);
  drawing.line("input", "gru-goal")([[0, GOAL], [1, GOAL]]);
  const trained = drawing.line("input");
  const unseen = drawing.line("state");
  let shown;
  frame.onDraw(({ points, end: last }) => {
    if (points === shown) return;
    shown = points;
    trained(points.map(([updates, , loss]) => [updates / last, power(loss)]));
    unseen(points.map(([updates, loss]) => [updates / last, power(loss)]));
  });
  return drawing.node;
}

// How many updates the curve shows.
export const endOf = (updates) => Math.max(FEWEST, updates);

export function wavePlot(frame) {
  const drawing = plot({
    x: [0, 1],
    y: [-1.2, 1.2],
    yTicks: [[-1, "−1"], [0, "0"], [1, "1"]],
    xLabel: "steps of a wave that it never saw; thick: its prediction",
    label: "The next value of an unseen wave at each step, and the prediction of it",
  });
  drawing.node.classList.add("gru-wave");
  const truth = drawing.line("input");
  const predicted = drawing.line("state");
  let shown;
  frame.onDraw(({ wave }) => {
    if (wave === shown) return;
    shown = wave;
    const points = (values) => values.map((value, t) => [(t + 0.5) / values.length, inSight(value)]);
    truth(points(wave.y));
    predicted(points(wave.predicted));
  });
  return drawing.node;
}

// How often the gates of all units stand where, on unseen waves.
export function gatePlot(frame, name, kind) {
  const drawing = plot({
    x: [0, 1],
    y: [0, 0.5],
    xTicks: [[0, "0"], [0.5, `*${name}*`], [1, "1"]],
    yTicks: [[0, "0"], [0.5, "½"]],
    label: `How often the ${kind} gates of all units stand at which value from 0 to 1`,
  });
  const columns = drawing.columns(kind, 0.045);
  let shown;
  frame.onDraw(({ gates }) => {
    if (gates === shown) return;
    shown = gates;
    const bins = gates[name];
    columns(bins.map((share, i) => [(i + 0.5) / bins.length, Math.min(0.5, share)]));
  });
  return drawing.node;
}
