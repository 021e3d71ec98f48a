"""Rules of the theme that a page's stylesheet was cut without, though the page would need them."""

from tests.browser.driving import wait_for_theme

# The theme's selectors that are not in the page's stylesheet, and fit an element of the page.
# States and what stands before or after an element are not asked for: they may come and go.
MISSED = """(whole) => {
  const all = (rules) => [...rules].flatMap((rule) =>
    rule.selectorText ? rule.selectorText.split(/,(?![^(]*\\))/) : all(rule.cssRules ?? []));
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(whole);
  const ours = [...document.styleSheets].find((it) => it.href?.includes("/gru/theme."));
  const kept = new Set(all(ours.cssRules).map((it) => it.trim()));
  const plain = (it) => it.replace(/::?[\\w-]+(\\([^()]*(\\([^()]*\\))?[^()]*\\))?/g, "")
    .replace(/\\[data-theme[^\\]]*\\]/g, "").replace(/([>+~ ]|^)(?=\\s*([>+~]|$))/g, "$1*");
  const fits = (it) => {
    try { return document.querySelector(plain(it)) !== null; } catch { return false; }
  };
  return all(sheet.cssRules).map((it) => it.trim()).filter((it) => !kept.has(it) && fits(it));
}"""


def open_what_opens(page):
    """Open what the theme opens: its menu, a tooltip, the search."""
    wait_for_theme(page)
    menu = page.get_by_role("button", name="Download this page")
    if menu.count():
        menu.click()
        page.locator(".dropdown-menu.show").wait_for()
    page.locator(".theme-switch-button:visible").first.hover()
    page.locator(".tooltip").first.wait_for()
    page.keyboard.press("Control+k")


def missed(page, whole: str) -> list[str]:
    """The selectors of a whole stylesheet that fit this page and are not in its own."""
    return page.evaluate(MISSED, whole)
