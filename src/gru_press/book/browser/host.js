// The host of live widgets in a page without a kernel. It reads the widgets' state from the page
// and puts each widget in its place: anywidgets by their own code, ipywidgets' simple controls and
// boxes by ours. What cannot be shown says so in its place and disturbs nothing else.

import { addressOf, followAddress } from "./address.js";
import { createModels } from "./widget_models.js";
import { plainWidgets } from "./ipywidgets_controls.js";
import { createProgress } from "./progress.js";
import { published } from "./load_widget.js";

const NEAR = "600px 0px"; // a widget starts before the reader reaches it
const ended = new AbortController();
const styles = new Set();
const kept = createProgress();

// Show a model in an element. Top level and children of boxes alike. `key` names the widget in
// addresses; one inside a box has none. `boxes` are those that it stands in.
async function show(model, el, { before = () => {}, key, boxes = [] } = {}) {
  try {
    if (!model) return sayWhatItNeeds(el, "This widget");
    if (model.module === "anywidget") return await showAnywidget(model, el, before, key);
    before();
    if (/^[HV]?BoxModel$/.test(model.kind)) return await showBox(model, el, boxes);
    const plain = plainWidgets[model.kind];
    if (!plain) return sayWhatItNeeds(el, `This widget (${model.kind.replace(/Model$/, "")})`);
    el.classList.add("gru-plain");
    plain(model, el, ended.signal);
  } catch (error) {
    console.error(error);
    say(el, `This widget could not start: ${error.message}`);
    el.classList.add("gru-failed");
  }
}

async function showAnywidget(model, el, before, key) {
  const { render } = await definition(model);
  before();
  if (model.get("_css")) addStyle(model.get("_css"));
  const context = { model: model.facade(ended.signal), el, signal: ended.signal, experimental };
  whenEnded(await render?.({ ...context, address: key && addressOf(key, el.parentElement), kept }));
}

// A widget's code is loaded, and its `initialize` called, once for all views of a model.
function definition(model) {
  model.definition ??= load(model);
  return model.definition;
}

async function load(model) {
  const name = model.get("_published");
  const large = model.get("_more");
  const code = name ? published(name) : import(inline(model.get("_esm")));
  const [module, values] = await Promise.all([code, large && contents(large)]);
  model.set(values ?? {});
  let widget = module.default ?? module;
  if (typeof widget === "function") widget = await widget();
  const context = { model: model.facade(ended.signal), signal: ended.signal, experimental };
  whenEnded(await widget.initialize?.(context));
  return widget;
}

// What of a widget's state is too large for the page.
async function contents(file) {
  const response = await fetch(new URL(file, import.meta.url));
  if (!response.ok) throw new Error(`${file} did not arrive`);
  return response.json();
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
  const sheet = new CSSStyleSheet(); // a style element would need the policy's leave
  sheet.replaceSync(text);
  document.adoptedStyleSheets.push(sheet);
}

function whenEnded(cleanUp) {
  if (typeof cleanUp === "function") ended.signal.addEventListener("abort", cleanUp);
}

function showBox(model, el, boxes) {
  if (boxes.includes(model)) throw new Error("this box stands inside itself");
  el.classList.add("gru-box", `gru-${model.kind === "HBoxModel" ? "row" : "column"}`);
  return Promise.all(
    model.get("children").map((reference) => {
      const child = document.createElement("div");
      el.append(child);
      return show(model.find(reference), child, { boxes: [...boxes, model] });
    }),
  );
}

function say(el, ...parts) {
  const said = Object.assign(document.createElement("p"), { className: "gru-said" });
  said.append(...parts);
  el.replaceChildren(said);
}

function sayWhatItNeeds(el, widget) {
  const command = document.createElement("code");
  command.textContent = "python course.py lab";
  say(el, `${widget} needs a running kernel: open the chapter in JupyterLab with `, command, ".");
}

// The still picture makes room in the moment in which the live widget is drawn; it stays in the page
// only if that fails.
async function mount({ place, key, id }, models) {
  const live = Object.assign(document.createElement("div"), { className: "gru-live" });
  place.append(live);
  await show(models.get(id), live, { before: () => place.classList.add("gru-mounted"), key });
  const picture = place.querySelector(".gru-picture");
  if (!live.classList.contains("gru-failed")) picture?.remove();
  else if (picture) place.classList.remove("gru-mounted");
}

// The page's widgets, each with the key by which an address names it: its module, and the how
// manieth of that module it is.
function widgetsOfPage() {
  const counts = {};
  return [...document.querySelectorAll(".gru-widget")].map((place) => {
    const { module } = place.dataset;
    const key = module && `${module}.${(counts[module] = (counts[module] ?? 0) + 1)}`;
    return { place, key, id: idIn(place) };
  });
}

const idIn = (place) => JSON.parse(place.querySelector("script").textContent).model_id;

// All models of the page.
function modelsOfPage() {
  const state = document.querySelector('script[type="application/vnd.jupyter.widget-state+json"]');
  return createModels(state ? JSON.parse(state.textContent) : { state: {} });
}

function start(models) {
  const widgets = widgetsOfPage();
  const waiting = new Map(widgets.map((widget) => [widget.place, widget]));
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target } of entries.filter((entry) => entry.isIntersecting)) {
        observer.unobserve(target);
        mount(waiting.get(target), models);
      }
    },
    { rootMargin: NEAR },
  );
  const follow = () => followAddress(widgets, models);
  follow();
  for (const { place } of widgets) observer.observe(place);
  addEventListener("hashchange", follow, { signal: ended.signal });
  ended.signal.addEventListener("abort", () => observer.disconnect());
}

// End all widgets of the page: their listeners go and their clean-ups run.
export const stop = () => ended.abort();

// The model of the widget in a place, for a page that moves its widgets itself.
export const modelIn = (place) => models.get(idIn(place));

const models = modelsOfPage();
start(models);
