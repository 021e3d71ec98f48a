// The pictures over time, one below the other: what is read and expected, and the gates.

import { element, format, styledText } from "../shared/elements.js";
import { heatmap } from "../shared/heatmap.js";
import { plot } from "../shared/plot.js";

const ROWS = 4; // of pixels for a key: two are the stroke, the last parts it from the next key
const PALE = 0.4; // the ink of a key that was certainly expected
const [LOWEST, HIGHEST] = [22, 75]; // of the keys that chorales use: these are always in sight
const C = 3; // the first key of 88 that is one
const percent = (share) => `${100 * share}%`;

// A picture with a title above it, the step marked. `pick` gets shares of its width and height.
function strip(frame, { label, title, pick }) {
  const drawing = plot({ x: [0, 1], y: [1, 0], label });
  const now = element("span", { class: "gru-now" });
  drawing.area.append(now);
  drawing.onPick(pick);
  frame.onDraw(({ step, steps }) => {
    now.style.left = percent((step - 1) / steps.length);
    now.style.width = percent(1 / steps.length);
  });
  const heading = element("p", { class: "gru-aside" }, title);
  return { ...drawing, strip: element("div", { class: "gru-strip" }, [heading, drawing.node]) };
}

const stepOf = (x, { length }) => Math.min(length, 1 + Math.floor(x * length));

// What the GRU reads, and over each step what it had expected there.
export function readingMap(frame) {
  const title = element("span");
  let steps;
  const drawing = strip(frame, {
    label: "What the GRU reads at each step, and what it had expected there",
    title,
    pick: (x) => frame.set({ step: stepOf(x, steps) }),
  });
  const heat = heatmap(frame, { label: "Notes and the probability of each key", kind: "state" });
  drawing.area.prepend(heat.node);
  const read = drawing.line("input");
  const expected = drawing.line("state");
  const border = drawing.line("update", "gru-thin");
  const ticks = Array.from({ length: 8 }, () => element("span", { class: "gru-y-tick" }));
  drawing.area.append(...ticks);

  frame.onDraw(({ model, plays, steps: now }) => {
    if (now === steps) return;
    steps = now;
    const wave = model.task === "sine";
    const alone = plays === "continued";
    const [thin, thick] = wave ? ["Thin line", "Thick"] : ["Strong", "Faint"];
    title.textContent = alone
      ? `${thin}: what it reads, from step ${model.given + 1} its own. ${thick}: what it expected.`
      : `${thin}: what it reads. ${thick}: what it expected, one step before.`;
    heat.node.hidden = wave;
    const start = model.given / steps.length;
    border(alone ? [[start, 0], [start, 1]] : []);
    const point = (value, t) => [(t + 0.5) / steps.length, up(value)];
    read(wave ? steps.map(({ x }, t) => point(x[0], t)) : []);
    expected(wave ? steps.slice(1).map((_, t) => point(steps[t].expects[0], t + 1)) : []);
    const keys = wave ? [] : range(steps);
    const labels = wave ? [1, 0, -1].map((value) => [up(value), format(value, 0)]) : octaves(keys);
    ticks.forEach((tick, i) => {
      const [place, text] = labels[i] ?? [0, ""];
      tick.style.top = percent(place);
      tick.textContent = text;
    });
    if (!wave) heat.draw(...keyboard(steps, keys));
  });
  return drawing.strip;
}

const up = (value) => 0.5 - Math.max(-1.25, Math.min(1.25, value)) / 2.6;

// The lowest and the highest key that are in sight.
function range(steps) {
  const used = steps.flatMap(({ x }) => x.flatMap((down, key) => (down ? key : [])));
  return [Math.min(LOWEST, ...used), Math.max(HIGHEST, ...used)];
}

// The places of the keys C, with their names.
function octaves([low, high]) {
  const keys = Array.from({ length: 8 }, (_, octave) => C + 12 * octave);
  return keys
    .map((key, octave) => [(high - key + 0.5) / (high - low + 1), `C${octave + 1}`])
    .filter(([place]) => place > 0 && place < 1);
}

// The keys, each a few rows: pale for what was expected, with a dark stroke for what is read.
function keyboard(steps, [low, high]) {
  const columns = steps.length;
  const rows = (high - low + 1) * ROWS;
  const values = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    const key = high - Math.floor(row / ROWS);
    const place = row % ROWS;
    for (let t = 0; t < columns && place < ROWS - 1; t++) {
      const expected = t ? PALE * steps[t - 1].expects[key] : 0;
      const isStroke = steps[t].x[key] && (place === 1 || place === 2);
      values[row * columns + t] = isStroke ? 1 : expected;
    }
  }
  return [values, rows, columns];
}

// A gate of all units over all steps, the longest memory on top; withLives, half-lives at the left.
export function gateMap(frame, name, { kind, title, withLives = false }) {
  let shape;
  const drawing = strip(frame, {
    label: `The gate ${name} of every unit at every step`,
    title: styledText(title),
    pick: (x, y) => frame.set({ step: stepOf(x, shape.steps), unit: stepOf(y, shape.order) }),
  });
  const heat = heatmap(frame, { label: `${name}, the longest memory on top`, kind });
  drawing.area.prepend(heat.node);
  const ring = element("span", { class: "gru-ring-row" });
  const ticks = ["", "", "gru-own"].map((own) => element("span", { class: `gru-y-tick ${own}` }));
  drawing.area.append(ring, ...(withLives ? ticks : []));

  let drawn;
  frame.onDraw(({ model, steps, unit }) => {
    const { order, lives } = model;
    shape = { steps, order };
    const middle = (row) => (row + 0.5) / order.length;
    const own = middle(unit - 1);
    ring.style.top = percent((unit - 1) / order.length);
    ring.style.height = percent(1 / order.length);
    [0, order.length - 1, unit - 1].forEach((row, i) => {
      ticks[i].style.top = percent(middle(row));
      ticks[i].textContent = format(lives[row], 1);
      ticks[i].hidden = i < 2 && Math.abs(middle(row) - own) < 0.12; // the own one takes its place
    });
    if (steps === drawn) return;
    drawn = steps;
    const gates = order.flatMap((i) => steps.map((step) => step[name][i]));
    heat.draw(gates, order.length, steps.length);
  });
  return drawing.strip;
}
