// ipywidgets' simple controls as native elements, so that keyboard and screen readers work.

const FORMAT = /^(\+?)(,?)(?:\.(\d+))?([defg%])$/;

export const plainWidgets = {
  FloatSliderModel: slider,
  IntSliderModel: slider,
  CheckboxModel: checkbox,
  DropdownModel: dropdown,
  LabelModel: label,
};

function slider(model, el, signal) {
  const input = native("input", { type: "range" });
  const output = native("output");
  el.append(labelled(model, input, signal), output);
  input.addEventListener(model.get("continuous_update") ? "input" : "change", () =>
    model.set("value", input.valueAsNumber),
  );
  follow(model, signal, () => {
    const [value, min, max] = ["value", "min", "max"].map((name) => model.get(name));
    const held = Math.min(max, Math.max(min, value)); // a link may have moved the range
    if (held !== value) return model.set("value", held);
    // The range comes first: a browser clamps the value to it.
    Object.assign(input, { min, max, step: model.get("step") ?? "any", value });
    input.disabled = model.get("disabled");
    output.textContent = model.get("readout") ? written(value, model.get("readout_format")) : "";
  });
}

// A number in a slider's readout format, such as ".2f", "d", "+.1%" or ".3g". In one that is none
// of these it is written in full.
function written(value, format) {
  const [, plus, comma, digits = 6, kind] = FORMAT.exec(format) ?? [];
  const fraction = kind === "d" ? 0 : digits;
  const plain = new Intl.NumberFormat("en", {
    minimumFractionDigits: fraction,
    maximumFractionDigits: fraction,
    signDisplay: plus ? "always" : "auto",
    style: kind === "%" ? "percent" : "decimal",
    useGrouping: comma === ",",
  });
  const texts = {
    undefined: () => String(value),
    e: () => value.toExponential(digits),
    g: () => value.toPrecision(digits),
  };
  return (texts[kind]?.() ?? plain.format(value)).replace(/^-/, "−");
}

function checkbox(model, el, signal) {
  const input = native("input", { type: "checkbox" });
  el.append(labelled(model, input, signal));
  input.addEventListener("change", () => model.set("value", input.checked));
  follow(model, signal, () => {
    input.checked = model.get("value");
    input.disabled = model.get("disabled");
  });
}

function dropdown(model, el, signal) {
  const select = native("select");
  let shown;
  el.append(labelled(model, select, signal));
  select.addEventListener("change", () => model.set("index", select.selectedIndex));
  follow(model, signal, () => {
    const labels = model.get("_options_labels");
    if (labels !== shown) select.replaceChildren(...labels.map((text) => new Option(text)));
    shown = labels;
    select.selectedIndex = model.get("index") ?? -1;
    select.disabled = model.get("disabled");
  });
}

function label(model, el, signal) {
  const text = native("span");
  el.append(labelled(model, text, signal));
  follow(model, signal, () => {
    text.textContent = model.get("value");
  });
}

// A control beside its description, which stays text whatever stands in it.
function labelled(model, control, signal) {
  const row = native("label");
  const description = document.createTextNode("");
  row.append(description, " ", control);
  follow(model, signal, () => {
    description.data = model.get("description") ?? "";
  });
  return row;
}

function native(tag, properties = {}) {
  return Object.assign(document.createElement(tag), properties);
}

function follow(model, signal, draw) {
  model.on("change", draw, signal);
  draw();
}
