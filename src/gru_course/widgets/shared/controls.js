// Native controls bound to one name of the widget's state. Keyboard, touch and screen readers
// come with them.

import { element, format, number, styledText } from "./elements.js";

// A labelled range input. `kind` is the quantity whose colour it takes: "update", "state", ...
// Its range and step are those that the Python class declares. `changes` says what a new value
// does to the state where it does more than to take its own place; digits and write are those of
// `number`.
export function slider(frame, name, { label, kind, digits = 2, write, changes = only(name) }) {
  const { min, max, step } = frame.schema[name];
  const input = element("input", { type: "range", min, max, step });
  const text = element("span", { class: "gru-label" }, styledText(label));
  const value = number(frame, name, digits, write);
  value.ariaHidden = "true"; // the slider's own text says it: a name stays the same
  value.dataset.widest = widest([min, max], digits, write); // its room is kept: nothing jumps
  const row = element("label", { class: `gru-slider gru-ink-${kind}` }, [text, input, value]);
  input.addEventListener("input", () => frame.set(changes(input.valueAsNumber)));
  frame.onDraw((values) => {
    if (input.valueAsNumber !== values[name]) input.value = values[name];
    if (input.ariaValueText !== value.textContent) input.ariaValueText = value.textContent;
  });
  row.input = input;
  return row;
}

// The longest of the texts of these values.
const widest = (values, digits, write = format) =>
  values.map((value) => write(value, digits)).reduce((a, b) => (b.length > a.length ? b : a));

const only = (name) => (value) => ({ [name]: value });

// Radios for a state with few values: options is { value: text }; `changes` as for a slider.
export function choice(frame, name, { legend, options, kind = "state", changes = only(name) }) {
  // Radios belong together by name, and JupyterLab loads this module once for each widget.
  const group = `gru-choice-${Math.random().toString(36).slice(2)}`;
  const radios = Object.entries(options).map(([value, text]) => {
    const input = element("input", { type: "radio", name: group, value });
    input.addEventListener("change", () => frame.set(changes(value)));
    return [input, element("label", {}, [input, element("span", {}, styledText(text))])];
  });
  frame.onDraw((values) => {
    for (const [input] of radios) input.checked = input.value === values[name];
  });
  return element("fieldset", { class: `gru-choice gru-ink-${kind}` }, [
    element("legend", {}, styledText(legend)),
    ...radios.map(([, label]) => label),
  ]);
}

// A native menu for a state with few values: options is { value: text }.
export function menu(frame, name, { label, options }) {
  const entries = Object.entries(options).map(([value, text]) => element("option", { value }, text));
  const select = element("select", {}, entries);
  select.addEventListener("change", () => frame.set({ [name]: select.value }));
  frame.onDraw((values) => {
    if (select.value !== values[name]) select.value = values[name];
  });
  return element("label", { class: "gru-menu" }, [...styledText(label), select]);
}

// Controls that belong together, under one name.
export function group(name, controls) {
  return element("fieldset", { class: "gru-group" }, [
    element("legend", {}, styledText(name)),
    ...controls,
  ]);
}

export function button(text, onClick) {
  const node = element("button", { type: "button", class: "gru-button" }, styledText(text));
  node.addEventListener("click", onClick);
  return node;
}

// An equation in the page's own type, the live number under each symbol. Parts are strings, or
// { symbol, name, kind, digits, write } for a symbol whose number is values[name]. Two symbols side by
// side are a product, and get the dot without which their numbers would read as one.
export function equation(frame, parts) {
  const dotted = parts.flatMap((part, i) =>
    typeof part === "object" && typeof parts[i - 1] === "object" ? ["·", part] : [part],
  );
  const cells = dotted.map((part) => {
    if (part === "·") return element("span", { class: "gru-times" }, part);
    if (typeof part === "string") return element("span", {}, styledText(part));
    return element("span", { class: `gru-term gru-ink-${part.kind}` }, [
      element("span", {}, styledText(part.symbol)),
      number(frame, part.name, part.digits ?? 3, part.write),
    ]);
  });
  return element("p", { class: "gru-equation" }, cells);
}
