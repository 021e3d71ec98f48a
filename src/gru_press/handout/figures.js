// Runs in the joined document, once all is drawn: every figure as chapter, kind, caption, words, SVG.

async () => {
  const NAMESPACE = "http://www.w3.org/2000/svg";
  const FONT = "Helvetica, Arial, sans-serif";
  const WIDTH = 640; // of plotly's figures: their text stays readable on a slide
  const MARGIN = 8;
  const BASELINE = 0.78; // of a line's height
  const REFERS = /var\(|currentcolor/i;
  const words = (node) => (node?.textContent ?? "").trim().replace(/\s+/g, " ");
  const written = (markup) => new DOMParser().parseFromString(markup, "text/html").body;

  // A copy that needs no page: colours that the page gave are written into it.
  function apart(svg) {
    const { width: wide, height: high } = svg.viewBox.baseVal;
    const whole = { width: wide, height: high, overflow: "visible" };
    for (const inner of svg.querySelectorAll("svg")) // it fills its frame, and may stand out of it
      for (const [name, value] of Object.entries(whole)) inner.setAttribute(name, value);
    const copy = svg.cloneNode(true);
    const copies = [copy, ...copy.querySelectorAll("*")];
    [svg, ...svg.querySelectorAll("*")].forEach((node, place) => {
      for (const { name, value } of [...node.attributes])
        if (REFERS.test(value))
          copies[place].setAttribute(name, getComputedStyle(node).getPropertyValue(name));
    });
    const { color, fontSize } = getComputedStyle(svg);
    for (const sheet of copy.querySelectorAll("style"))
      sheet.textContent = sheet.textContent.replaceAll("currentColor", color);
    const [x, y, width, height] = room(svg);
    const given = { viewBox: `${x} ${y} ${width} ${height}`, width, height, color };
    given["font-family"] = copy.getAttribute("font-family") ?? FONT;
    given["font-size"] = copy.getAttribute("font-size") ?? fontSize;
    for (const [name, value] of Object.entries(given)) copy.setAttribute(name, value);
    copy.removeAttribute("style");
    return copy;
  }

  // What a drawing takes, with a margin: on a page it may stand out of its own frame.
  function room(svg) {
    const frame = svg.viewBox.baseVal;
    const drawn = svg.getBBox();
    const left = Math.min(frame.x, drawn.x) - MARGIN;
    const top = Math.min(frame.y, drawn.y) - MARGIN;
    const right = Math.max(frame.x + frame.width, drawn.x + drawn.width) + MARGIN;
    const bottom = Math.max(frame.y + frame.height, drawn.y + drawn.height) + MARGIN;
    return [left, top, right - left, bottom - top].map(Math.round);
  }

  // A widget is text over drawings. As one drawing it is what the browser has laid out, piece by
  // piece.
  function flat(place) {
    const whole = place.getBoundingClientRect();
    const [width, height] = [whole.width, whole.height].map((side) => Math.ceil(side) + 2 * MARGIN);
    const viewBox = `${-MARGIN} ${-MARGIN} ${width} ${height}`;
    const svg = made("svg", { viewBox, width, height });
    const at = ({ left, top, width, height }) =>
      ({ x: left - whole.left, y: top - whole.top, width, height });
    const walk = (node, alpha) => {
      if (node.nodeType === Node.TEXT_NODE) return svg.append(...lettered(node, at, alpha));
      if (node.matches(".gru-choice label:has(input:not(:checked))")) return; // what was not chosen
      const looks = getComputedStyle(node);
      const seen = looks.visibility === "visible" && looks.display !== "none";
      if (!seen || looks.clipPath === "inset(50%)") return;
      const opacity = alpha * looks.opacity;
      if (node instanceof SVGGeometryElement) svg.append(shape(node, looks, opacity, whole));
      else if (!(node instanceof SVGElement))
        svg.append(...box(looks, at(node.getBoundingClientRect()), opacity));
      for (const child of node.childNodes) walk(child, opacity);
    };
    walk(place, 1);
    return svg;
  }

  const short = (number) => Math.round(number * 100) / 100;

  function made(tag, attributes) {
    const node = document.createElementNS(NAMESPACE, tag);
    for (const [name, value] of Object.entries(attributes))
      node.setAttribute(name, typeof value === "number" ? short(value) : value);
    return node;
  }

  // As every program reads it: what CSS mixes, it tells in shares of 1.
  const MIXED = /color\(srgb (\S+) (\S+) (\S+?)(?: \/ (\S+))?\)/;
  const plain = (colour) =>
    colour.replace(MIXED, (_, r, g, b, alpha = 1) => {
      const parts = [r, g, b].map((share) => Math.round(share * 255));
      return `rgba(${parts.join(", ")}, ${alpha})`;
    });

  // The ground and the edge of an element, if it has one of them.
  function box(looks, { x, y, width, height }, opacity) {
    const edges = [
      [parseFloat(looks.borderTopWidth), looks.borderTopColor],
      [looks.outlineStyle === "solid" ? parseFloat(looks.outlineWidth) : 0, looks.outlineColor],
    ];
    const [line, colour] = edges.find(([size]) => size) ?? [0, "none"];
    if (!line && looks.backgroundColor === "rgba(0, 0, 0, 0)") return [];
    const inner = {
      x: x + line / 2,
      y: y + line / 2,
      width: Math.max(0, width - line),
      height: Math.max(0, height - line),
      rx: looks.borderRadius.endsWith("%") ? width / 2 : parseFloat(looks.borderRadius),
    };
    const paint = { fill: plain(looks.backgroundColor), stroke: plain(colour) };
    return [made("rect", { ...inner, ...paint, "stroke-width": line, opacity })];
  }

  // Lines keep their width, whatever the drawing is stretched to, so the stretching is done here.
  function shape(node, looks, opacity, whole) {
    const { a, d, e, f } = node.getScreenCTM();
    const x = (place) => short(a * place + e - whole.left);
    const y = (place) => short(d * place + f - whole.top);
    const ways = { H: x, V: y, h: (way) => short(a * way), v: (way) => short(d * way) };
    const command = (_, letter, numbers) => {
      const all = numbers.match(/-?[\d.]+(?:e-?\d+)?/g)?.map(Number) ?? [];
      return letter + all.map((one, i) => (ways[letter] ?? (i % 2 ? y : x))(one)).join(" ");
    };
    const names = ["fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap"];
    const kept = [...names, "fill-opacity"].map((name) => [
      name,
      plain(looks.getPropertyValue(name)).replaceAll("px", ""),
    ]);
    const { cx, cy, r } = node;
    const drawn = cx
      ? { cx: x(cx.baseVal.value), cy: y(cy.baseVal.value), r: a * r.baseVal.value }
      : { d: (node.getAttribute("d") ?? "").replace(/([MLCQHVhvzZ])([^MLCQHVhvzZ]*)/g, command) };
    return made(node.tagName, { ...Object.fromEntries(kept), opacity, ...drawn });
  }

  // The words of a text, each where the browser has put it; of turned text all of them at once.
  function lettered(text, at, opacity) {
    const looks = getComputedStyle(text.parentElement);
    const turned = text.parentElement.closest(".gru-y-label");
    const range = document.createRange();
    return [...text.data.matchAll(turned ? /.+/g : /\S+/g)].map(({ 0: word, index }) => {
      range.setStart(text, index);
      range.setEnd(text, index + word.length);
      const { x, y, width, height } = at(range.getBoundingClientRect());
      const [middle, centre] = [x + width / 2, y + height / 2].map(short);
      const place = turned
        ? {
            x: middle,
            y: centre,
            "text-anchor": "middle",
            transform: `rotate(-90 ${middle} ${centre})`,
          }
        : { x, y: y + BASELINE * height, textLength: width };
      const type = Object.fromEntries(
        ["font-weight", "font-style"].map((name) => [name, looks.getPropertyValue(name)]),
      );
      const size = { "font-size": parseFloat(looks.fontSize), "font-family": FONT };
      const node = made("text", { ...place, ...type, ...size, fill: plain(looks.color), opacity });
      node.textContent = word;
      return node;
    });
  }

  async function plotted({ data, layout }) {
    const paper = { ...layout, paper_bgcolor: "#fff", font: { ...layout.font, family: FONT } };
    const size = { width: WIDTH, height: layout.height ?? 450 };
    const address = await Plotly.toImage({ data, layout: paper }, { format: "svg", ...size });
    const text = decodeURIComponent(address.slice(address.indexOf(",") + 1));
    return new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
  }

  async function figure(place) {
    if (place.matches(".gru-plotly")) {
      const graph = place.lastElementChild;
      const title = written((graph.layout.title?.text ?? "").replace(/<br[^>]*>/g, " "));
      return ["figure", words(title), place.getAttribute("aria-label"), await plotted(graph)];
    }
    const alt = place.getAttribute("aria-label") ?? "";
    if (place.matches("svg")) return ["notes", alt, alt, apart(place)];
    const { module } = place.closest(".gru-widget").dataset;
    return [module, words(place.nextElementSibling), alt, flat(place)];
  }

  const found = [];
  const FIGURES = ".gru-plotly, .gru-picture > .gru:not(.gru-prediction), .gru-score > svg";
  for (const place of document.querySelectorAll(FIGURES)) {
    const [kind, caption, alt, svg] = await figure(place);
    svg.setAttribute("xmlns", NAMESPACE);
    const chapter = place.closest("main > section").id;
    found.push([chapter, kind, caption, alt, new XMLSerializer().serializeToString(svg)]);
  }
  return found;
}
