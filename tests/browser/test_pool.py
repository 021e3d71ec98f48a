"""Pages that go from test to test: nothing of one reaches the next, and no error is lost."""

import pytest

from tests.browser.guarding import Guard
from tests.browser.pool import Kind, Pool

KIND = Kind(800, 600, dark=False, java_script=True, before="")
# All that a page can be told of what was there before it.
TRACES = """async () => [
  localStorage.length, sessionStorage.length, document.cookie, await caches.keys(),
  await indexedDB.databases(), window.name, location.hash, innerWidth, innerHeight, scrollY,
  typeof left, window.heard, document.activeElement.localName, document.styleSheets.length,
  matchMedia("print").matches, matchMedia("(prefers-color-scheme: dark)").matches,
  matchMedia("(prefers-reduced-motion)").matches, matchMedia("(forced-colors: active)").matches,
]"""
LEAVE = """async () => {
  for (const storage of [localStorage, sessionStorage]) storage.setItem("left", "1");
  document.cookie = "left=1; path=/";
  await caches.open("left");
  await new Promise((done) => { indexedDB.open("left").onsuccess = done; });
  window.name = window.left = "left";
  location.hash = "left";
  addEventListener("hello", () => { window.heard = true; });
  document.querySelector("input").focus();
}"""
ALTERED = {
    "a script before its own": lambda page: page.add_init_script("window.left = 1"),
    "a function of Python's": lambda page: page.expose_function("left", lambda: 1),
    "a listener": lambda page: page.on("request", lambda request: None),
    "a permission": lambda page: page.context.grant_permissions(["geolocation"]),
    "no network": lambda page: page.context.set_offline(True),
    "a debugger": lambda page: page.context.new_cdp_session(page),
    "its end": lambda page: page.close(),
    "the end of all": lambda page: page.context.close(),
}


@pytest.fixture
def pool(browser):
    """A pool of our own."""
    pool = Pool(browser)
    yield pool
    pool.close()


@pytest.fixture
def url(serve, tmp_path):
    (tmp_path / "page.html").write_text(
        "<!DOCTYPE html><title>A</title><link rel=icon href=data:,><input>", encoding="utf-8"
    )
    return serve(tmp_path) + "page.html"


def test_nothing_of_one_test_reaches_the_next(pool, url):
    lent = pool.lend(KIND)
    page = lent.open(url, Guard())
    fresh = page.evaluate(TRACES)
    page.evaluate(LEAVE)
    with page.expect_popup():
        page.evaluate("open(location.href)")
    page.emulate_media(
        media="print", color_scheme="dark", reduced_motion="no-preference", forced_colors="active"
    )
    page.set_viewport_size({"width": 500, "height": 400})
    page.route("**/*", lambda route: route.fulfill(status=404))
    page.context.route("**/*", lambda route: route.fulfill(status=404))
    page.mouse.move(9, 9)
    page.mouse.down()
    differing = [now != before for now, before in zip(page.evaluate(TRACES), fresh, strict=True)]
    assert differing.count(True) >= 14  # what was left can be seen
    pool.take_back(lent)

    again = pool.lend(KIND)
    assert again is lent
    page = again.open(url, Guard())
    page.evaluate("dispatchEvent(new Event('hello'))")
    assert page.evaluate(TRACES) == fresh
    assert len(page.context.pages) == 1
    pool.take_back(again)


@pytest.mark.parametrize(
    "kind",
    [
        KIND._replace(**other)
        for other in ({"width": 500}, {"height": 500}, {"dark": True}, {"before": "1"})
    ],
    ids=str,
)
def test_only_a_page_of_the_same_kind_is_lent_again(pool, url, kind):
    lent = pool.lend(KIND)
    lent.open(url, Guard())
    pool.take_back(lent)
    other = pool.lend(kind)
    assert other is not lent
    other.close()


def test_two_pages_of_one_test_are_two(pool):
    first, second = pool.lend(KIND), pool.lend(KIND)
    assert first.page is not second.page
    first.close()
    second.close()


@pytest.mark.parametrize("what", ALTERED)
def test_a_page_that_cannot_be_as_new_is_not_kept(pool, url, what):
    lent = pool.lend(KIND)
    ALTERED[what](lent.open(url, Guard()))
    pool.take_back(lent)
    again = pool.lend(KIND)
    assert again is not lent
    again.close()


def test_a_page_without_scripts_is_not_kept(pool, url):
    kind = KIND._replace(java_script=False)
    lent = pool.lend(kind)
    lent.open(url, Guard())
    pool.take_back(lent)
    again = pool.lend(kind)
    assert again is not lent
    again.close()


def test_an_error_at_the_very_end_is_told_to_the_test_that_made_it(pool, url):
    lent, first, second = pool.lend(KIND), Guard(), Guard()
    page = lent.open(url, first)
    page.evaluate("addEventListener('beforeunload', () => { console.error('goodbye'); })")
    pool.take_back(lent)
    pool.lend(KIND).open(url, second).evaluate("console.error('mine')")
    assert "goodbye" in " ".join(first.take_errors())
    assert [error.split(": ")[1] for error in second.take_errors()] == ["mine"]


def test_an_error_while_a_page_rests_is_not_lost(browser, url):
    pool = Pool(browser)
    lent, guard = pool.lend(KIND), Guard()
    page = lent.open(url, guard)
    pool.take_back(lent)
    page.evaluate("console.error('at rest')")
    guard.check()
    with pytest.raises(AssertionError, match="reported errors"):
        pool.close()


def test_the_guard_tells_what_a_page_must_not_do(pool, url):
    guard = Guard()
    lent = pool.lend(KIND)
    page = lent.open(url, guard)
    page.evaluate("fetch('https://other.example/').catch(() => {})")
    page.evaluate("void setTimeout(() => { throw new Error('thrown'); })")
    page.evaluate("new Promise((done) => setTimeout(done))")
    assert guard.outside == ["https://other.example/"]
    assert "thrown" in " ".join(guard.take_errors())
    pool.take_back(lent)
