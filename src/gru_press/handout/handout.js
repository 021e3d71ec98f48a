// Runs in the joined document: waits until all that a page draws late is drawn, or has had its time.

async () => {
  const PATIENCE = 60_000; // milliseconds for a figure
  const drawn = (place) =>
    new Promise((resolve) => {
      const look = () => place.matches(".gru-drawn, .gru-failed") && (watch.disconnect(), resolve());
      const watch = new MutationObserver(look);
      watch.observe(place, { attributeFilter: ["class"] });
      look();
      setTimeout(resolve, PATIENCE);
    });
  // A figure is drawn when it comes near the window.
  for (const place of document.querySelectorAll(".gru-plotly")) {
    place.scrollIntoView();
    await drawn(place);
  }
  await document.fonts.ready;
  // On a screen a wide equation is scrolled; on paper it is set smaller.
  for (const equation of document.querySelectorAll("div.math > mjx-container")) {
    const share = equation.parentElement.clientWidth / equation.scrollWidth;
    if (share < 1) equation.style.setProperty("--gru-share", share);
  }
}
