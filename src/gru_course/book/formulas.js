// A formula that is wider than the page is scrolled in its own box. While it is, the keyboard can
// reach that box.

const boxes = document.querySelectorAll("div.math, div.math > mjx-container");

function reach(box) {
  if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
  else box.removeAttribute("tabindex");
}

const watch = new ResizeObserver((changes) => changes.forEach(({ target }) => reach(target)));
boxes.forEach((box) => watch.observe(box));
