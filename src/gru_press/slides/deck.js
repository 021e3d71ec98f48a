// Runs a deck: the slides, the widgets and figures on them, and the presenter's keys.

import { modelIn } from "./host.js";
import {} from "./plotly-figures.js";
import { keepFitting } from "./fitting.js";

const root = document.documentElement;
const { Reveal, RevealNotes } = globalThis;

const settings = {
  width: 1280,
  height: 720,
  margin: 0,
  center: false,
  display: "flex",
  hash: true,
  navigationMode: "linear", // the key to the right leads through all slides
  transition: "none",
  slideNumber: "c/t",
  defaultTiming: document.querySelector("[data-timing]") ? 0 : null, // else there is no pacing
  pdfSeparateFragments: false,
  pdfMaxPagesPerSlide: 1,
  plugins: [RevealNotes],
};

// A prediction stays closed until the presenter's next key; the key back closes it again.
function open(slide, locked) {
  const place = slide.querySelector('[data-module="prediction"]');
  modelIn(place).set("locked", locked);
}

function onFragment(locked) {
  return ({ fragment }) => {
    if (fragment.matches(".gru-opens")) open(fragment.closest("section"), locked);
  };
}

// Dark and light, kept in the browser as in the book, so that the speaker's window follows.
function changeTheme() {
  root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark";
  try {
    localStorage.setItem("mode", root.dataset.theme);
  } catch {} // a browser may refuse storage
}

// One piece of code after the other, then none.
function unfoldCode() {
  const codes = [...Reveal.getCurrentSlide().querySelectorAll(".gru-source")];
  const next = codes.findIndex((code) => code.open) + 1;
  for (const [place, code] of codes.entries()) code.open = place === next;
}

// A hand on the mouse leaves the keys to the slides: what was clicked lets go of them. A slider
// keeps them, for it is often moved on by arrow keys.
function letGo({ detail, target }) {
  const byHand = detail > 0;
  if (byHand && !target.closest('[type="range"], [type="number"], select')) document.activeElement.blur();
}

// In print all figures are drawn, which begins when they come into view: a frame is laid out, and
// what is in view is told at its end.
async function drawAll() {
  const frame = () => new Promise(requestAnimationFrame);
  for (const place of document.querySelectorAll(".gru-plotly")) {
    place.scrollIntoView();
    await frame();
    await frame();
  }
  scrollTo(0, 0);
}

async function start() {
  const inPages = new Promise((resolve) => Reveal.on("pdf-ready", resolve));
  await Reveal.initialize(settings);
  root.dataset.deck = "shown"; // from here on its widgets and figures may start
  Reveal.addKeyBinding({ keyCode: 68, key: "D", description: "Dark or light" }, changeTheme);
  Reveal.addKeyBinding({ keyCode: 67, key: "C", description: "Unfold the code" }, unfoldCode);
  Reveal.on("fragmentshown", onFragment(true));
  Reveal.on("fragmenthidden", onFragment(false));
  document.addEventListener("click", letGo);
  if (Reveal.isPrintView()) await inPages.then(drawAll);
  else keepFitting(Reveal);
  root.dataset.deck = "ready";
}

start();
