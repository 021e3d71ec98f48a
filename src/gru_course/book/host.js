// The host of live widgets in a page without a kernel. It reads the widgets' state from the page
// and puts each widget in its place: anywidgets by their own code, ipywidgets' simple controls and
// boxes by ours. What cannot be shown says so in its place and disturbs nothing else.

import { createModels } from "./models.js";
import { plainWidgets } from "./plain.js";

const NEAR = "600px 0px"; // a widget starts before the reader reaches it
const ended = new AbortController();
const styles = new Set();

// Show a model in an element. Top level and children of boxes alike.
async function show(model, el, { before = () => {} } = {}) {
  try {
    if (model.module === "anywidget") return await showAnywidget(model, el, before);
    before();
    if (/^[HV]?BoxModel$/.test(model.kind)) return await showBox(model, el);
    const plain = plainWidgets[model.kind];
    if (!plain) return say(el, `This widget (${model.kind}) needs a running kernel.`);
    el.classList.add("gru-plain");
    plain(model, el, ended.signal);
  } catch (error) {
    console.error(error);
    say(el, `This widget could not start: ${error.message}`);
    el.classList.add("gru-failed");
  }
}

async function showAnywidget(model, el, before) {
  const { render } = await definition(model);
  before();
  if (model.get("_css")) addStyle(model.get("_css"));
  const context = { model: model.facade(ended.signal), el, signal: ended.signal, experimental };
  whenEnded(await render?.(context));
}

// A widget's code is loaded, and its `initialize` called, once for all views of a model.
function definition(model) {
  model.definition ??= load(model);
  return model.definition;
}

async function load(model) {
  const published = model.get("_published");
  const module = await import(published ? `./${published}` : inline(model.get("_esm")));
  let widget = module.default ?? module;
  if (typeof widget === "function") widget = await widget();
  const context = { model: model.facade(ended.signal), signal: ended.signal, experimental };
  whenEnded(await widget.initialize?.(context));
  return widget;
}

// A reader's own anywidget carries its code with it.
function inline(code) {
  return URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
}

const experimental = {
  invoke: () => Promise.reject(new Error("invoke needs a running kernel")),
};

function addStyle(text) {
  if (styles.has(text)) return;
  styles.add(text);
  document.head.append(Object.assign(document.createElement("style"), { textContent: text }));
}

function whenEnded(cleanUp) {
  if (typeof cleanUp === "function") ended.signal.addEventListener("abort", cleanUp);
}

function showBox(model, el) {
  el.classList.add("gru-box", `gru-${model.kind === "HBoxModel" ? "row" : "column"}`);
  return Promise.all(
    model.get("children").map((reference) => {
      const child = document.createElement("div");
      el.append(child);
      return show(model.find(reference), child);
    }),
  );
}

function say(el, sentence) {
  const said = Object.assign(document.createElement("p"), { textContent: sentence });
  said.className = "gru-said";
  el.replaceChildren(said);
}

// The still picture makes room in the moment in which the live widget is drawn, and comes back
// if that fails.
async function mount(place, models) {
  const { model_id: id } = JSON.parse(place.querySelector("script").textContent);
  const live = Object.assign(document.createElement("div"), { className: "gru-live" });
  place.append(live);
  if (!models.has(id)) return say(live, "This widget needs a running kernel.");
  await show(models.get(id), live, { before: () => place.classList.add("gru-mounted") });
  const failed = live.classList.contains("gru-failed");
  if (failed && place.querySelector(".gru-picture")) place.classList.remove("gru-mounted");
}

function start() {
  const state = document.querySelector('script[type="application/vnd.jupyter.widget-state+json"]');
  const models = createModels(state ? JSON.parse(state.textContent) : { state: {} });
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target } of entries.filter((entry) => entry.isIntersecting)) {
        observer.unobserve(target);
        mount(target, models);
      }
    },
    { rootMargin: NEAR },
  );
  for (const place of document.querySelectorAll(".gru-widget")) observer.observe(place);
  ended.signal.addEventListener("abort", () => observer.disconnect());
}

// End all widgets of the page: their listeners go and their clean-ups run.
export const stop = () => ended.abort();

start();
