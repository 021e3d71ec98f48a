// Small makers of page elements and of the texts in them.

const SVG = "http://www.w3.org/2000/svg";

// element("p", { class: "note" }, "text" or [children])
export function element(tag, attributes = {}, children = []) {
  return filled(document.createElement(tag), attributes, children);
}

export function shape(tag, attributes = {}, children = []) {
  return filled(document.createElementNS(SVG, tag), attributes, children);
}

// Give an attribute a value, where it has another: browsers restyle for an equal one too.
export function put(node, name, value) {
  if (node.getAttribute(name) !== value) node.setAttribute(name, value);
}

function filled(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...[children].flat());
  return node;
}

// Turn "h_{t-1} *kept*" into nodes: _x or _{x} is a subscript, *x* is emphasis; names such as
// weight_ih stay. Markup in the text stays text, so nothing that a reader or a link brings in can
// become an element.
export function styledText(text) {
  return text.split(/(_\{[^}]*\}|_\w(?!\w)|\*[^*]+\*)/).map((piece, i) => {
    if (i % 2 === 0) return piece; // what stands between the matches
    if (piece[0] === "_") return element("sub", {}, piece.replace(/[_{}]/g, ""));
    return element("em", {}, piece.slice(1, -1));
  });
}

// A number for people: fixed digits, a true minus sign, and words for what is not a number.
export function format(value, digits = 3) {
  if (Number.isNaN(value)) return "not a number";
  if (!Number.isFinite(value)) return value > 0 ? "infinite" : "−infinite";
  const text = value.toFixed(digits);
  return Number(text) === 0 ? text.replace("-", "") : text.replace("-", "−");
}

const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹";

// 3.2e-7 as "3·10⁻⁷": sizes that differ by powers of ten need one digit.
export function powerOfTen(size) {
  if (size === 0 || (size >= 0.001 && size < 1000)) return format(size, 3);
  const [digit, power] = size.toExponential(0).split("e");
  const raised = [...power].map((c) => (c === "-" ? "⁻" : RAISED[c] ?? "")).join("");
  return `${digit}·10${raised}`;
}

// A place that shows values[name]; `data-value` holds the number in full, for tests and readers.
// digits may be a function of the value; `write` turns both into a text.
export function number(frame, name, digits = 3, write = format) {
  const text = document.createTextNode(""); // stays: to replace it costs a restyling
  const place = element("span", { class: "gru-number", "data-name": name }, text);
  let shown;
  frame.onDraw((values) => {
    if (Object.is(values[name], shown)) return;
    shown = values[name];
    place.dataset.value = shown;
    text.data = write(shown, typeof digits === "function" ? digits(shown) : digits);
  });
  return place;
}

// Text with live numbers: "new *h* [h state], *z* = [z update 1]" shows values.h in the ink of the
// state, and values.z with 1 digit.
export function liveText(frame, text) {
  return text.split(/\[([^\]]+)\]/).flatMap((piece, i) => {
    if (i % 2 === 0) return styledText(piece);
    const [name, kind, digits = 3] = piece.split(" ");
    const place = number(frame, name, Number(digits));
    place.classList.add(`gru-ink-${kind}`);
    return place;
  });
}
