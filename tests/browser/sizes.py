"""Whether a page keeps to the window, and what can be hit is large enough, for every reader."""

# Half of a screen, as with the browser's zoom at 200 %; phones; phones with type twice as large.
READINGS = [(640, 100), (375, 100), (320, 100), (375, 200), (320, 200)]
WIDE = """() => document.documentElement.scrollWidth <= innerWidth ? [] :
  [...document.querySelectorAll("body *")].filter((node) => {
    if (node.getBoundingClientRect().right <= innerWidth + 1) return false;
    for (let box = node.parentElement; box; box = box.parentElement)
      if (getComputedStyle(box).overflowX !== "visible") return false;
    return node.checkVisibility({ visibilityProperty: true });
  }).map((node) => node.outerHTML.slice(0, 160)).concat(document.documentElement.scrollWidth)"""
# Targets lower or narrower than a finger hits; links in running text are excepted by WCAG 2.5.8.
SMALL = """() => [...document.querySelectorAll("button, summary, input, select")].filter((node) => {
  const target = node.closest("label, .gru-drawn") ?? node;
  const { width, height } = target.getBoundingClientRect();
  return node.checkVisibility({ visibilityProperty: true }) && Math.min(width, height) < 24;
}).map((node) => node.outerHTML.slice(0, 160))"""


def too_wide(page) -> list:
    """What reaches beyond the window, and how wide it makes the page; nothing where it fits."""
    return page.evaluate(WIDE)


def faults_of_size(page) -> dict[tuple[int, int], list]:
    """What is cut off or hard to hit, for each of READINGS in which something is."""
    size = page.viewport_size
    found = {}
    for width, percent in READINGS:
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate(f"document.documentElement.style.fontSize = '{percent}%'")
        page.wait_for_timeout(200)  # figures and the theme wait a moment after a change of size
        found[width, percent] = too_wide(page) + page.evaluate(SMALL)
    page.evaluate("document.documentElement.style.fontSize = ''")
    page.set_viewport_size(size)
    return {reading: faults for reading, faults in found.items() if faults}
