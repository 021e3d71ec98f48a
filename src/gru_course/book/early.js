{
  // Runs before anything is painted: the page knows that scripts run, and which theme it shows.
  const root = document.documentElement;
  const mode = localStorage.getItem("mode") || "auto";
  const dark = mode === "auto" ? matchMedia("(prefers-color-scheme: dark)").matches : mode === "dark";
  root.classList.add("js");
  root.dataset.mode = mode;
  root.dataset.theme = dark ? "dark" : "light";
}
