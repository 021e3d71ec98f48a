// Everything as large as its slide allows. A page may be scrolled and a slide may not, so a widget
// that is higher than its room is zoomed until it fits (its layout follows the zoom), and a text
// gets smaller type.

const STEPS = 7; // of halving: 1 % exact
const SMALLEST = 0.4; // of a widget
const TYPE = { largest: 34, smallest: 20 }; // pixels

export function keepFitting(reveal) {
  const fit = (place) => {
    const live = place.querySelector(".gru-live");
    if (!live || !place.closest("section.present")) return;
    const cell = place.closest(".gru-cell");
    const fits = (zoom) => {
      live.style.zoom = zoom;
      return cell.scrollHeight <= cell.clientHeight;
    };
    let [low, high] = [SMALLEST, 1];
    if (fits(high)) return;
    for (let step = 0; step < STEPS; step++) {
      const middle = (low + high) / 2;
      if (fits(middle)) low = middle;
      else high = middle;
    }
    fits(low);
  };
  const fitText = (slide) => {
    let type = TYPE.largest;
    slide.style.fontSize = "";
    while (slide.scrollHeight > slide.clientHeight && type > TYPE.smallest)
      slide.style.fontSize = `${--type}px`;
  };
  const fitSlide = () => {
    const slide = reveal.getCurrentSlide();
    const widgets = slide.querySelectorAll(".gru-widget");
    if (widgets.length) widgets.forEach(fit);
    else fitText(slide);
  };

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
