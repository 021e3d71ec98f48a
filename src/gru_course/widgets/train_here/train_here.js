// A GRU that is trained in the page.

import { button, choice, equation, slider } from "../shared/controls.js";
import { element, format, powerOfTen } from "../shared/elements.js";
import { layout, task, widget } from "../shared/frame.js";
import { gatePlot, lossPlot, wavePlot } from "./train_plots.js";
import { LIMIT, trainingRun } from "./training_run.js";
import { differences } from "./witness.js";

const QUICK = 150; // updates
const SAME = 1e-12;

// Small errors by their digits, large ones by their power of ten.
const errorText = (loss) => (loss < 1000 ? format(loss, 4) : powerOfTen(loss));
const count = (number) => number.toLocaleString("en");

function headline({ updates, loss, failed }) {
  if (failed) return `Stopped at update ${count(updates)}: the error is no number any more`;
  if (updates === 0) return `Untrained: the error on unseen waves is ${errorText(loss)}`;
  if (updates >= LIMIT) return `${count(LIMIT)} updates are enough: error ${errorText(loss)}`;
  return `After ${count(updates)} updates the error on unseen waves is ${errorText(loss)}`;
}

// Train and pause, one update, and how fast it goes.
function player(frame, run) {
  const toggle = button("▶ Train", () => run.toggle());
  const once = button("One update", () => run.once());
  const pace = element("span", { class: "gru-pace" });
  frame.onDraw(({ playing, done, perSecond, updates, silent }) => {
    const text = done ? "Begin anew" : playing ? "Pause" : "▶ Train";
    if (toggle.textContent !== text) toggle.textContent = text;
    once.disabled = done;
    const speed = `${count(Math.round(perSecond))} updates a second`;
    const said = done ? "It is over. Begin anew, untrained?" : updates ? speed : "";
    const words = silent ? "This page may start no worker, and so it cannot train." : said;
    if (pace.textContent !== words) pace.textContent = words;
  });
  return element("div", { class: "gru-player" }, [toggle, once, pace]);
}

// The comparison with torch, made in the page when the reader asks for it.
function comparison(frame) {
  const { witness } = frame.data;
  const result = element("p", { class: "gru-compared", role: "status" });
  const names = { losses: "losses", predictions: "predictions", gradients: "gradients" };
  function compare() {
    const found = differences(frame.defaults, witness);
    const same = Object.values(found).every((difference) => difference <= SAME);
    const parts = Object.entries(found).map(
      ([name, value]) => `${witness[name].length} ${names[name]} by ${powerOfTen(value)}`,
    );
    result.replaceChildren(
      `${same ? "✓ The same." : "✗ Not the same."} From the first settings, this page and ${witness.by} ` +
        `differ at most: ${parts.join(", ")}.`,
    );
    result.dataset.largest = Math.max(...Object.values(found));
  }
  frame.onReset(() => {
    result.replaceChildren();
    delete result.dataset.largest;
  });
  const ask = button(`Check ${witness.losses.length} updates against torch`, compare);
  return element("div", { class: "gru-comparison" }, [ask, result]);
}

// Most gates stand at 0 or 1, and there a sigmoid is flat.
const isSaturated = ({ r, z }) => r[0] + r.at(-1) + z[0] + z.at(-1) > 1.4; // of 2

function missing({ goal, updates, failed, gates }) {
  if (failed) return "The steps were too large: every one made the next error larger.";
  if (goal !== null) return `It took ${goal} updates.`;
  if (updates > QUICK) {
    return isSaturated(gates)
      ? "It is stuck: large steps threw most gates to 0 or 1, where the sigmoid is flat."
      : `Not below 0.01 after ${QUICK} updates: change something.`;
  }
  return updates ? "" : "Press Train.";
}

function build(frame) {
  const run = trainingRun(frame);
  frame.onReset(run.reset);
  frame.compute = (state) => {
    const training = run.of(state);
    return { ...state, ...training, rate: 10 ** state.log10_rate };
  };
  const setting = (name, label, kind = "input") => slider(frame, name, { label, kind, digits: 0 });
  layout(frame, {
    label: "A GRU that is trained in this page",
    headline,
    stage: [
      lossPlot(frame, QUICK),
      wavePlot(frame),
      element("div", { class: "gru-gates" }, [gatePlot(frame, "r", "reset"), gatePlot(frame, "z", "update")]),
    ],
    controls: [
      player(frame, run),
      slider(frame, "log10_rate", {
        label: "learning rate",
        kind: "candidate",
        write: (power) => Number((10 ** power).toPrecision(2)).toString(),
      }),
      choice(frame, "optimizer", {
        legend: "Optimiser: who takes the steps",
        options: { Adam: "Adam", SGD: "plain gradient descent" },
        kind: "candidate",
      }),
      setting("hidden_size", "units *H*", "state"),
      setting("steps", "steps *T* of a wave"),
      setting("batch_size", "batch size: waves in an update"),
      setting("seed", "seed"),
    ],
    below: [
      equation(frame, [
        { symbol: "error", name: "loss", kind: "state", write: errorText },
        "= mean (ŷ_t − x_{t+1})²,",
        "θ ← θ −",
        { symbol: "*η*", name: "rate", kind: "candidate", digits: 4 },
        "· step",
      ]),
      comparison(frame),
      task(frame, {
        ask: `Bring the error on unseen waves below 0.01 within ${QUICK} updates.`,
        progress: ({ goal }) => (goal === null ? 0 : goal <= QUICK ? 1 : 0.5),
        hint: missing,
        why:
          "A larger learning rate gets there with fewer updates, until its steps are so large that they " +
          "jump past what they aim at. Most of the error that stays is the first step's: one value does " +
          "not tell whether the wave rises or falls.",
      }),
    ],
  });
}

export default widget({ build });
