// One cell in a loop, or as many copies of it as there are steps. What a state can hear.

import { gruRun } from "../equations/gru.js";
import { back, gruStepBack } from "../equations/step_back.js";
import { button, choice, equation, slider } from "../shared/controls.js";
import { drawn } from "../shared/drawn.js";
import { element, format, liveText, number, styledText } from "../shared/elements.js";
import { layout, task, widget } from "../shared/frame.js";
import { plot } from "../shared/plot.js";

const STEPS = 8;
const TIMES = Array.from({ length: STEPS + 1 }, (_, t) => t);
const ACROSS = [-0.5, STEPS + 0.5]; // of every picture here, so that they stand in line
const IN_REACH = 0.15; // root mean squared error of a guess that counts
const KEY = {
  "▮ your guess": "state",
  "━ candidate *n*_t": "candidate",
  "╱ the cell": "state",
};
const DRAWN = [-0.3, 1]; // slopes beyond it are cut off, not their numbers
const WEIGHTS =
  "The same *W* in every box: *w*_{in} = [w_in candidate 1] and " +
  "*w*_{hn} = [w_hn candidate 1] make *n*, " +
  "*w*_z = [w_z update 1] and *b*_z = [b_z update 1] make *z*";

// How far the state after the last of these steps moves for each unit of h_0, x_1, x_2, ...
function slopesOf(steps, weights) {
  const slopes = [];
  let dh = [1];
  for (const step of [...steps].reverse()) {
    const { hPrev, fromX } = gruStepBack(step, dh, weights);
    slopes.unshift(back(fromX, weights.weight_ih)[0]);
    dh = hPrev;
  }
  return [dh[0], ...slopes];
}

const rootMeanSquare = (values) => Math.hypot(...values) / Math.sqrt(values.length);

function compute(state) {
  const { x, guess, h_0, b_z, w_z, w_in, w_hn } = state;
  const weights = {
    weight_ih: [[0], [w_z], [w_in]],
    weight_hh: [[0], [0], [w_hn]],
    bias_ih: [0, b_z, 0],
    bias_hh: [0, 0, 0],
  };
  const t = Math.round(state.step);
  const steps = gruRun(x.map((value) => [value]), [h_0], weights);
  const states = [h_0, ...steps.map(({ h }) => h[0])];
  const heard = slopesOf(steps.slice(0, t), weights);
  const slopes = TIMES.map((s) => heard[s] ?? 0);
  const missedBy = (values) => rootMeanSquare(values.map((value, i) => value - states[i + 1]));
  return {
    ...state,
    ...Object.fromEntries(slopes.map((slope, s) => [`slope_${s}`, slope])),
    t,
    states,
    slopes,
    candidates: steps.map(({ n }) => n[0]),
    rmse: missedBy(guess),
    undrawn: missedBy(guess.map(() => 0)),
    z_t: steps[t - 1].z[0],
    takes: 1 - steps[t - 1].z[0],
    n_t: steps[t - 1].n[0],
    h_before: states[t - 1],
    h_t: states[t],
  };
}

const between = (from, to) => (from === to ? `*x*_${to}` : `*x*_${from} to *x*_${to}`);

function headline({ t, slopes }) {
  const sizes = slopes.map(Math.abs);
  const most = sizes.indexOf(Math.max(...sizes));
  const late = t < STEPS ? `, not ${between(t + 1, STEPS)}` : "";
  const loudest = `${most ? "*x*" : "*h*"}_${most}`;
  return `*h*_${t} can hear *h*_0 and ${between(1, t)} (most: ${loudest})${late}`;
}

// The height that is farthest from all numbers, clear of 0, where the guess begins.
function freeHeight(numbers) {
  const gap = (height) => Math.min(...numbers.map((number) => Math.abs(number - height)));
  return [-0.6, -0.4, -0.25, 0.25, 0.4, 0.6].sort((a, b) => gap(b) - gap(a))[0];
}

// The reader's guess, the candidates to which each step goes, and once revealed the true states.
function statePlot(frame) {
  const drawing = drawn(frame, "guess", {
    x: ACROSS,
    xTicks: TIMES.map((t) => [t, String(t)]),
    yTicks: [[-1, "−1"], [0, "0"], [1, "1"]],
    yLabel: "state *h*",
    label: "Your guess of the state at each of eight steps",
    item: "your guess of the state at step",
    kind: "state",
    digits: 2,
  });
  const toward = drawing.dashes("candidate", 0.7);
  const truth = drawing.line("state");
  const start = drawing.mark("state", "ring");
  const here = drawing.mark("state", "dot");
  const invitation = drawing.note("input", styledText("draw your *h*_1 to *h*_8 here"), "above");
  frame.onDraw(({ states, candidates, guess, shown, t }) => {
    invitation(4.5, freeHeight(candidates.slice(1, 7)) - 0.3); // the note stands above its point
    const hidden = shown === "guess";
    drawing.area.inert = !hidden; // what is drawn after the answer is no guess
    toward(candidates.map((n, i) => [i + 1, n]));
    truth(hidden ? [] : states.map((h, s) => [s, h]));
    start(0, states[0]);
    here(t, states[t]);
    here.node.hidden = hidden;
    invitation.node.hidden = !hidden || guess.some((value) => value !== 0);
  });
  return drawing.node;
}

