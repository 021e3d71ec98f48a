// Draws the plotly figures of a page. plotly.js is large, so it is loaded when the first figure
// comes near the viewport, and never on a page whose figures are not reached.

import { darkOf, plotlyFile } from "./figure_settings.js";

const NEAR = "400px 0px";
const GRID = "rgba(128, 128, 128, 0.25)"; // visible on light and dark paper
const places = document.querySelectorAll(".gru-plotly");
const drawn = new Map(); // place -> figure as Python made it
let library;

function loadPlotly() {
  library ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = new URL(plotlyFile, import.meta.url);
    script.onload = () => resolve(globalThis.Plotly);
    script.onerror = () => reject(new Error(`${plotlyFile} did not load`));
    document.head.append(script);
  });
  return library;
}

async function draw(place) {
  try {
    const Plotly = await loadPlotly();
    const figure = drawn.get(place) ?? JSON.parse(place.querySelector("script").textContent);
    if (!drawn.has(place)) place.append(document.createElement("div"));
    drawn.set(place, figure);
    const { data, layout } = themed(figure, place);
    const config = { responsive: true, displayModeBar: false, ...figure.config };
    await Plotly.react(place.lastElementChild, data, layout, config);
    document.getElementById("js-plotly-tester").ariaHidden = "true"; // it measures, and shows nothing
    place.classList.add("gru-drawn");
  } catch (error) {
    console.error(error);
    place.classList.add("gru-failed"); // its sentence comes back
  }
}

// The figure in the colours of the page's theme. Its width follows the page, and a finger scrolls
// the page instead of zooming.
function themed({ data, layout = {} }, place) {
  const dark = document.documentElement.dataset.theme === "dark";
  const figure = dark ? inDark({ data, layout }) : structuredClone({ data, layout });
  const { color, fontFamily } = getComputedStyle(place);
  const plan = { dragmode: false, ...figure.layout, autosize: true };
  const axes = Object.keys(plan).filter((name) => /^[xy]axis\d*$/.test(name));
  for (const name of new Set(["xaxis", "yaxis", ...axes]))
    plan[name] = { gridcolor: GRID, zerolinecolor: GRID, linecolor: color, ...plan[name] };
  plan.font = { ...plan.font, color, family: fontFamily };
  plan.paper_bgcolor = plan.plot_bgcolor = "transparent";
  delete plan.width;
  enlarge(place, plan);
  return { data: figure.data, layout: plan };
}

// Where a style sets --gru-figure-scale, as on slides, the figure fills its place enlarged so much,
// or less if it would be lower than Python made it, but never made smaller.
function enlarge(place, plan) {
  const most = Number(getComputedStyle(place).getPropertyValue("--gru-figure-scale"));
  if (!most) return;
  const scale = Math.max(1, Math.min(most, place.clientHeight / (plan.height ?? 450)));
  plan.height = place.clientHeight / scale;
  const width = `${place.clientWidth / scale}px`;
  const looks = { width, transform: `scale(${scale})`, transformOrigin: "0 0" };
  Object.assign(place.lastElementChild.style, looks);
}

// Every palette colour in the figure becomes its dark one.
function inDark(value) {
  if (typeof value === "string") return darkOf[value.toLowerCase()] ?? value;
  if (Array.isArray(value)) return value.map(inDark);
  if (value && typeof value === "object" && !ArrayBuffer.isView(value))
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, inDark(part)]));
  return value;
}

const observer = new IntersectionObserver(
  (entries) => {
    for (const { target } of entries.filter((entry) => entry.isIntersecting)) {
      observer.unobserve(target);
      draw(target);
    }
  },
  { rootMargin: NEAR },
);
for (const place of places) observer.observe(place);
addEventListener("beforeprint", () => library && places.forEach(draw));

new MutationObserver(() => drawn.forEach((_, place) => draw(place))).observe(
  document.documentElement,
  { attributeFilter: ["data-theme"] },
);
