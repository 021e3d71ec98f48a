// What every widget shares: its state, one redraw per screen frame, headline, presets, task,
// voice and clean-up. Names, ranges and presets of the state are declared by the Python class.

import { button } from "./controls.js";
import { element, styledText } from "./elements.js";

const MOVES = ["input", "change"];
const nothing = { get() {}, set() {} };

// Make an anywidget of `compute`, which turns the state (and what the Python class declares of
// it) into all shown values, and `build`, which lays out the widget and registers what is redrawn.
// Where values need more than the state, `build` gives the frame a `compute` of its own.
export function widget({ compute = (state) => state, build }) {
  return {
    render({ model, el, address, kept }) {
      const frame = createFrame({ model, el, address, kept, compute });
      build(frame);
      return frame.start();
    },
  };
}

// address and kept come from the book's page: what stands in its address, and what it keeps in the
// reader's browser. JupyterLab has neither.
function createFrame({ model, el, address, kept = nothing, compute }) {
  const schema = model.get("_schema");
  const names = Object.keys(schema);
  const drawers = [];
  const resets = [];
  const endings = [];
  let pending = 0;

  const frame = {
    el,
    address,
    kept,
    compute,
    schema,
    presets: model.get("_presets"),
    content: model.get("_content"), // what a Python object was given besides its state
    data: model.get("_data"), // the same, too long for a line of Python: null stands in `content`
    className: model.get("_anywidget_id").split(".").pop(),
    defaults: Object.fromEntries(names.map((name) => [name, schema[name].default])),
    opening: model.get("_opening"), // the state that the page opens with, whatever a link asks for
    state: () => Object.fromEntries(names.map((name) => [name, model.get(name)])),
    set(changes) {
      for (const [name, value] of Object.entries(changes)) model.set(name, value);
      model.save_changes();
    },
    onDraw: (draw) => drawers.push(draw),
    onReset: (forget) => resets.push(forget),
    onEnd: (end) => endings.push(end),
    hand: "", // "input" while the reader's control moves, "change" once it is let go
    say: () => {}, // until the layout brings a live region
    refresh: () => schedule(), // for what is drawn but is not in the state, such as an answer
    reset(state = frame.opening) {
      for (const forget of resets) forget();
      address?.drop();
      frame.set(state);
      schedule();
    },
    start,
  };

  function redraw() {
    pending = 0;
    const values = frame.compute(frame.state(), schema);
    for (const draw of drawers) draw(values);
    frame.hand = "";
  }
  // Many changes within one screen frame cost one redraw.
  const schedule = () => (pending ||= requestAnimationFrame(redraw));

  function start() {
    // Keys pressed in here must not reach the shortcuts of JupyterLab or of a slide deck.
    const keep = (event) => event.stopPropagation();
    const moved = (event) => {
      frame.hand = event.type;
      schedule();
    };
    el.classList.add("gru", `gru-${model.get("_module")}`);
    el.addEventListener("keydown", keep);
    for (const type of MOVES) el.addEventListener(type, moved);
    for (const name of names) model.on(`change:${name}`, schedule);
    cancelAnimationFrame(pending); // of a change while it was built: all is drawn now
    redraw();
    return () => {
      cancelAnimationFrame(pending);
      el.removeEventListener("keydown", keep);
      for (const type of MOVES) el.removeEventListener(type, moved);
      for (const name of names) model.off(`change:${name}`, schedule);
      for (const end of endings) end();
      el.replaceChildren();
    };
  }
  return frame;
}

// The usual widget, top to bottom: headline, picture beside controls, equation, task, footer.
// `headline` turns the values into one sentence that says what is seen.
export function layout(frame, { headline, stage, controls, below = [], label }) {
  fill(frame, label, [
    headlineOf(frame, headline),
    element("div", { class: "gru-body" }, [
      element("div", { class: "gru-stage" }, stage),
      element("div", { class: "gru-controls" }, controls),
    ]),
    ...below,
    footer(frame),
    voice(frame),
  ]);
}

// Put the parts of a widget in its place, as one group that a screen reader names.
export function fill(frame, label, parts) {
  frame.el.setAttribute("role", "group");
  frame.el.setAttribute("aria-label", label);
  frame.el.replaceChildren(...parts);
}

function headlineOf(frame, headline) {
  const line = element("p", { class: "gru-headline" });
  let shown;
  frame.onDraw((values) => {
    const text = headline(values);
    if (text === shown) return;
    if (shown !== undefined) frame.say(text); // the first one is read with the page
    shown = text;
    line.replaceChildren(...styledText(text));
  });
  return line;
}

