"""axe-core in a page: what it finds that keeps some readers out."""

import json
from typing import NamedTuple

from axe_playwright_python.base import AXE_SCRIPT

# All that WCAG 2.2 asks at levels A and AA, and what axe's authors advise besides.
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast", "link-in-text-block"]  # the rules that a theme can break
# What may stay, each with its reason.
LEFT = {
    "empty-table-header": "axe reads no MathML, so a header that is a formula seems empty to it"
}
# Hides what is coloured as something before it: of the same kind, in the same kinds, with the same
# colours, and so are all parts in it. A widget draws over itself, so each of its parts is asked.
# To leave thousands of parts out takes axe ten times as long.
HIDE_ALIKE = """() => {
  const seen = new Set();
  const look = (node) => {
    const { color, backgroundColor, backgroundImage, fontSize, fontWeight, opacity } =
      getComputedStyle(node);
    const words = [...node.childNodes].some((it) => it.nodeType === 3 && it.data.trim());
    return [node.tagName, node.getAttribute("class"), words, color, backgroundColor,
      backgroundImage, fontSize, fontWeight, opacity,
      node.checkVisibility({ visibilityProperty: true })].join();
  };
  const mark = (node, around) => {
    if (node.matches(".gru-widget")) return false;
    const way = `${around}/${look(node)}`;
    const known = seen.has(way);
    seen.add(way);
    const alike = [...node.children].map((it) => mark(it, way)).every(Boolean) && known;
    node.toggleAttribute("data-alike", alike);
    return alike;
  };
  mark(document.documentElement, "");
  window.alike = new CSSStyleSheet();
  window.alike.replaceSync("[data-alike] { visibility: hidden !important; }");
  document.adoptedStyleSheets.push(window.alike);
}"""
SHOW_ALIKE = """() => {
  document.adoptedStyleSheets = document.adoptedStyleSheets.filter((it) => it !== window.alike);
}"""
RUN = """async ([place, rules]) => {
  const quick = { resultTypes: ["violations"], preload: false };  // nothing is fetched once more
  const { violations } = await axe.run(place, { ...rules, ...quick });
  return violations.flatMap(({ id, impact, nodes }) =>
    nodes.map(({ target, failureSummary }) => [id, impact, target.join(" "), failureSummary]));
}"""
ALL = {"runOnly": {"type": "tag", "values": TAGS}}
ALL_BUT_COLOURS = {**ALL, "rules": {rule: {"enabled": False} for rule in COLOURS}}
COLOURS_ALONE = {"runOnly": {"type": "rule", "values": COLOURS}}
WHOLE = "html"


class Finding(NamedTuple):
    """One element that breaks one rule."""

    rule: str
    impact: str  # minor, moderate, serious or critical
    place: str  # as a CSS selector
    reason: str


def findings(page, place: str = WHOLE, *, colours_alone: bool = False) -> list[Finding]:
    """What axe finds in the parts of a page that match `place`; of the rules COLOURS alone, or all.

    Of a whole page, colours, which take the longest, are asked of one part among those alike.
    """
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(AXE_SCRIPT)
    if not page.locator(place).count():
        return []
    if place != WHOLE:
        return _ask(page, place, COLOURS_ALONE if colours_alone else ALL)
    found = [] if colours_alone else _ask(page, place, ALL_BUT_COLOURS)
    page.evaluate(HIDE_ALIKE)
    found += _ask(page, place, COLOURS_ALONE)
    page.evaluate(SHOW_ALIKE)
    return found


def _ask(page, place: str, rules: dict) -> list[Finding]:
    return [Finding(*one) for one in page.evaluate(RUN, [place, rules]) if one[0] not in LEFT]


def told(found: list[Finding]) -> str:
    """Findings as lines, for a test that fails."""
    return json.dumps(found, indent=1)
