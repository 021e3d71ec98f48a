// ipywidgets' simple controls as native elements, so that keyboard and screen readers work.

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
  el.append(labelled(model, input), output);
  input.addEventListener(model.get("continuous_update") ? "input" : "change", () =>
    model.set("value", input.valueAsNumber),
  );
  follow(model, signal, () => {
    // The range comes first: a browser clamps the value to it.
    for (const name of ["min", "max", "step", "value"]) input[name] = model.get(name);
    input.disabled = model.get("disabled");
    output.textContent = model.get("readout") ? shown(model) : "";
  });
}

// Python's readout formats that sliders have by default: "d" and ".2f".
function shown(model) {
  const [, digits] = model.get("readout_format")?.match(/^\.(\d+)f$/) ?? [];
  return digits ? model.get("value").toFixed(digits) : String(model.get("value"));
}

function checkbox(model, el, signal) {
  const input = native("input", { type: "checkbox" });
  el.append(labelled(model, input));
  input.addEventListener("change", () => model.set("value", input.checked));
  follow(model, signal, () => {
    input.checked = model.get("value");
    input.disabled = model.get("disabled");
  });
}

function dropdown(model, el, signal) {
  const select = native("select");
  el.append(labelled(model, select));
  select.addEventListener("change", () => model.set("index", select.selectedIndex));
  follow(model, signal, () => {
    select.replaceChildren(...model.get("_options_labels").map((text) => new Option(text)));
    select.selectedIndex = model.get("index") ?? -1;
    select.disabled = model.get("disabled");
  });
}

function label(model, el, signal) {
  const text = native("span");
  el.append(labelled(model, text));
  follow(model, signal, () => {
    text.textContent = model.get("value");
  });
}

function labelled(model, control) {
  const row = native("label");
  row.append(model.get("description") ?? "", " ", control);
  return row;
}

function native(tag, properties = {}) {
  return Object.assign(document.createElement(tag), properties);
}

function follow(model, signal, draw) {
  model.on("change", draw, signal);
  draw();
}
