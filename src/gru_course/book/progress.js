// What the reader has answered and solved on this page, kept in the reader's own browser only.

const KEY = `gru:${location.pathname}`;

// `kept` gives a widget what it kept under a text, and keeps more (undefined: no longer). A browser
// may refuse storage; then nothing is kept, and nothing is said.
export function createProgress() {
  let values = load();
  const line = Object.assign(document.createElement("p"), { className: "gru-progress" });
  const words = document.createElement("span");
  const forget = Object.assign(document.createElement("button"), {
    type: "button",
    textContent: "Forget",
    className: "gru-forget",
  });
  forget.addEventListener("click", () => {
    values = {};
    save(values);
    words.textContent = "Forgotten. What you see stays until you load the page again.";
    forget.hidden = true;
  });
  line.append(words, " ", forget);

  function draw() {
    const count = (kind) => Object.keys(values).filter((text) => text.startsWith(kind)).length;
    const asked = document.querySelectorAll('.gru-widget[data-module="prediction"]').length;
    const [answered, solved] = [count("predict "), count("task ")];
    const parts = [];
    if (asked) parts.push(`${Math.min(answered, asked)} of ${asked} predictions answered`);
    if (solved) parts.push(`${solved} ${solved === 1 ? "task" : "tasks"} done`);
    words.textContent = `On this page: ${parts.join(", ")}. Kept in this browser only.`;
    forget.hidden = false;
    line.hidden = answered + solved === 0;
    if (!line.isConnected) (document.querySelector("article") ?? document.body).append(line);
  }
  if (Object.keys(values).length) draw();

  return {
    get: (text) => (Object.hasOwn(values, text) ? values[text] : undefined),
    set(text, value) {
      if (JSON.stringify(value) === JSON.stringify(values[text])) return;
      const { [text]: _, ...others } = load(); // another tab may have kept something since
      values = value === undefined ? others : { ...others, [text]: value };
      save(values);
      draw();
    },
  };
}

function load() {
  try {
    const values = JSON.parse(localStorage.getItem(KEY));
    return values && typeof values === "object" && !Array.isArray(values) ? values : {};
  } catch {
    return {};
  }
}

function save(values) {
  try {
    if (Object.keys(values).length) localStorage.setItem(KEY, JSON.stringify(values));
    else localStorage.removeItem(KEY);
  } catch {} // full, or refused
}