// A task that checks itself. `progress` returns 0 (open) to 1 (done) from the values; once done
// it stays done until Reset, and `why` says in one line what it showed. Where there are several
// ways, `why` is a function of the values that were reached. `hint` says from the values what is
// missing, where that can be said. The state that the widget opens with never counts. With `byHand`
// a state counts only where the reader's own control brought it and was let go there: not in
// passing, and not if a preset gave it.
export function task(frame, { ask, progress, why, hint = () => "", byHand = false }) {
  const status = element("span", { class: "gru-status" });
  const explain = typeof why === "function" ? why : () => why;
  const reason = element("span", { class: "gru-why" });
  const advice = element("span", { class: "gru-hint" });
  const line = element("p", { class: "gru-task" }, [
    element("strong", {}, "Task "),
    ...styledText(ask),
    " ",
    status,
    " ",
    element("span", { class: "gru-reply" }, [reason, advice]),
  ]);
  const name = `task ${ask}`;
  let done = frame.kept.get(name) === true;
  let fresh = true; // nothing was done since the widget opened or was reset
  let given = false; // by a preset or by Python, and not left since
  let told = "";
  let advised = "";
  frame.onReset(() => {
    done = false;
    fresh = true;
    frame.kept.set(name, undefined);
  });
  frame.onDraw((values) => {
    const share = progress(values);
    given = share >= 1 && (given || fresh || (byHand && !frame.hand));
    fresh = false;
    const reached = share >= 1 && !given && (!byHand || frame.hand === "change");
    const text = done && told ? told : explain(values);
    if (text !== told) reason.replaceChildren(...styledText((told = text)));
    if (reached && !done) {
      frame.say(`Task done. ${told}`, "task");
      frame.kept.set(name, true);
    }
    done ||= reached;
    const missing = done ? "" : given ? "This state was given: find one of your own." : hint(values);
    if (missing !== advised) advice.replaceChildren(...styledText((advised = missing)));
    const state = done ? "done" : share >= 0.5 && !given ? "nearly" : "open";
    if (line.dataset.state === state) return;
    line.dataset.state = state;
    status.textContent = state === "done" ? "✓ done." : state === "nearly" ? "nearly" : "not solved yet";
  });
  return line;
}

// Presets of the Python class; apart from them the commands: Reset, and the state as a link or as
// Python.
function footer(frame) {
  const { presets } = frame;
  const code = element("code", { class: "gru-code" });
  const copied = document.createTextNode("");
  const reset = button("Reset", () => {
    code.textContent = copied.textContent = "";
    frame.reset();
  });
  // Show a text and copy it, where the browser lets us.
  async function copy(text, what) {
    code.textContent = text;
    const copying = navigator.clipboard?.writeText(text);
    const done = await copying?.then(() => true, () => false);
    copied.textContent = done ? "copied" : "copy this line";
    frame.say(`The ${what} is shown: ${copied.textContent}.`, "copy");
  }
  const link = button("Copy link", () => copy(frame.address.put(changed(frame)), "link"));
  const python = button("Copy as Python", () => copy(asPython(frame), "Python line"));
  reset.title = "Back to the start";
  const commands = frame.address ? [reset, link, python] : [reset, python];
  return element("div", { class: "gru-footer" }, [
    presets.length ? "Try" : "",
    ...presets.map(([text, changes]) => button(text, () => frame.set(changes))),
    element("div", { class: "gru-commands" }, commands),
    code,
    copied,
  ]);
}

// The values that differ from the class's defaults.
function changed(frame) {
  const differs = ([name, value]) => String(value) !== String(frame.defaults[name]);
  return Object.fromEntries(Object.entries(frame.state()).filter(differs));
}

function asPython(frame) {
  const python = (value) =>
    typeof value === "boolean" ? (value ? "True" : "False") : JSON.stringify(value);
  const written = ([name, value]) => `${name}=${value === null ? name : python(value)}`;
  const given = Object.entries({ ...frame.content, ...changed(frame) }).map(written);
  return `${frame.className}(${given.join(", ")})`;
}

// One polite live region, spoken when the reader's hand has been still for a quarter second: the
// last that was said about each subject.
function voice(frame) {
  const region = element("p", { class: "gru-voice", "aria-live": "polite" });
  const said = new Map();
  let timer = 0;
  function speak() {
    const sentences = [...said.values()].map((text) => text.replace(/\.$/, ""));
    region.replaceChildren(...styledText(sentences.join(". ")));
    said.clear();
  }
  frame.say = (text, subject = "state") => {
    said.set(subject, text);
    clearTimeout(timer);
    timer = setTimeout(speak, 250);
  };
  frame.onEnd(() => clearTimeout(timer));
  return region;
}
