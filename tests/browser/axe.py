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
RUN = """async ([context, options]) => {
  const quick = { resultTypes: ["violations"], preload: false };  // nothing is fetched once more
  const { violations } = await axe.run(context, { ...options, ...quick });
  return violations.flatMap(({ id, impact, nodes }) =>
    nodes.map(({ target, failureSummary }) => [id, impact, target.join(" "), failureSummary]));
}"""


class Finding(NamedTuple):
    """One element that breaks one rule."""

    rule: str
    impact: str  # minor, moderate, serious or critical
    place: str  # as a CSS selector
    reason: str


def findings(page, place: str = "html", rules: list[str] | None = None) -> list[Finding]:
    """What axe finds in the parts of a page that match `place`; `rules` alone, if given."""
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(AXE_SCRIPT)
    if not page.locator(place).count():
        return []
    only = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": TAGS}
    found = page.evaluate(RUN, [{"include": [[place]]}, {"runOnly": only}])
    return [Finding(*one) for one in found if one[0] not in LEFT]


def told(found: list[Finding]) -> str:
    """Findings as lines, for a test that fails."""
    return json.dumps(found, indent=1)
