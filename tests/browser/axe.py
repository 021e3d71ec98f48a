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
# Marks what is coloured as something before it: of the same kind, in the same kinds, with the same
# colours, and so are all parts in it. A widget draws over itself, so each of its parts is asked.
MARK_ALIKE = """(place) => {
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
  document.querySelectorAll(place).forEach((root, number) => mark(root, number));
}"""
# What is marked is hidden while colours are looked for: to exclude thousands takes axe ten times
# as long.
RUN = """async ([place, rules, colours]) => {
  const quick = { resultTypes: ["violations"], preload: false };  // nothing is fetched once more
  const ask = async (options) => {
    const { violations } = await axe.run(place, { ...options, ...quick });
    return violations.flatMap(({ id, impact, nodes }) =>
      nodes.map(({ target, failureSummary }) => [id, impact, target.join(" "), failureSummary]));
  };
  const found = rules ? await ask(rules) : [];
  const hidden = new CSSStyleSheet();
  hidden.replaceSync("[data-alike] { visibility: hidden !important; }");
  document.adoptedStyleSheets.push(hidden);
  try {
    return [...found, ...await ask(colours)];
  } finally {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== hidden);
  }
}"""
ALL_BUT_COLOURS = {
    "runOnly": {"type": "tag", "values": TAGS},
    "rules": {rule: {"enabled": False} for rule in COLOURS},
}


class Finding(NamedTuple):
    """One element that breaks one rule."""

    rule: str
    impact: str  # minor, moderate, serious or critical
    place: str  # as a CSS selector
    reason: str


def findings(page, place: str = "html", *, colours_alone: bool = False) -> list[Finding]:
    """What axe finds in the parts of a page that match `place`; of the rules COLOURS alone, or all.

    The rules of colours, which take the longest, are asked of one among those that are alike.
    """
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(AXE_SCRIPT)
    if not page.locator(place).count():
        return []
    page.evaluate(MARK_ALIKE, place)
    rules = None if colours_alone else ALL_BUT_COLOURS
    colours = {"runOnly": {"type": "rule", "values": COLOURS}}
    found = page.evaluate(RUN, [place, rules, colours])
    return [Finding(*one) for one in found if one[0] not in LEFT]


def told(found: list[Finding]) -> str:
    """Findings as lines, for a test that fails."""
    return json.dumps(found, indent=1)
