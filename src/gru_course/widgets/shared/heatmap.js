// A heat map on one canvas: a cell is a pixel, its share of the ink is the number.

import { element } from "./elements.js";

// label says what is drawn; kind is the ink of positive numbers, `below` that of negative ones.
// Returns the canvas as `node`, and `draw(values, rows, columns)` for numbers from -1 to 1, row by
// row in any array.
export function heatmap(frame, { label, kind, below = kind }) {
  const canvas = element("canvas", { class: `gru-heat gru-ink-${kind}`, role: "img", "aria-label": label });
  const other = element("span", { class: `gru-ink-${below}`, hidden: "" });
  const node = element("div", {}, [canvas, other]);
  const context = canvas.getContext("2d", { willReadFrequently: true }); // small, and written pixel by pixel
  let image;
  let inks;
  let last;

  // Reading a colour makes the browser work out its styles, so it is read once for each theme.
  function readInks() {
    const paint = (ink) => {
      context.fillStyle = getComputedStyle(ink).getPropertyValue("--ink");
      context.fillRect(0, 0, 1, 1);
      return context.getImageData(0, 0, 1, 1).data;
    };
    inks = [canvas, other].map(paint);
  }
  function draw(values, rows, columns) {
    last = [values, rows, columns];
    if (image?.width !== columns || image.height !== rows) {
      Object.assign(canvas, { width: columns, height: rows });
      image = context.createImageData(columns, rows);
    }
    if (!inks) readInks();
    const { data } = image;
    for (let i = 0; i < rows * columns; i++) {
      const ink = inks[values[i] < 0 ? 1 : 0];
      for (let part = 0; part < 3; part++) data[4 * i + part] = ink[part];
      data[4 * i + 3] = Math.abs(values[i]) * 255;
    }
    context.putImageData(image, 0, 0);
  }
  const themes = new MutationObserver(() => {
    inks = null;
    if (last) draw(...last);
  });
  for (const [place, attribute] of [
    [document.documentElement, "data-theme"],
    [document.body, "data-jp-theme-light"],
  ]) themes.observe(place, { attributeFilter: [attribute] });
  frame.onEnd(() => themes.disconnect());
  return { node, canvas, draw };
}
