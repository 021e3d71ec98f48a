// What the theme's buttons do that name it in `data-gru-does`, and its search fields.

import { afterPicture } from "./after_next_frame.js";

const actions = {
  print: () => print(),
  "full-screen": () => globalThis.toggleFullScreen(), // the theme's
};

// The button of the theme shows that it was heard, and only then gets its click: a change of theme
// draws the whole page anew.
let heard = false;
function hear(event) {
  if (heard) return;
  event.stopImmediatePropagation();
  const button = event.currentTarget;
  button.classList.add("gru-heard");
  afterPicture(() => {
    heard = true;
    button.click();
    heard = false;
    button.classList.remove("gru-heard");
  });
}

for (const button of document.querySelectorAll(".theme-switch-button"))
  button.addEventListener("click", hear, { capture: true });

// What is searched for stands behind "#", which no browser tells the host.
for (const form of document.querySelectorAll("form.bd-search"))
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const [page] = form.action.split("#"); // on the search page itself it is "#"
    location.href = `${page}#${new URLSearchParams(new FormData(form))}`;
  });

for (const button of document.querySelectorAll("[data-gru-does]"))
  button.addEventListener("click", actions[button.dataset.gruDoes]);
