// Runs in the joined document, once all is drawn: every figure as [chapter, kind, caption, words, SVG].

async () => {
  const NAMESPACE = "http://www.w3.org/2000/svg";
  const FONT = "Helvetica, Arial, sans-serif";
  const WIDTH = 800; // of plotly's figures: as on a wide page of the book
  const REFERS = /var\(|currentcolor/i;
  const words = (node) => (node?.textContent ?? "").trim().replace(/\s+/g, " ");

  // A copy that needs no page: colours that the page gave are written into it.
  function apart(svg) {
    const copy = svg.cloneNode(true);
    const copies = [copy, ...copy.querySelectorAll("*")];
    [svg, ...svg.querySelectorAll("*")].forEach((node, place) => {
      for (const { name, value } of [...node.attributes])
        if (REFERS.test(value))
          copies[place].setAttribute(name, getComputedStyle(node).getPropertyValue(name));
    });
    const [, , width, height] = copy.getAttribute("viewBox").split(/[\s,]+/);
    const style = getComputedStyle(svg);
    const given = { width, height, color: style.color, "font-family": FONT, "font-size": style.fontSize };
    copy.removeAttribute("style");
    for (const [name, value] of Object.entries(given))
      if (name === "width" || name === "height" || !copy.hasAttribute(name))
        copy.setAttribute(name, value);
    return copy;
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
      const title = new DOMParser().parseFromString(graph.layout.title?.text ?? "", "text/html").body;
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
