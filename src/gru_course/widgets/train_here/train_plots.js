// What the training shows: its curve, a wave that it never saw, and where its gates stand.

import { plot } from "../shared/plot.js";
import { EVERY } from "./session.js";

const POWERS = [[-3, "0.001"], [-2, "0.01"], [-1, "0.1"], [0, "1"], [1, "10"]];
const [LOW, HIGH] = [-3, 1];
const GOAL = -2;

const power = (loss) => Math.min(HIGH, Math.max(LOW, Math.log10(loss)));
const early = (updates) => Math.log10(Math.max(EVERY, updates)); // the untrained one at the edge
const inSight = (value) => Math.min(2, Math.max(-2, value)); // beyond the plot at most

// The error over the updates. Both axes are of powers of ten: what is worth seeing happens in the
// first hundreds of the updates. `quick` of them are marked, and where the goal is reached.
export function lossPlot(frame, quick) {
  const drawing = plot({
    x: [1, 4],
    y: [LOW, HIGH],
    xTicks: [[1, "10"], [2, "100"], [3, "1,000"], [4, "10,000"]],
    yTicks: POWERS,
    xLabel: "updates, on a logarithmic axis",
    label: "Mean squared error over the updates, both on axes of powers of ten",
  });
  drawing.line("input", "gru-goal")([[1, GOAL], [4, GOAL]]);
  const limit = early(quick);
  drawing.line("input", "gru-goal")([[limit, LOW], [limit, HIGH]]);
  drawing.note("input", `${quick} updates`, "right")(limit, 0.7);
  const trained = drawing.line("input");
  const unseen = drawing.line("state");
  const reached = drawing.mark("state");
  const note = drawing.note("state", "");
  let shown;
  frame.onDraw(({ points, goal }) => {
    if (points === shown) return;
    shown = points;
    trained(points.map(([updates, , loss]) => [early(updates), power(loss)]));
    unseen(points.map(([updates, loss]) => [early(updates), power(loss)]));
    reached.node.hidden = note.node.hidden = goal === null;
    if (goal === null) return;
    reached(early(goal), GOAL);
    note.node.textContent = `after ${goal}`;
    note(early(goal), GOAL, goal > 2500 ? "below-left" : "above-right");
  });
  return drawing.node;
}

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
    yLabel: "share of gates",
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
