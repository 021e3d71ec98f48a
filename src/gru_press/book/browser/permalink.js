// One widget's state in the page's address: "#widget=update_gate.2&z=0.9" is the page's second update
// gate with z = 0.9 and all else at its class's defaults. Whatever comes from an address is checked
// against the ranges that the class declares; no text of it is ever shown.

const LONGEST = 8000; // characters
const KEY = /^\w{1,40}\.\d{1,3}$/;
const NUMBER = /^-?\d{1,12}(\.\d{1,20})?(e-?\d{1,3})?$/;

// The fragment for a widget and the values that differ from its class's defaults.
export function fragment(key, changes) {
  const fields = new URLSearchParams({ widget: key });
  for (const [name, value] of Object.entries(changes)) fields.set(name, [value].flat().join(","));
  return `#${fields}`;
}

// The widget that a fragment names and its fields, null if it is none of ours.
export function read(hash) {
  if (hash.length > LONGEST) return null;
  const fields = new URLSearchParams(hash.slice(1));
  const key = fields.get("widget") ?? "";
  fields.delete("widget");
  return KEY.test(key) ? { key, fields } : null;
}

// The state that the fields ask for, as far as `schema` allows it, and whether that is all of them.
export function stateOf(fields, schema) {
  const state = Object.fromEntries(Object.entries(schema).map(([name, it]) => [name, it.default]));
  let whole = true;
  for (const [name, text] of fields) {
    const value = Object.hasOwn(schema, name) ? parsed(text, schema[name]) : undefined;
    if (value === undefined) whole = false;
    else state[name] = value;
  }
  return { state, whole };
}

function parsed(text, kind) {
  if (kind.options) return kind.options.includes(text) ? text : undefined;
  if (kind.min === undefined) return undefined; // an answer, or the like: nothing for a link
  if (!Array.isArray(kind.default)) return number(text, kind);
  const values = text.split(",").map((one) => number(one, kind));
  return values.length === kind.default.length && !values.includes(undefined) ? values : undefined;
}

function number(text, { min, max, step }) {
  if (!NUMBER.test(text) || !Number.isFinite(Number(text))) return undefined;
  const value = Math.min(max, Math.max(min, Number(text)));
  return Number.isInteger(step) ? Math.round(value) : value;
}
