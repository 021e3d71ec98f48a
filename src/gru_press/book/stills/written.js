// A drawn widget as HTML for readers who cannot move it: without controls, but with what they say.

const FOR_HANDS =
  /^gru-(footer|voice|task|keys|locking|opener|message|player|pasted|typed|comparison)$/;
const NO_USE =
  /^(data-(name|value|widest)|tabindex|title|aria-(live|pressed|valuetext)|name|value|inert)$/;
const NUMBERS = /-?\d+\.\d{2,}(e-\d+)?/g;
const SHADES = 5; // of ink, so that cells of one shade share a path

const SIGNS = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escaped = (text) => text.replace(/[&<>"]/g, (sign) => SIGNS[sign]);
// A tenth of a unit is less than can be seen.
const short = (text) => text.replace(NUMBERS, (number) => String(Math.round(number * 10) / 10));

function isForHands(node) {
  if (node.hidden || node.tag === "button") return true;
  if (node.tag === "input" && !/radio|checkbox|number/.test(node.getAttribute("type"))) return true;
  if (node.inert && node.parent.classes.includes("gru-turns")) return true;
  return node.classes.some((name) => FOR_HANDS.test(name));
}

function attributes(node) {
  const given = [...node.attributes].filter(([name]) => !NO_USE.test(name));
  if (node.styles.size) {
    given.push(["style", Array.from(node.styles, ([name, value]) => `${name}:${value}`).join(";")]);
  }
  const text = (name, value) => (/^(d|style|c[xy])$/.test(name) ? short(value) : value);
  return given.map(([name, value]) => ` ${name}="${escaped(text(name, value))}"`).join("");
}

function written(node) {
  if (!(node instanceof Element)) return escaped(node.data);
  if (isForHands(node)) return "";
  if (node.drawn) return map(node);
  if (node.tag === "select") return ` ${escaped(chosen(node))}`;
  if (node.getAttribute("type") === "number") return '<span class="gru-entry"></span>';
  if (node.tag === "input") node.disabled = true;
  if (/^(input|br)$/.test(node.tag)) return `<${node.tag}${attributes(node)}/>`;
  const inside = node.childNodes.map(written).join("");
  const without = node.tag === "path" ? !node.getAttribute("d") : node.querySelector("*");
  if (!inside && without) return ""; // all of it was for hands, or nothing is drawn
  return `<${node.tag}${attributes(node)}>${inside}</${node.tag}>`;
}

function chosen({ value, childNodes: options }) {
  const has = (option) => option.getAttribute("value") === value;
  return (options.find(has) ?? options[0]).textContent;
}

// A heat map as one path for each shade of each ink, through all cells that have it. Rows that are
// alike are drawn as one.
function map({ drawn: { data, width, height, inks }, attributes: given }) {
  const paths = new Map();
  const shade = (_, cell) => {
    const share = Math.round((data[4 * cell + 3] / 255) * SHADES) / SHADES;
    return share && `${inks[data[4 * cell]]} ${share}`;
  };
  const shades = Array.from({ length: width * height }, shade);
  const row = (at) => shades.slice(at * width, (at + 1) * width);
  for (let top = 0, bottom; top < height; top = bottom) {
    const cells = row(top);
    for (bottom = top + 1; bottom < height && String(row(bottom)) === String(cells); ) bottom++;
    for (let from = 0, to; from < width; from = to) {
      for (to = from + 1; to < width && cells[to] === cells[from]; ) to++;
      const run = `M${from} ${top}h${to - from}v${bottom - top}h${from - to}z`;
      if (cells[from]) paths.set(cells[from], (paths.get(cells[from]) ?? "") + run);
    }
  }
  const drawn = [...paths].map(([key, d]) => {
    const [ink, share] = key.split(" ");
    return `<path class="gru-column ${ink}" fill-opacity="${share}" d="${d}"></path>`;
  });
  const frame = `viewBox="0 0 ${width} ${height}" preserveAspectRatio="none"`;
  const looks = `class="${given.get("class")}" shape-rendering="crispEdges" aria-hidden="true"`;
  return `<svg ${looks} ${frame}>${drawn.join("")}</svg>`;
}

// The widget of a module with this state, or the part of it that has the class.
function draw(widget, state, part) {
  const get = (name) => state[name];
  const set = (name, value) => (state[name] = value);
  const model = { get, set, on: nothing, off: nothing, save_changes: nothing };
  const el = document.createElement("div");
  widget.render({ model, el });
  return written(part ? el.querySelector(part) : el);
}
