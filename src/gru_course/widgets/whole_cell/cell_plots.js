// Where the cell stands in the square of both gates, and its run over a sequence.

import { menu, slider } from "../shared/controls.js";
import { element, styledText } from "../shared/elements.js";
import { plot } from "../shared/plot.js";

// The corners of the square are cells that everybody knows.
export function square(frame) {
  const map = plot({
    x: [0, 1],
    y: [0, 1],
    xTicks: [[0, "0"], [1, "1"]],
    yTicks: [[0, "0"], [1, "1"]],
    xLabel: "reset gate *r*",
    yLabel: "update gate *z*",
    label: "Both gates: a copy at z = 1; at z = 0 an Elman RNN for r = 1, feed-forward for r = 0",
  });
  map.line("state", "gru-thin")([[0, 1], [1, 1]]);
  map.mark("state", "ring")(0, 0);
  map.mark("state", "ring")(1, 0);
  map.note("state", "copy", "above")(0.5, 1);
  map.note("state", "feed-forward", "below-right")(0, 0);
  map.note("state", "Elman RNN", "below-left")(1, 0);
  const resetLine = map.line("reset");
  const updateLine = map.line("update");
  const point = map.mark("state");
  frame.onDraw(({ r, z }) => {
    resetLine([[r, 0], [r, z]]);
    updateLine([[0, z], [r, z]]);
    point(r, z);
  });
  const hundredth = (share) => Math.round(share * 100) / 100;
  map.onPick((r, z) =>
    frame.set({ r_set_by: "me", z_set_by: "me", r: hundredth(r), z: hundredth(z) }),
  );
  map.node.classList.add("gru-square");
  return map.node;
}

const LINES = { h: "state", n: "candidate", z: "update", r: "reset" };
const GAP = 0.3; // between two labels, in units of the plot

// Heights for labels at `values`: each has its gap, and none is above `top`.
function apart(values, top) {
  const order = values.map((_, i) => i).sort((i, j) => values[j] - values[i]);
  const heights = [];
  let free = top;
  for (const i of order) {
    heights[i] = Math.min(values[i], free);
    free = heights[i] - GAP;
  }
  return heights;
}

// Whose numbers the cell above shows: those of a step, or the reader's own.
function whose(frame) {
  const line = element("p", { class: "gru-remark" });
  let shown;
  frame.onReset(() => (shown = undefined));
  frame.onDraw(({ step }) => {
    if (step === shown) return;
    const left = !step && shown;
    shown = step;
    const text = step
      ? `The cell above shows step ${step}: *x* and *h*_{t−1} come from the run.`
      : left
        ? `You have left step ${left} of the run: *x* and *h*_{t−1} above are your own.`
        : "Choose a step, and the cell above shows it.";
    if (left) frame.say(text, "run");
    line.replaceChildren(...styledText(text));
  });
  return line;
}

export function strip(frame) {
  const last = frame.schema.step.max;
  const time = plot({
    x: [0, last],
    y: [-1.1, 1.1],
    yTicks: [[-1, "−1"], [0, "0"], [1, "1"]],
    label: "Over the steps: the input as bars; new state, candidate and both gates as lines",
  });
  const bars = time.bars("input", "gru-bars");
  const cursor = time.line("state", "gru-thin");
  const inputNote = time.note("input", "x", "over");
  const lines = Object.entries(LINES).map(([name, kind]) => ({
    name,
    draw: time.line(kind),
    note: time.note(kind, name),
  }));
  const dot = time.mark("state");

  frame.onDraw(({ run, step }) => {
    const inputs = run.map(({ x }) => x);
    const largest = inputs.indexOf(Math.max(...inputs));
    bars(run.map(({ x }, i) => [i + 1, x]));
    inputNote(largest + 1, 1.1);
    const heights = apart(lines.map(({ name }) => run.at(-1)[name]), 1.1);
    lines.forEach(({ name, draw, note }, i) => {
      const series = run.map((each) => each[name]);
      const written = series.join(" ");
      note(last, heights[i]);
      if (time.node.dataset[name] === written) return; // x and h_prev do not change the run
      time.node.dataset[name] = written;
      const points = series.map((value, t) => [t + 1, value]);
      draw(name === "h" ? [[0, 0], ...points] : points);
    });
    cursor(step ? [[step, -1.1], [step, 1.1]] : []);
    dot.node.hidden = !step;
    dot(step, run[Math.floor(step) - 1]?.h ?? 0);
  });
  time.onPick((t) => frame.set({ step: Math.round(t) }));

  return element("div", { class: "gru-strip" }, [
    menu(frame, "sequence", {
      label: "Run the cell over",
      options: { pulse: "one pulse", steps: "steps", sine: "sine", noise: "noise" },
    }),
    time.node,
    slider(frame, "step", {
      label: "step",
      kind: "state",
      write: (step) => `${step || "none"} of ${last}`,
    }),
    whose(frame),
  ]);
}
