// What the theme's buttons do that name it in `data-gru-does`.

const actions = {
  print: () => print(),
  "full-screen": () => globalThis.toggleFullScreen(), // the theme's
};

for (const button of document.querySelectorAll("[data-gru-does]"))
  button.addEventListener("click", actions[button.dataset.gruDoes]);
