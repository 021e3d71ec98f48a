"""Whatever a reader, a link or a file brings into a page is shown as text, or refused."""

import json
from urllib.parse import quote

from playwright.sync_api import expect

from gru_course.widgets import ConventionSwitch, InsideGRU, Prediction, Right
from gru_press.book.pages.last_pass import NOT_KEPT, notice
from tests.browser.driving import copies, wait_for_theme
from tests.browser.test_inside_gru_files import GOOD, open_file

MARKUP = "<img src=x onerror=\"hit=1\"><script>hit=1</script><svg onload='hit=1'>"
UNTOUCHED = "globalThis.hit === undefined && ({}).hit === undefined"
DEEP = "[" * 9000 + "]" * 9000


def test_what_is_searched_for_is_text(open_page, book_url, subtests):
    page = open_page(f"{book_url}search.html")
    for query in (MARKUP, '"><b id=hit>', "javascript:hit=1", "%00%ff", "__proto__"):
        with subtests.test(query):
            page.goto(f"{book_url}search.html?q={quote(query)}")
            expect(page.get_by_role("status").filter(has_text=query)).to_be_visible()
            assert page.evaluate(UNTOUCHED)
            assert page.locator("main :is(img, svg, script)").count() == 0
            assert page.locator("b#hit").count() == 0


def test_what_an_address_ends_with_is_no_markup(open_page, book_url, subtests):
    page = open_page(f"{book_url}chapters/glossary.html")
    for end in (f"?highlight={quote(MARKUP)}", f"#{quote(MARKUP)}", "#%", '#"]x['):
        with subtests.test(end):
            page.goto("about:blank")  # or a new fragment would load nothing
            page.goto(f"{book_url}chapters/glossary.html{end}")
            wait_for_theme(page)
            assert page.evaluate(UNTOUCHED)
            assert page.locator("article img").count() == 0


def test_the_page_for_no_network_leads_home_and_to_no_other_host(open_page, shelf):
    folder, url, _ = shelf
    (folder / "notice.html").write_text(notice(*NOT_KEPT), encoding="utf-8")
    page = open_page(f"{url}notice.html")
    for address, home in {
        "/a.html": "/",
        "/books/gru/chapters/a.html": "/books/gru/",
        "//other.example/a.html": "//other.example/",
    }.items():
        page.evaluate(
            "(address) => history.replaceState(null, '', location.origin + address)", address
        )
        page.evaluate("document.querySelector('a').removeAttribute('href')")
        code = page.locator("script").inner_text()
        page.evaluate(f"() => {{ {code} }}")
        assert page.locator("a").evaluate("link => link.href") == url.rstrip("/") + home


TAMPERED = [
    {"predict " + MARKUP: {"answer": MARKUP, "right": True}},
    {"task " + MARKUP: True},
    {"predict Which?": {"answer": MARKUP, "right": True}},
    {"predict Which?": {"answer": [MARKUP, {"a": MARKUP}], "right": True}},
    {"predict Which?": {"answer": {"toString": MARKUP}, "right": False}},
    {"predict Which?": {"answer": "z", "right": True, "hit": 1, "asked": MARKUP, "task": MARKUP}},
    {f"task {number}": True for number in range(5000)},
]


def come_back(page, kept: dict) -> None:
    """Open a page anew whose progress somebody wrote."""
    text = json.dumps(kept)
    page.evaluate("(text) => localStorage.setItem(`gru:${location.pathname}`, text)", text)
    page.reload()
    page.locator(".gru-mounted").wait_for()


def test_progress_that_somebody_wrote_is_text(render_widget, subtests):
    page = render_widget(Prediction("Which?", {"r": "No.", "z": Right("Yes.")}))
    for number, kept in enumerate(TAMPERED):
        with subtests.test(str(number)):
            come_back(page, kept)
            assert page.evaluate(UNTOUCHED)
            assert page.locator("img, svg, article script").count() == 0
            page.get_by_role("radio", name="z").press("Space")
            expect(page.locator(".gru-prediction")).to_be_visible()


ANSWER = {"hit": 1, "answer": "z", "right": True}


def test_progress_cannot_reach_every_object(render_widget, subtests):
    page = render_widget(Prediction("Which?", {"r": "No.", "z": Right("Yes.")}))
    for name in ("__proto__", "constructor", "toString"):
        with subtests.test(name):
            come_back(page, {name: ANSWER, f"predict {name}": ANSWER})
            page.get_by_role("radio", name="z").press("Space")
            page.get_by_role("button", name="Lock my answer").click()
            assert page.evaluate(UNTOUCHED)


def test_a_theme_that_does_not_exist_is_none(open_page, book_url, guard, subtests):
    page = open_page(f"{book_url}genindex.html")
    for mode in (MARKUP, "__proto__", "", "dark auto"):
        with subtests.test(mode):
            page.evaluate("(mode) => localStorage.setItem('mode', mode)", mode)
            page.reload()
            assert page.evaluate(UNTOUCHED)
            assert page.locator("html").get_attribute("data-theme") in ("light", "dark")
            told = guard.take_errors()
            assert all("invalid theme mode" in one for one in told)  # the theme's words


HOSTILE_FILES = [
    DEEP,
    '{"__proto__": {"hit": 1}}',
    '{"constructor": {"prototype": {"hit": 1}}}',
    json.dumps({**GOOD, "task": MARKUP}),
    json.dumps({**GOOD, "task": "__proto__"}),
    json.dumps({**GOOD, "hidden_size": 2**53}),
    json.dumps({**GOOD, "hidden_size": MARKUP}),
    json.dumps(GOOD).replace('"weights": {', '"weights": {"__proto__": {"hit": 1}, ', 1),
    json.dumps({**GOOD, "sequence": {"length": 3}}),
    json.dumps({**GOOD, "sequence": [[[]] * 9] * 9}),
]


def test_a_file_of_weights_is_believed_nothing(render_widget):
    page = render_widget(InsideGRU())
    for number, text in enumerate(HOSTILE_FILES):
        open_file(page, text, f"{number} {MARKUP.replace('/', '')}.json")
        message = page.locator(".gru-message")
        expect(message).to_contain_text(" from 7 <img" if number == 7 else "Nothing was changed.")
        assert page.evaluate(UNTOUCHED)
        assert page.locator("img").count() == 0
        page.get_by_role("button", name="Reset").click()


HOSTILE_TEXTS = [
    *(DEEP, f'{{"z": {DEEP}}}', '{"__proto__": {"hit": 1}}', '{"z": 0.5, "__proto__": {}}'),
    *(json.dumps({MARKUP: 1}), f'{{"weight_ih": {DEEP}}}', '{"z": 1e999}'),
    *("<script>hit=1</script>", '"' + "a" * 19_000 + '"', "[" * 20_000),
]


def test_pasted_weights_are_believed_nothing(render_widget, subtests):
    page = render_widget(*(ConventionSwitch() for _ in HOSTILE_TEXTS))
    for number, (text, place) in enumerate(zip(HOSTILE_TEXTS, copies(page), strict=True)):
        with subtests.test(str(number)):
            place.locator("summary").click()
            place.get_by_role("textbox").fill(text)
            place.get_by_role("button", name="Convert").click()
            reply = place.locator(".gru-pasted-reply")
            expect(reply).to_contain_text("must be")
            assert len(reply.inner_text()) < 200
            expect(place.locator(".gru-pasted pre")).to_be_empty()
            assert page.evaluate(UNTOUCHED)
            assert page.locator("img").count() == 0
