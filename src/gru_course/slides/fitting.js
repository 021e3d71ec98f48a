// Widgets as large as their slide allows. A page may be scrolled and a slide may not, so a widget
// that is higher than its room is zoomed until it fits; its layout follows the zoom.

const STEPS = 7; // of halving: 1 % exact
const SMALLEST = 0.4;

export function keepFitting(reveal) {
  const fit = (place) => {
    const live = place.querySelector(".gru-live");
    if (!live || !place.closest("section.present")) return;
    const height = () => live.getBoundingClientRect().height;
    const room = place.closest(".gru-cell").getBoundingClientRect().height;
    let [low, high] = [SMALLEST, 1];
    live.style.zoom = 1;
    if (height() <= room) return;
    for (let step = 0; step < STEPS; step++) {
      const middle = (low + high) / 2;
      live.style.zoom = middle;
      if (height() <= room) low = middle;
      else high = middle;
    }
    live.style.zoom = low;
  };
  const fitSlide = () => reveal.getCurrentSlide().querySelectorAll(".gru-widget").forEach(fit);

  // A widget starts some time after its slide came, and may grow later.
  const observer = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      const cell = target.closest(".gru-cell");
      if (cell.scrollHeight > cell.clientHeight + 1) fit(target.closest(".gru-widget"));
    }
  });
  const started = new MutationObserver((changes) => {
    for (const { target } of changes) {
      if (!target.matches(".gru-mounted")) continue;
      fit(target);
      observer.observe(target.querySelector(".gru-live"));
    }
  });
  started.observe(reveal.getSlidesElement(), { subtree: true, attributeFilter: ["class"] });
  reveal.on("slidechanged", fitSlide);
  reveal.on("resize", fitSlide);
  fitSlide();
}
