// A plot whose lines are SVG and whose points and labels are HTML: lines stretch with the page,
// letters and dots keep their size on a phone.

import { element, put, shape, styledText } from "./elements.js";

// x and y are [lowest, highest]; ticks are lists of [value, text]; label says what is drawn.
export function plot({ x, y, xTicks = [], yTicks = [], xLabel = "", yLabel = "", label }) {
  const svg = shape("svg", {
    viewBox: "0 0 100 100",
    preserveAspectRatio: "none",
    "aria-hidden": "true",
  });
  const area = element("div", { class: "gru-area" }, svg);
  const node = element("figure", { class: "gru-plot", role: "img", "aria-label": label }, [
    area,
  ]);
  if (yLabel) node.append(element("span", { class: "gru-y-label" }, styledText(yLabel)));
  if (xLabel) node.append(element("span", { class: "gru-x-label" }, styledText(xLabel)));
  const across = (value) => ((value - x[0]) / (x[1] - x[0])) * 100;
  const up = (value) => 100 - ((value - y[0]) / (y[1] - y[0])) * 100;

  function at(item, px, py) {
    item.style.left = `${across(px)}%`;
    item.style.top = `${up(py)}%`;
  }
  const grid = [];
  for (const [value, text] of xTicks) {
    const left = across(value);
    grid.push(`M${left} 0V100`);
    const tick = element("span", { class: "gru-x-tick" }, styledText(text));
    tick.style.left = `${left}%`;
    area.append(tick);
  }
  for (const [value, text] of yTicks) {
    const top = up(value);
    grid.push(`M0 ${top}H100`);
    const tick = element("span", { class: "gru-y-tick" }, styledText(text));
    tick.style.top = `${top}%`;
    area.append(tick);
  }
  svg.append(shape("path", { class: "gru-grid", d: grid.join("") }));

  return {
    node,
    area,
    // A line through points [[x, y], ...] in the ink of a quantity; returns its mover.
    line(kind, extra = "") {
      const path = shape("path", { class: `gru-line gru-ink-${kind} ${extra}` });
      svg.append(path);
      return (points) => {
        const d = points.map(([px, py]) => `${across(px)} ${up(py)}`).join("L");
        put(path, "d", d && `M${d}`);
      };
    },
    // Upright bars from 0 at points [[x, y], ...]; returns their mover.
    bars(kind, extra = "") {
      const path = shape("path", { class: `gru-line gru-ink-${kind} ${extra}` });
      svg.append(path);
      return (points) => {
        const bar = ([px, py]) => `M${across(px)} ${up(0)}V${up(py)}`;
        put(path, "d", points.map(bar).join(""));
      };
    },
    // Columns from 0 at points [[x, y], ...], each as wide as `width` on the x axis; returns their
    // mover. One of height 0 stays visible as a thin line.
    columns(kind, width, extra = "") {
      const path = shape("path", { class: `gru-column gru-ink-${kind} ${extra}` });
      svg.append(path);
      const zero = up(Math.max(y[0], Math.min(0, y[1])));
      return (points) => {
        const column = ([px, py]) => {
          const [left, right] = [across(px - width / 2), across(px + width / 2)];
          return `M${left} ${zero + 0.4}H${right}V${up(py) - 0.4}H${left}Z`;
        };
        put(path, "d", points.map(column).join(""));
      };
    },
    // Level dashes at points [[x, y], ...], each as wide as `width` on the x axis; returns their
    // mover.
    dashes(kind, width, extra = "") {
      const path = shape("path", { class: `gru-line gru-ink-${kind} ${extra}` });
      svg.append(path);
      const dash = ([px, py]) => `M${across(px - width / 2)} ${up(py)}H${across(px + width / 2)}`;
      return (points) => put(path, "d", points.map(dash).join(""));
    },
    // Mouse, pen or finger pick a point of the plot: change(x, y, pressed) while they are down,
    // `pressed` where it begins. One that leaves the plot picks the nearest point of its edge.
    onPick(change) {
      node.classList.add("gru-picked");
      const share = (part, whole) => Math.min(1, Math.max(0, part / whole));
      const report = (event) => {
        const box = area.getBoundingClientRect();
        const right = share(event.clientX - box.left, box.width);
        const down = share(event.clientY - box.top, box.height);
        const pressed = event.type === "pointerdown";
        change(x[0] + right * (x[1] - x[0]), y[1] - down * (y[1] - y[0]), pressed);
      };
      // Else the browser selects the labels' text, and drags that the next time.
      node.addEventListener("mousedown", (event) => event.preventDefault());
      area.addEventListener("pointerdown", (event) => {
        area.setPointerCapture(event.pointerId);
        report(event);
      });
      area.addEventListener("pointermove", (event) => {
        if (area.hasPointerCapture(event.pointerId)) report(event);
      });
    },
    // A dot, square or ring; returns its mover.
    mark(kind, form = "dot") {
      const item = element("span", { class: `gru-mark gru-${form} gru-ink-${kind}` });
      area.append(item);
      return Object.assign((px, py) => at(item, px, py), { node: item });
    },
    // A text beside a point: side is "left", "right", "above" or "below"; returns its mover,
    // which also takes a new side.
    note(kind, content, side = "right") {
      const item = element("span", { class: `gru-note gru-ink-${kind}` }, content);
      item.dataset.side = side;
      area.append(item);
      const move = (px, py, newSide = side) => {
        item.dataset.side = newSide;
        at(item, px, py);
      };
      return Object.assign(move, { node: item });
    },
  };
}
