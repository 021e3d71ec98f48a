"""Every page obeys its own policy while it is used, and refuses what came in after its build.

That no page asks another host or reports an error is watched in all of these tests.
"""

import pytest
from playwright.sync_api import expect

from gru_course.widgets import UpdateGate
from tests.browser.driving import wait_until
from tests.browser.test_pages import PAGES, read_to_the_end

WATCH = """
globalThis.refusals = [];
addEventListener("securitypolicyviolation", (event) =>
  refusals.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`));
"""
OTHERS = ["search.html?q=gate&check_keywords=yes", "genindex.html", "404.html"]

# What a page keeps in the reader's browser; the landing page lists the same.
KEPT = {"gru:", "mode", "theme", "sidebar-scroll-top"}
STORES = "[...Object.keys(localStorage), ...Object.keys(sessionStorage)]"


@pytest.fixture(params=[f"{name}.html" for name in PAGES] + OTHERS)
def page(request, open_page, book_url):
    return open_page(book_url + request.param, before=WATCH)


def use(page):
    """Do one thing of every kind: read, answer, train, move, print, search, change the theme."""
    read_to_the_end(page)
    for button in page.get_by_role("button", name="Train").all()[:1]:
        button.click()
    for options in page.locator(".gru-widget[data-module=prediction]").all()[:1]:
        options.locator("input").first.press("Space")
        options.get_by_role("button", name="Lock my answer").click()
    for knob in page.locator(".gru input[type=range]:enabled:visible").all()[:3]:
        knob.press("ArrowRight")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    for button in page.locator(".theme-switch-button").all():
        button.click()
        button.click()
    for button in page.locator(".search-button-field").all():
        button.click()
        expect(page.locator("input[type=search]:focus")).to_have_count(1)
        page.keyboard.press("Escape")
    read_to_the_end(page)


def test_a_page_obeys_its_policy_while_it_is_used(page):
    assert page.locator("meta[http-equiv=Content-Security-Policy]").count() == 1
    use(page)
    assert page.evaluate("refusals") == []


def test_a_page_keeps_what_is_listed_and_sets_no_cookie(page):
    use(page)
    kept = {"gru:" if key.startswith("gru:") else key for key in page.evaluate(STORES)}
    assert kept <= KEPT
    assert page.evaluate("document.cookie") == ""
    assert page.context.cookies() == []


def test_the_landing_page_lists_what_is_kept(open_page, book_url):
    page = open_page(book_url)
    note = page.locator("section#what-this-site-knows-about-you")
    assert set(note.locator("code").all_inner_texts()) == KEPT
    expect(note).to_contain_text("Forget")


def test_a_search_finds_pages_and_shows_their_words(open_page, book_url):
    page = open_page(book_url + "search.html?q=chrono", before=WATCH)
    expect(page.locator("#search-results li").first).to_contain_text("chrono", ignore_case=True)
    assert page.evaluate("refusals") == []


@pytest.mark.parametrize(
    ("attack", "directive"),
    [
        ("script.textContent = 'hit = 1'; document.head.append(script)", "script-src-elem"),
        ("script.src = 'data:text/javascript,hit=1'; document.head.append(script)", "script-src"),
        ("document.body.insertAdjacentHTML('beforeend', '<b onclick=\"hit=1\">b</b>');"
         "document.body.lastElementChild.click()", "script-src-attr"),
        ("document.body.insertAdjacentHTML('beforeend', '<a href=\"javascript:hit=1\">a</a>');"
         "document.body.lastElementChild.click()", "script-src-elem"),
        ("setTimeout('hit = 1')", "script-src"),
        ("document.head.append(Object.assign(document.createElement('style'),"
         "{ textContent: 'body { color: red }' }))", "style-src-elem"),
        ("document.body.append(Object.assign(document.createElement('iframe'),"
         "{ src: 'data:text/html,x' }))", "frame-src"),
        ("fetch('http://127.0.0.2:9/').catch(() => {})", "connect-src"),
        ("new Image().src = 'http://127.0.0.2:9/a.png'", "img-src"),
        ("document.head.append(Object.assign(document.createElement('base'),"
         "{ href: 'http://127.0.0.2:9/' }))", "base-uri"),
    ],
)  # fmt: skip
def test_what_is_smuggled_in_is_refused(render_widget, guard, attack, directive):
    page = render_widget(UpdateGate(), before=WATCH)
    page.evaluate(f"() => {{ const script = document.createElement('script'); {attack}; }}")
    wait_until(page, "refusals.length")
    assert page.evaluate("refusals")[0].startswith(directive)
    assert page.evaluate("globalThis.hit") is None
    assert guard.take_errors()


def test_no_text_becomes_code(render_widget, guard):
    page = render_widget(UpdateGate(), before=WATCH)
    page.evaluate("""() => new Promise((done) => setTimeout(() => {
        try { eval("1"); globalThis.hit = 1; } catch {}
        try { new Function("1"); globalThis.hit = 1; } catch {}
        done();
    }))""")
    assert page.evaluate("globalThis.hit") is None
    assert page.evaluate("refusals.length") == 2
    guard.take_errors()


def test_the_buttons_of_the_theme_do_what_they_say(open_page, book_url):
    page = open_page(book_url, before="globalThis.print = () => { globalThis.printed = true; }")
    page.get_by_role("button", name="Fullscreen mode").click()
    wait_until(page, "document.fullscreenElement !== null")
    page.evaluate("document.exitFullscreen()")
    page.get_by_role("button", name="Download this page").click()
    page.locator("[data-gru-does=print]").click()
    assert page.evaluate("printed")


def test_without_javascript_the_buttons_that_need_it_are_not_shown(open_page, book_url):
    page = open_page(book_url, java_script=False)
    needy = page.locator(".theme-switch-button, .search-button__button, [data-gru-does]")
    assert needy.count() >= 4
    for button in needy.all():
        expect(button).to_be_hidden()
