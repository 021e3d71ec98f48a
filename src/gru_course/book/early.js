{
  // Runs before anything is painted: the page knows whether widgets will live, and its theme.
  const root = document.documentElement;
  let mode = "auto";
  try {
    mode = localStorage.getItem("mode") || mode;
  } catch {} // a browser may refuse storage
  const dark = mode === "auto" ? matchMedia("(prefers-color-scheme: dark)").matches : mode === "dark";
  const alone = root.dataset.code === "inside"; // where it does not, modules need a server
  root.classList.toggle("js", alone || location.protocol !== "file:");
  root.dataset.mode = mode;
  root.dataset.theme = dark ? "dark" : "light";
  // Paper is white.
  let theme;
  addEventListener("beforeprint", () => {
    theme = root.dataset.theme;
    root.dataset.theme = "light";
  });
  addEventListener("afterprint", () => (root.dataset.theme = theme));
}
