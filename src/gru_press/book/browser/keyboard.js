// What the theme leaves out for readers who use the keyboard or hear the page.

import { afterPicture } from "./after_next_frame.js";

const { dataset } = document.documentElement;
const find = (selector) => document.querySelector(selector);

// The search dialog holds the keyboard while it is open, and gives it back.
function holdSearch(dialog) {
  const others = [...document.body.children].filter((part) => part !== dialog);
  let before;
  dialog.role = "dialog";
  dialog.ariaModal = "true";
  dialog.ariaLabel = "Search";
  dialog.addEventListener("focusin", ({ relatedTarget }) => {
    if (relatedTarget && !dialog.contains(relatedTarget)) before = relatedTarget;
  });
  const hold = () => {
    const open = dialog.classList.contains("show");
    for (const part of others) part.inert = open;
    if (open) return;
    before?.focus();
    before = null;
  };
  const observer = new MutationObserver(() => afterPicture(hold));
  observer.observe(dialog, { attributeFilter: ["class"] });
}

// A button of a sidebar says whether the sidebar is shown. On a wide page the theme's box hides
// the sidebar if it is checked, on a narrow one it shows it.
function tellSidebar(button, box, wide) {
  const tell = () => setTimeout(() => (button.ariaExpanded = box.checked !== wide.matches));
  for (const type of ["click", "keydown"]) document.addEventListener(type, tell, true);
  wide.addEventListener("change", tell);
  tell();
}

// The button of the theme says which one is set.
function tellTheme(button) {
  const tell = () => (button.ariaLabel = `Theme: ${dataset.mode}`);
  new MutationObserver(tell).observe(document.documentElement, { attributeFilter: ["data-mode"] });
  tell();
}

const dialog = find(".search-button__wrapper");
if (dialog) holdSearch(dialog);
for (const [name, width] of [["primary", 992], ["secondary", 1200]]) {
  const button = find(`button.${name}-toggle`);
  const box = find(`#pst-${name}-sidebar-checkbox`);
  if (button) tellSidebar(button, box, matchMedia(`(min-width: ${width}px)`));
}
document.querySelectorAll(".theme-switch-button").forEach(tellTheme);
