// What is wider than the page is scrolled in its own box. While it is, the keyboard can reach that
// box, and the box has a name.

const NAMES = {
  ".cell_output pre": "Output",
  pre: "Code",
  ".pst-scrollable-table-container, .bd-article table": "Table",
  "div.math, div.math > mjx-container": "Equation",
};

function reach(box) {
  const scrolls = box.scrollWidth > box.clientWidth && getComputedStyle(box).overflowX === "auto";
  if (!scrolls) {
    for (const name of ["tabindex", "role", "aria-label"]) box.removeAttribute(name);
    return;
  }
  box.tabIndex = 0;
  if (!box.matches("table")) box.role = "group";
  box.ariaLabel = Object.entries(NAMES).find(([selector]) => box.matches(selector))[1];
}

const watch = new ResizeObserver((changes) => changes.forEach(({ target }) => reach(target)));
for (const box of document.querySelectorAll(Object.keys(NAMES).join(", ")))
  if (!box.closest(".gru, .gru-picture")) watch.observe(box);
