"""The theme without the rules that no page needs: no page, however it is used, would need one."""

import pytest
from fontTools.ttLib import TTFont

from gru_course.book.theme_files import STYLES, texts
from tests.browser.driving import wait_for_theme
from tests.browser.test_pages import PAGES, read_to_the_end

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


@pytest.fixture(scope="module")
def whole(book_folder):
    """All rules that the theme brings."""
    return "\n".join(texts(book_folder / "_static", STYLES))


def use(page):
    """Open what the theme opens: its menu, a tooltip, the search."""
    wait_for_theme(page)
    menu = page.get_by_role("button", name="Download this page")
    if menu.count():
        menu.click()
        page.locator(".dropdown-menu.show").wait_for()
    page.locator(".theme-switch-button:visible").first.hover()
    page.locator(".tooltip").first.wait_for()
    page.keyboard.press("Control+k")


@pytest.mark.parametrize("name", [*PAGES, "search", "genindex"])
def test_no_rule_is_missed(open_page, book_url, whole, name):
    page = open_page(f"{book_url}{name}.html")
    read_to_the_end(page)
    use(page)
    assert page.evaluate(MISSED, whole) == []


def test_the_search_of_a_missed_rule_finds_one(open_page, book_url):
    page = open_page(f"{book_url}index.html")
    rule = "main.bd-main > div:hover .bd-article::before { margin: 0 }"
    assert page.evaluate(MISSED, f"{rule} .absent {{ margin: 0 }}") == [rule.split(" {")[0]]


@pytest.mark.parametrize("name", ["index", "chapters/03_update_gate", "search"])
def test_every_icon_of_a_page_is_in_the_font(open_page, book_url, book_folder, name):
    page = open_page(f"{book_url}{name}.html")
    drawn = page.locator("i[class*='fa-']").evaluate_all(
        "icons => icons.map((icon) => getComputedStyle(icon, '::before').content)"
    )
    assert len(drawn) >= 8
    (font,) = (book_folder / "_static" / "gru").glob("icons.*.woff")
    with TTFont(font) as icons:
        assert {ord(content.strip('"')) for content in drawn} <= set(icons.getBestCmap())
    assert page.locator(".fab, .fa-brands, .far, .fa-regular").count() == 0  # not in the font
