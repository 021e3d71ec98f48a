// The models of a page's widgets: state, events and links, as a Jupyter front end has them.

const REFERENCE = "IPY_MODEL_";

// Make all models of a widget state and connect those that jslink or jsdlink joins. One that cannot
// be made or connected is reported and left out.
export function createModels({ state }) {
  const models = new Map();
  for (const [id, record] of Object.entries(state))
    attempt(() => models.set(id, new Model(record, models)));
  for (const model of models.values()) {
    if (model.kind === "LinkModel") attempt(() => link(model, { both: true }));
    if (model.kind === "DirectionalLinkModel") attempt(() => link(model, { both: false }));
  }
  return models;
}

function attempt(action) {
  try {
    action();
  } catch (error) {
    reportError(error);
  }
}

class Model {
  #state;
  #models;
  #listeners = [];

  constructor({ model_name, model_module, state, buffers = [] }, models) {
    this.kind = model_name;
    this.module = model_module;
    this.#state = state;
    this.#models = models;
    for (const { path, data } of buffers) {
      const owner = path.slice(0, -1).reduce((value, key) => value[key], state);
      owner[path.at(-1)] = new DataView(Uint8Array.from(atob(data), (c) => c.charCodeAt(0)).buffer);
    }
  }

  get(name) {
    return this.#state[name];
  }

  // Events come after all values are in place, and only for values that differ.
  set(name, value) {
    const values = typeof name === "object" ? name : { [name]: value };
    const changed = Object.keys(values).filter((key) => !same(this.#state[key], values[key]));
    Object.assign(this.#state, values);
    for (const key of changed) this.#trigger(`change:${key}`, this.#state[key]);
    if (changed.length) this.#trigger("change");
  }

  on(names, callback, signal) {
    for (const name of names.split(" ")) this.#listeners.push({ name, callback, signal });
    signal?.addEventListener("abort", () => this.off(names, callback, signal));
  }

  // Without names or callback, all listeners of `signal` end.
  off(names, callback, signal) {
    const ends = (listener) =>
      (!names || names.split(" ").includes(listener.name)) &&
      (!callback || callback === listener.callback) &&
      signal === listener.signal;
    this.#listeners = this.#listeners.filter((listener) => !ends(listener));
  }

  // One listener that throws does not keep the others from hearing.
  #trigger(event, ...details) {
    for (const { callback } of this.#listeners.filter(({ name }) => name === event))
      attempt(() => callback(this, ...details));
  }

  // The model that "IPY_MODEL_..." or a bare id refers to; undefined if the page does not have it.
  find(reference) {
    return this.#models.get(reference.replace(REFERENCE, ""));
  }

  need(reference) {
    const model = this.find(reference);
    if (!model) throw new Error(`no widget ${reference} on this page`);
    return model;
  }

  // What a widget's own code sees: anywidget's interface. Its listeners end with `signal`.
  // There is no kernel, so nothing is saved or sent.
  facade(signal) {
    return {
      get: (name) => this.get(name),
      set: (name, value) => this.set(name, value),
      on: (names, callback) => this.on(names, callback, signal),
      off: (names, callback) => this.off(names, callback, signal),
      save_changes() {},
      send() {},
      widget_manager: { get_model: async (reference) => this.need(reference).facade(signal) },
    };
  }
}

// Backbone's notion of equal, for values that came from JSON.
function same(a, b) {
  if (Object.is(a, b)) return true;
  const plain = [a, b].every((v) => v && typeof v === "object" && !ArrayBuffer.isView(v));
  return plain && JSON.stringify(a) === JSON.stringify(b);
}

// Copy source to target now and at every change, and back again for a link of both directions.
// `busy` ends the echo when one end rounds or clamps what it is given.
function link(model, { both }) {
  const [source, target] = ["source", "target"].map((end) => {
    const [reference, name] = model.get(end);
    return { model: model.need(reference), name };
  });
  let busy = false;
  const copy = (from, to) => {
    if (busy) return;
    busy = true;
    to.model.set(to.name, from.model.get(from.name));
    busy = false;
  };
  copy(source, target);
  source.model.on(`change:${source.name}`, () => copy(source, target));
  if (both) target.model.on(`change:${target.name}`, () => copy(target, source));
}