// The copies of the cell, each a native radio: arrow keys walk along time.
function chain(frame) {
  const name = `gru-steps-${Math.random().toString(36).slice(2)}`; // radios belong together by name
  const radios = TIMES.slice(1).map((t) => {
    const input = element("input", { type: "radio", name, value: t, "aria-label": `step ${t}` });
    input.addEventListener("change", () => frame.set({ step: t }));
    return input;
  });
  frame.onDraw(({ t }) => {
    radios[t - 1].checked = true;
  });
  const box = () => element("span", {}, element("em", {}, "W"));
  const label = "Step that is looked at";
  return element("div", { class: "gru-chain", role: "radiogroup", "aria-label": label }, [
    element("span", {}, element("span", {}, styledText("*h*_0"))),
    ...radios.map((input) => element("label", {}, [input, box()])),
  ]);
}

// How strongly the chosen state hears each input and h_0, as bars and in numbers.
function slopesPlot(frame) {
  const drawing = plot({
    x: ACROSS,
    y: DRAWN,
    yTicks: [[0, "0"], [1, "1"]],
    yLabel: "slope",
    label: "How far the chosen state moves for each unit of the first state and of each input",
  });
  const first = drawing.columns("state", 0.5);
  const rest = drawing.columns("input", 0.5);
  const [low, high] = DRAWN;
  const inside = (slope) => Math.min(high, Math.max(low, slope)); // the number below says it all
  frame.onDraw(({ slopes }) => {
    const points = slopes.map((slope, s) => [s, inside(slope)]);
    first(points.slice(0, 1));
    rest(points.slice(1));
  });
  const short = (value, digits) => format(value, digits).replace("0.", ".");
  const numbers = TIMES.map((s) => number(frame, `slope_${s}`, 2, short));
  return [drawing.node, element("div", { class: "gru-slopes" }, numbers)];
}

// What the chosen state depends on; a veil lies over what comes later.
function dependence(frame) {
  const inputs = drawn(frame, "x", {
    x: ACROSS,
    yTicks: [[-1, "−1"], [1, "1"]],
    yLabel: "input *x*",
    label: "The input at each of eight steps",
    item: "input at step",
  });
  const veil = element("span", { class: "gru-veil" });
  const title = "How much of a small push at each step reaches *h* at step [t state 0]";
  const node = element("div", { class: "gru-dependence" }, [
    chain(frame),
    inputs.node,
    element("p", {}, liveText(frame, title)),
    ...slopesPlot(frame),
    veil,
  ]);
  frame.onDraw(({ t, view }) => {
    node.dataset.view = view;
    veil.style.setProperty("--heard", (t + 1) / (STEPS + 1));
  });
  return node;
}

// The guess ends with a click; what it missed by then is what counts in the task.
function guessing(frame) {
  let made = null;
  frame.onReset(() => (made = null));
  const reveal = button("", () => {
    const state = frame.state();
    if (state.shown === "truth") return frame.set({ shown: "guess", guess: frame.defaults.guess });
    made = compute(state);
    frame.set({ shown: "truth" });
    frame.say(`Your guess misses by ${format(made.rmse, 2)}`, "guess");
  });
  const missed = element("span", {}, liveText(frame, "it misses by [rmse state 2] (RMSE)"));
  const key = Object.entries(KEY).map(([text, kind]) =>
    element("span", { class: `gru-ink-${kind}` }, styledText(text)),
  );
  frame.onDraw(({ shown }) => {
    const text = shown === "truth" ? "Guess again" : "Reveal";
    if (reveal.textContent !== text) reveal.textContent = text;
    frame.el.dataset.shown = shown;
  });
  const empty = () => made?.undrawn <= IN_REACH; // nothing was there to guess
  const line = task(frame, {
    ask: "Draw *h*_1 to *h*_8, then reveal: within 0.15 (RMSE).",
    progress: () => {
      if (!made || empty()) return 0;
      return made.rmse <= IN_REACH ? 1 : made.rmse <= 2 * IN_REACH ? 0.5 : 0;
    },
    hint: () => {
      if (empty()) return "Whoever draws nothing is right here: choose inputs that move the state.";
      const missed = made ? `That missed by ${format(made.rmse, 2)}. ` : "";
      return `${missed}Start at *h*_0; each step goes the share 1 − *z*_t of the way to *n*_t.`;
    },
    why: "You were the loop: one rule, eight times, each step from the state before it.",
  });
  return { bar: element("div", { class: "gru-guess" }, [...key, reveal, missed]), line };
}

function build(frame) {
  const { bar, line } = guessing(frame);
  layout(frame, {
    label: "Unrolling: one cell in a loop, and what each state hears",
    headline,
    stage: [bar, statePlot(frame), dependence(frame)],
    controls: [
      choice(frame, "view", {
        legend: "One cell is drawn",
        options: { unrolled: "unrolled: once a step", folded: "folded: once, with a loop" },
      }),
      slider(frame, "h_0", { label: "first state *h*_0", kind: "state" }),
      slider(frame, "b_z", { label: "bias *b*_z", kind: "update", digits: 1 }),
    ],
    below: [
      equation(frame, [
        { symbol: "*h*_t", name: "h_t", kind: "state" },
        "=",
        { symbol: "(1 − *z*_t)", name: "takes", kind: "update" },
        { symbol: "*n*_t", name: "n_t", kind: "candidate" },
        "+",
        { symbol: "*z*_t", name: "z_t", kind: "update" },
        { symbol: "*h*_{t−1}", name: "h_before", kind: "state" },
      ]),
      element("p", { class: "gru-aside" }, liveText(frame, WEIGHTS)),
      line,
    ],
  });
}

export default widget({ compute, build });
