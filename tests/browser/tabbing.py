"""A way through a page with the Tab key: each stop, and how it shows."""

from typing import NamedTuple

# Each element that gets the focus leaves a line, until the page is left; its outline may be
# drawn by what stands for it.
LISTEN = """() => {
  window.stops = [];
  window.ended = false;
  const after = Node.DOCUMENT_POSITION_FOLLOWING;
  const outlined = (node) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(node);
    return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
  };
  const seen = (node) => node.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  document.addEventListener("focusout", ({ relatedTarget }) => (window.ended ||= !relatedTarget));
  document.addEventListener("focusin", ({ target }) => {
    if (window.ended) return;
    target.seen = true;
    const stands = [target, target.nextElementSibling, target.closest("label, .gru-tile")];
    const { left, right, width, height } = target.getBoundingClientRect();
    const last = window.last;
    window.stops.push({
      what: target.outerHTML.slice(0, 120),
      shown: stands.some((node) => node && seen(node) && outlined(node)),
      inside: width > 0 && height > 0 && right > 0 && left < innerWidth,
      follows: !last || (last.compareDocumentPosition(target) & after) > 0,
    });
    window.last = target;
  });
}"""
TABBABLE = "a[href], button, input, select, textarea, summary, [tabindex]"
# Of radios that belong together one is a stop, and the arrow keys lead to the others.
PASSED = f"""() => [...document.querySelectorAll("{TABBABLE}")].filter((node) =>
  node.tabIndex >= 0 && !node.disabled && !node.matches(":disabled") && !node.closest("[inert]") &&
  node.checkVisibility({{ visibilityProperty: true }}) && node.type !== "radio" && !node.seen
).map((node) => node.outerHTML.slice(0, 120))"""
# What can be scrolled sideways, and neither takes the focus nor holds what does, or has no name.
UNREACHABLE = """() => [...document.querySelectorAll("main *")].filter((node) => {
  const { overflowX } = getComputedStyle(node);
  if (!/auto|scroll/.test(overflowX) || node.scrollWidth <= node.clientWidth + 1) return false;
  if (!node.checkVisibility({ visibilityProperty: true })) return false;
  if (node.tabIndex >= 0) return !node.ariaLabel;
  return !node.querySelector("a[href], button, input, summary");
}).map((node) => node.outerHTML.slice(0, 120))"""
AT_ONCE = 20  # presses of the key, before the page is asked whether it was left


class Way(NamedTuple):
    """What the Tab key leads to, from the top of a page to its end."""

    stops: list[dict]
    passed: list[str]  # what can be used and was not reached
    ends: bool  # whether the keyboard leaves the page at its end

    def without(self, property: str) -> list[str]:
        """The stops that are not `shown`, not `inside` the window, or do not follow the last."""
        return [stop["what"] for stop in self.stops if not stop[property]]


def tab_through(page) -> Way:
    """Press Tab from the top of the page until it is left."""
    page.evaluate("document.activeElement.blur(), scrollTo(0, 0)")
    page.evaluate(LISTEN)
    for _ in range(page.locator(TABBABLE).count() // AT_ONCE + 1):
        for _ in range(AT_ONCE):
            page.keyboard.press("Tab")
        if page.evaluate("ended"):
            break
    page.evaluate("document.activeElement.blur()")  # what has the focus now may cover others
    return Way(page.evaluate("stops"), page.evaluate(PASSED), page.evaluate("ended"))
