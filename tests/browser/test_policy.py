"""What came in after a page's build is refused; that pages obey is tested in test_pages.py."""

from playwright.sync_api import expect

from gru_course.widgets import UpdateGate
from tests.browser.driving import wait_until
from tests.browser.refused import KEPT, WATCH


def test_the_landing_page_lists_what_is_kept(open_page, book_url):
    page = open_page(book_url)
    note = page.locator("section#what-this-site-knows-about-you")
    assert set(note.locator("code").all_inner_texts()) == KEPT
    expect(note).to_contain_text("Forget")


def test_a_search_finds_pages_and_shows_their_words(open_page, book_url):
    page = open_page(book_url + "search.html?q=chrono", before=WATCH)
    expect(page.locator("#search-results li").first).to_contain_text("chrono", ignore_case=True)
    assert page.evaluate("refusals") == []


ATTACKS = [
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
]  # fmt: skip


def test_what_is_smuggled_in_is_refused(render_widget, guard, subtests):
    page = render_widget(UpdateGate(), before=WATCH)
    for attack, directive in ATTACKS:
        with subtests.test(directive, attack=attack):
            page.evaluate("() => { refusals.length = 0; }")
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
