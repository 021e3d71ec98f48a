// What the theme's buttons do that name it in `data-gru-does`, and its search fields.

const actions = {
  print: () => print(),
  "full-screen": () => globalThis.toggleFullScreen(), // the theme's
};

// What is searched for stands behind "#", which no browser tells the host.
for (const form of document.querySelectorAll("form.bd-search"))
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const [page] = form.action.split("#"); // on the search page itself it is "#"
    location.href = `${page}#${new URLSearchParams(new FormData(form))}`;
  });

for (const button of document.querySelectorAll("[data-gru-does]"))
  button.addEventListener("click", actions[button.dataset.gruDoes]);
