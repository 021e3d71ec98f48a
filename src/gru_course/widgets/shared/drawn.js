// A series of numbers that the reader draws as columns: with the pointer, or column by column with
// the keyboard (left and right choose, up and down change).

import { element, format } from "./elements.js";
import { plot } from "./plot.js";

// The plot of the state's series `name`. label says what is drawn, `item` what one number is ("input
// at step"); `look` is what `plot` takes besides. Returns the plot, to which lines may be added.
export function drawn(frame, name, { label, item, kind = "input", digits = 1, ...look }) {
  const { min, max, step, default: start } = frame.schema[name];
  const count = start.length;
  const drawing = plot({ x: [0.5, count + 0.5], y: [min, max], label, ...look });
  const columns = drawing.columns(kind, 0.7);

  const put = (changes) => {
    const values = [...frame.state()[name]]; // never the old list: a model compares both
    for (const [i, value] of changes) values[i] = Number((Math.round(value / step) * step).toFixed(6));
    frame.set({ [name]: values });
  };
  let last; // the point that was picked before, since a fast pointer skips columns
  drawing.onPick((x, y, pressed) => {
    const i = Math.min(count, Math.max(1, Math.round(x))) - 1;
    if (pressed) last = { i, y };
    const [from, way] = [last, Math.sign(i - last.i)];
    const changes = [[i, y]];
    for (let j = from.i; j !== i; j += way) {
      changes.push([j, from.y + ((y - from.y) * (j - from.i)) / (i - from.i)]);
    }
    last = { i, y };
    put(changes);
  });

  const keys = start.map((_, i) =>
    element("input", { type: "range", min, max, step, tabindex: i ? -1 : 0, "aria-label": `${item} ${i + 1}` }),
  );
  keys.forEach((input, i) => {
    input.addEventListener("input", () => put([[i, input.valueAsNumber]]));
    input.addEventListener("keydown", (event) => {
      const next = keys[i + { ArrowLeft: -1, ArrowRight: 1 }[event.key]];
      if (!event.key.match(/^Arrow(Left|Right)$/)) return;
      event.preventDefault();
      next?.focus();
    });
    input.addEventListener("focus", () => {
      for (const other of keys) other.tabIndex = other === input ? 0 : -1; // one stop for Tab
    });
  });
  drawing.node.setAttribute("role", "group"); // a picture holds no controls
  drawing.area.classList.add("gru-drawn");
  drawing.area.append(element("div", { class: "gru-keys" }, keys));

  let shown;
  frame.onDraw(({ [name]: values }) => {
    values.forEach((value, i) => {
      if (keys[i].valueAsNumber !== value) keys[i].value = value; // even if it moved in vain
    });
    if (values === shown) return;
    shown = values;
    columns(values.map((value, i) => [i + 1, value]));
    values.forEach((value, i) => {
      const text = format(value, digits);
      if (keys[i].ariaValueText !== text) keys[i].ariaValueText = text;
    });
  });
  return drawing;
}
