"""What a page's policy refuses while the page is used, and what it keeps in the browser."""

from playwright.sync_api import expect

from tests.browser.reading import read_to_the_end

WATCH = """
globalThis.refusals = [];
addEventListener("securitypolicyviolation", (event) =>
  refusals.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`));
"""
# What a page keeps in the reader's browser; the landing page lists the same.
KEPT = {"gru:", "mode", "theme", "sidebar-scroll-top"}
STORES = "[...Object.keys(localStorage), ...Object.keys(sessionStorage)]"


def use(page):
    """Do one thing of every kind: read, answer, train, move, print, search, change the theme."""
    read_to_the_end(page)
    for button in page.get_by_role("button", name="Train").all()[:1]:
        button.click()
    for options in page.locator(".gru-widget[data-module=prediction]").all()[:1]:
        again = options.get_by_role("button", name="Try again")
        if again.is_visible():
            again.click()
        options.locator("input").first.press("Space")
        options.get_by_role("button", name="Lock my answer").click()
    for knob in page.locator(".gru input[type=range]:enabled:visible").all()[:3]:
        knob.press("ArrowRight")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    for button in page.locator(".theme-switch-button").all():
        button.click()
        button.click()
    for button in page.locator(".search-button-field").all():
        button.click()
        expect(page.locator("input[type=search]:focus")).to_have_count(1)
        page.keyboard.press("Escape")


def kept(page) -> set[str]:
    """The names of what a page keeps; what it keeps of answers has one."""
    return {"gru:" if key.startswith("gru:") else key for key in page.evaluate(STORES)}
