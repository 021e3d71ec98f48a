// Runs in the joined document, once all is drawn: every figure as [chapter, kind, caption, words, SVG].

async () => {
  const NAMESPACE = "http://www.w3.org/2000/svg";
  const FONT = "Helvetica, Arial, sans-serif";
  const WIDTH = 640; // of plotly's figures: their text stays readable on a slide
  const MARGIN = 8;
  const REFERS = /var\(|currentcolor/i;
  const words = (node) => (node?.textContent ?? "").trim().replace(/\s+/g, " ");
  const written = (markup) => new DOMParser().parseFromString(markup, "text/html").body;

  // A copy that needs no page: colours that the page gave are written into it.
  function apart(svg) {
    const { width: wide, height: high } = svg.viewBox.baseVal;
    for (const inner of svg.querySelectorAll("svg")) // it fills its frame, and may stand out of it
      for (const [name, value] of Object.entries({ width: wide, height: high, overflow: "visible" }))
        inner.setAttribute(name, value);
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
    const widget = place.closest(".gru-widget");
    if (!widget) return ["notes", alt, alt, apart(place)];
    return [widget.dataset.module, words(widget.querySelector("figcaption")), alt, apart(place)];
  }

  const found = [];
  for (const place of document.querySelectorAll(".gru-plotly, .gru-picture svg, .gru-score > svg")) {
    const [kind, caption, alt, svg] = await figure(place);
    svg.setAttribute("xmlns", NAMESPACE);
    const chapter = place.closest("main > section").id;
    found.push([chapter, kind, caption, alt, new XMLSerializer().serializeToString(svg)]);
  }
  return found;
}
