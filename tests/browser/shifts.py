"""How much of a page moves without the reader's doing, as browsers measure it."""

COUNT_SHIFTS = """
globalThis.shifts = [];
new PerformanceObserver((list) => shifts.push(...list.getEntries().map(({ value, sources }) =>
  [value, ...sources.map(({ node }) => `${node?.nodeName} ${node?.className}`)])))
  .observe({ type: "layout-shift", buffered: true });
"""
LEAST = 0.002  # an icon whose font comes late, on a machine that is busy


def shifts(page) -> list[list]:
    """What moved since the page was opened with COUNT_SHIFTS, if it is more than LEAST in all."""
    found = page.evaluate("shifts")
    return found if sum(value for value, *_ in found) >= LEAST else []
