{
  // Runs before anything is painted: the page knows whether widgets will live, and its theme.
  const root = document.documentElement;
  // A browser may refuse storage, or have no room left. The theme's script asks for it unguarded, so
  // what it keeps is then kept while the page is open; what a reader answers is not, and is not said
  // to be.
  for (const name of ["localStorage", "sessionStorage"]) {
    let own;
    try {
      own = window[name];
      own.setItem("gru", "");
      own.removeItem("gru");
    } catch {
      const kept = new Map();
      const getItem = (key) => {
        try {
          return kept.get(key) ?? own.getItem(key);
        } catch {
          return null;
        }
      };
      const setItem = (key, value) => {
        if (key.startsWith("gru:")) throw new DOMException("nothing is kept", "QuotaExceededError");
        kept.set(key, String(value));
      };
      const value = { getItem, setItem, removeItem: (key) => kept.delete(key) };
      Object.defineProperty(window, name, { value, configurable: true });
    }
  }
  const mode = localStorage.getItem("mode") || "auto";
  const dark = mode === "auto" ? matchMedia("(prefers-color-scheme: dark)").matches : mode === "dark";
  const alone = root.dataset.code === "inside"; // where it does not, modules need a server
  root.classList.toggle("js", alone || location.protocol !== "file:");
  root.dataset.mode = mode;
  root.dataset.theme = dark ? "dark" : "light";
  // Where the file that starts the widgets does not arrive, the pictures stay: the page says why.
  const sayWhy = () => {
    for (const place of document.querySelectorAll(".gru-widget")) {
      const said = Object.assign(document.createElement("p"), { className: "gru-said" });
      said.textContent = "This widget could not start: a file did not arrive. Reload the page.";
      place.append(said);
    }
  };
  const missed = ({ target }) => {
    if (!/\/host\.\w+\.js$/.test(target.src)) return;
    if (document.readyState === "loading") addEventListener("DOMContentLoaded", sayWhy);
    else sayWhy();
  };
  addEventListener("error", missed, true);
  // Paper is white.
  let theme;
  addEventListener("beforeprint", () => {
    theme = root.dataset.theme;
    root.dataset.theme = "light";
  });
  addEventListener("afterprint", () => (root.dataset.theme = theme));
}
