// What the reader has answered and solved on this page, kept in the reader's own browser only: it
// is counted and listed at the page's end, saved as a text, printed with the page, or forgotten.

const KEY = `gru:${location.pathname}`;
const ANSWERED = "predict ";
const SOLVED = "task ";

// `kept` gives a widget what it kept under a name, and keeps more (undefined: no longer): of a
// prediction { answer, right }, of a task true. A browser may refuse storage; then nothing is kept,
// and nothing is said.
export function createProgress() {
  let values = load();
  const words = make("span");
  const list = make("ul");
  const details = make("details", {}, make("summary", { textContent: "What I did here" }), list);
  const save = make("button", { type: "button", textContent: "Save as a text" });
  const forget = make("button", { type: "button", textContent: "Forget" });
  const line = make("p", {}, words, " ", save, " ", forget);
  const section = make("section", { className: "gru-progress" }, line, details);
  section.setAttribute("aria-label", "Progress on this page");
  save.addEventListener("click", () => download(report(values)));
  forget.addEventListener("click", () => {
    values = {};
    store(values);
    words.textContent = "Forgotten. What you see stays until you load the page again.";
    forget.hidden = save.hidden = details.hidden = true;
  });
  addEventListener("beforeprint", () => (details.open = true)); // what is folded is not printed

  function draw() {
    const done = entries(values);
    words.textContent = `On this page: ${summary(done)}. Kept in this browser only.`;
    list.replaceChildren(...done.map((entry) => make("li", { textContent: sentence(entry) })));
    forget.hidden = save.hidden = details.hidden = false;
    section.hidden = done.length === 0;
    if (!section.isConnected) (document.querySelector("article") ?? document.body).append(section);
  }
  if (Object.keys(values).length) draw();

  return {
    get: (name) => (Object.hasOwn(values, name) ? values[name] : undefined),
    set(name, value) {
      if (JSON.stringify(value) === JSON.stringify(values[name])) return;
      const { [name]: _, ...others } = load(); // another tab may have kept something since
      values = value === undefined ? others : { ...others, [name]: value };
      store(values);
      draw();
    },
  };
}

function make(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

// What is kept as a list of { asked, answer, right } and { task }; what nobody here has kept, such
// as a text that somebody else put there, is left out.
function entries(values) {
  return Object.entries(values).flatMap(([name, value]) => {
    if (name.startsWith(SOLVED) && value === true) return [{ task: name.slice(SOLVED.length) }];
    if (!name.startsWith(ANSWERED) || !isAnswer(value)) return [];
    const { answer, right } = value;
    return [{ asked: name.slice(ANSWERED.length), answer, right }];
  });
}

function isAnswer(value) {
  if (typeof value?.right !== "boolean") return false;
  return [value.answer].flat().every((one) => ["string", "number"].includes(typeof one));
}

function summary(done) {
  const [predicted, solved] = [done.filter(({ asked }) => asked), done.filter(({ task }) => task)];
  const asked = document.querySelectorAll('.gru-widget[data-module="prediction"]').length;
  const right = predicted.filter((entry) => entry.right).length;
  const parts = [];
  if (asked) parts.push(`${Math.min(predicted.length, asked)} of ${asked} predictions answered`);
  if (right) parts.push(`${right} right`);
  if (solved.length) parts.push(`${solved.length} ${solved.length === 1 ? "task" : "tasks"} done`);
  return parts.join(", ");
}

function sentence({ task, asked, answer, right }) {
  if (task) return `Task: ${task} Done.`;
  return `${asked} My answer: ${[answer].flat().join("; ")} (${right ? "right" : "not right"}).`;
}

function report(values) {
  const title = document.querySelector("h1")?.firstChild?.textContent ?? document.title;
  const done = entries(values);
  return [title.trim(), `${summary(done)}.`, ...done.map(sentence), ""].join("\n\n");
}

function download(text) {
  const page = location.pathname.split("/").pop().replace(/\.html$/, "") || "index";
  const href = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  make("a", { href, download: `my-answers-${page}.txt` }).click();
  setTimeout(() => URL.revokeObjectURL(href), 1000); // once the browser has taken it
}

function load() {
  try {
    const values = JSON.parse(localStorage.getItem(KEY));
    return values && typeof values === "object" && !Array.isArray(values) ? values : {};
  } catch {
    return {};
  }
}

function store(values) {
  try {
    if (Object.keys(values).length) localStorage.setItem(KEY, JSON.stringify(values));
    else localStorage.removeItem(KEY);
  } catch {} // full, or refused
}
