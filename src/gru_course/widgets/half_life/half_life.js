// How long an update gate remembers, and the bias that makes it so.

import { halfLife, logit, sigmoid } from "../equations/gru.js";
import { button, equation, slider } from "../shared/controls.js";
import { element, format, liveText, styledText } from "../shared/elements.js";
import { layout, task, widget } from "../shared/frame.js";
import { plot } from "../shared/plot.js";

const LONGEST = 4; // powers of ten, the end of the axis of steps
const POWERS = ["1", "10", "100", "10³", "10⁴"].map((text, power) => [power, text]);
const GATES = [0.1, 0.5, 0.9, 0.99, 0.999];
const AIM = 100; // steps

const power = (steps) => Math.min(LONGEST, Math.max(0, Math.log10(steps)));

function compute(state) {
  const z = sigmoid(state.b);
  return { ...state, z, half_life: halfLife(z), left: z ** state.steps };
}

// The nearer to 1, the more digits: .99309 is not .99.
const gateDigits = (z) => (z > 0.999 ? 6 : z > 0.9 ? 5 : 3);
const stepDigits = (steps) => (steps >= 1000 ? 0 : steps >= 10 ? 1 : 2);

const headline = ({ z, half_life }) =>
  `At *z* = ${format(z, gateDigits(z))} half is left after ${format(half_life, stepDigits(half_life))} step${half_life === 1 ? "" : "s"}`;

// What is left over time. On a logarithmic axis the curve keeps its shape and moves.
function decay(frame) {
  const drawing = plot({
    x: [0, LONGEST],
    y: [0, 1.05],
    xTicks: POWERS,
    yTicks: [[0, "0"], [0.5, ""], [1, "1"]],
    xLabel: "steps",
    yLabel: "left of the old state",
    label: "What is left of the old state over the steps, on an axis of powers of ten",
  });
  const curve = drawing.line("update");
  const half = drawing.line("state", "gru-thin");
  const look = drawing.line("input", "gru-thin");
  const dot = drawing.mark("state", "dot");
  const note = drawing.note("state", ["half"]);
  const lookNote = drawing.note("input", liveText(frame, "[left input 3] after [steps input 0]"));
  const places = Array.from({ length: 121 }, (_, i) => i / 30);
  frame.onDraw(({ z, half_life, steps, left }) => {
    curve(places.map((place) => [place, z ** (10 ** place)]));
    const at = power(half_life);
    half([[at, 0], [at, 0.5], [0, 0.5]]);
    dot(at, 0.5);
    note(at, 0.5, at > 3 ? "above-left" : "above-right");
    look([[power(steps), 0], [power(steps), left]]);
    lookNote(power(steps), 0.17, power(steps) > 2 ? "left" : "right");
  });
  return drawing.node;
}

// The half-life over the bias: near 1 each unit of the bias makes it 2.7 times as long.
function road(frame) {
  const { min, max } = frame.schema.b;
  const drawing = plot({
    x: [min, max],
    y: [-1, LONGEST],
    xTicks: GATES.map((z) => [logit(z), String(z).slice(1)]),
    yTicks: POWERS,
    xLabel: "update gate *z*",
    yLabel: "half-life",
    label: "Half-life over the update gate: both axes stretch what is near 1",
  });
  const places = Array.from({ length: 66 }, (_, i) => min + (i / 65) * (max - min));
  const line = places.map((b) => [b, Math.max(-1, Math.log10(halfLife(sigmoid(b))))]);
  drawing.line("update")(line);
  const dot = drawing.mark("state", "dot");
  const drop = drawing.line("state", "gru-thin");
  frame.onDraw(({ b, half_life }) => {
    const up = Math.max(-1, Math.log10(half_life));
    dot(b, up);
    drop([[b, -1], [b, up], [min, up]]);
  });
  return drawing.node;
}

// A number that is typed, for a value that a slider can hardly hit. One beyond the range moves
// nothing, and that is said.
function typed(frame) {
  const { min, max } = frame.schema.b;
  const range = `from ${format(min, 0)} to ${format(max, 0)}`;
  const limits = element("span", { class: "gru-limits" }, range);
  const input = element("input", { type: "number", min, max, step: "any", class: "gru-entry" });
  input.addEventListener("input", () => {
    const value = input.valueAsNumber;
    const beyond = value < min || value > max; // false for no number
    limits.textContent = beyond ? `only ${range}: nothing moves` : range;
    if (beyond) frame.say(limits.textContent, "typed");
    else if (!Number.isNaN(value)) frame.set({ b: value });
  });
  frame.onDraw(({ b }) => {
    if (input.matches(":focus")) return; // what is being typed stays
    limits.textContent = range;
    const text = String(Number(b.toFixed(4)));
    if (input.value !== text) input.value = text;
  });
  return element("label", { class: "gru-typed" }, [element("span", {}, styledText("or type *b*_z")), input, limits]);
}

// The lines that put this bias into a real layer.
function lines(frame) {
  const code = element("code");
  const copied = element("span");
  const copy = button("Copy these lines", async () => {
    const copying = navigator.clipboard?.writeText(code.textContent);
    const done = await copying?.then(() => true, () => false); // where the browser lets us
    copied.textContent = done ? "copied" : "select and copy them";
    frame.say(`The lines are ${done ? "copied" : "shown"}.`, "copy");
  });
  let shown;
  frame.onDraw(({ b }) => {
    if (b === shown) return;
    shown = b;
    code.textContent =
      `gru.bias_ih_l0.data[H : 2 * H] = ${Number(b.toFixed(4))}  # rows r, z, n\n` +
      "gru.bias_hh_l0.data[H : 2 * H] = 0  # the gate hears the sum of both";
    copied.textContent = "";
  });
  frame.onReset(() => (copied.textContent = ""));
  return element("div", { class: "gru-lines" }, [element("pre", {}, code), copy, " ", copied]);
}

function build(frame) {
  layout(frame, {
    label: "Half-life: how long an update gate remembers",
    headline,
    stage: [decay(frame), slider(frame, "b", { label: "bias *b*_z, all that the gate hears", kind: "update", digits: 2 })],
    controls: [road(frame), slider(frame, "steps", { label: "look after steps", kind: "input", digits: 0 }), typed(frame)],
    below: [
      equation(frame, [
        { symbol: "*t*_{½}", name: "half_life", kind: "state", digits: stepDigits },
        "= ln 2 / −ln",
        { symbol: "*z*", name: "z", kind: "update", digits: gateDigits },
        ",",
        { symbol: "*z*", name: "z", kind: "update", digits: gateDigits },
        "= σ(",
        { symbol: "*b*_z", name: "b", kind: "update", digits: 2 },
        ")",
      ]),
      lines(frame),
      task(frame, {
        ask: "Half is to be left after 100 steps: which bias?",
        progress: ({ half_life }) => 1 - Math.min(1, Math.max(0, Math.abs(half_life - AIM) - 1) / 60),
        hint: ({ half_life }) =>
          Math.abs(half_life - AIM) < 30 ? "Within one step, please: the arrow keys move by 0.01." : "",
        why: "*z* = 0.99309, so *b*_z is about 4.97. Near 1 the half-life is 0.69 / (1 − *z*): ten times as long needs a bias 2.3 larger.",
      }),
    ],
  });
}

export default widget({ compute, build });
