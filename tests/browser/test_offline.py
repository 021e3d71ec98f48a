"""Pages that were read open again without a network: live, whole, and no heavier than before."""

import re
import shutil
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

from gru_press.book.assets import collect
from gru_press.book.pages.last_pass import write_worker
from tests.browser.driving import wait_until
from tests.browser.hosting import Host
from tests.browser.reading import read_to_the_end

CHAPTER = "chapters/09_training.html"  # widgets, a worker, figures, formulas
FILES = """async () => {
  const names = await caches.keys();
  const stored = names.map(async (name) => [name, await (await caches.open(name)).keys()]);
  const entries = await Promise.all(stored);
  return Object.fromEntries(entries.map(([name, all]) => [name, all.map(({ url }) => url)]));
}"""


@pytest.fixture
def host(tmp_path, book_folder):
    """A copy of the book below a folder of its host, as on a page of many books."""
    shutil.copytree(book_folder, tmp_path / "books" / "gru")
    host = Host(tmp_path / "books")
    host.address = host.up() + "gru/"
    yield host
    host.down()


@pytest.fixture
def reader(browser, host):
    """A reader's page, in a browser that keeps what it may."""
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    page.errors = []
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    page.on("console", lambda told: told.type == "error" and page.errors.append(told.text))
    yield page
    context.close()


@contextmanager
def without_network(host):
    host.down()
    try:
        yield
    finally:
        host.up()


def kept(page) -> dict[str, list[str]]:
    """What the browser keeps: for each cache its addresses."""
    return page.evaluate(FILES)


def read(page, address):
    """Read a page to its end, and wait until it is kept."""
    page.goto(address)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    wait_until(page, "navigator.serviceWorker.controller")
    read_to_the_end(page)
    used = "performance.getEntriesByType('resource').map((entry) => entry.name)"
    wait_until(
        page,
        f"""async () => {{
            const found = await Promise.all({used}.map((name) => caches.match(name)));
            const page = location.pathname.replace(/\\/$/, "/index.html");
            return found.every(Boolean) && await caches.match(page);
        }}""",
    )


def test_a_page_that_was_read_is_whole_without_a_network(reader, host):
    read(reader, host.address + CHAPTER)
    figures = reader.locator(".gru-plotly").count()
    assert figures > 0
    reader.evaluate("scrollTo(0, 0)")
    with without_network(host):
        reader.reload()
        read_to_the_end(reader)
        expect(reader.locator(".gru-widget:not(.gru-mounted)")).to_have_count(0)
        expect(reader.locator(".gru-plotly.gru-drawn")).to_have_count(figures)
        reader.get_by_role("button", name="One update").first.click()
        expect(reader.locator(".gru-headline").first).to_contain_text("After 1 update")
        reader.get_by_role("button", name="Train").first.click()  # in its worker
        expect(reader.locator(".gru-headline").first).to_contain_text("updates")
        assert reader.evaluate("[...document.fonts].some((font) => font.status === 'loaded')")
        assert reader.errors == []


@pytest.mark.parametrize(
    "ending",
    [pytest.param(".html", marks=pytest.mark.nightly), ""],  # some hosts leave it out
)
def test_a_large_model_is_kept_though_its_widget_was_not_reached(reader, host, ending):
    host.leave_endings_out()
    reader.goto(f"{host.address}chapters/12_music_and_speech{ending}#references")
    name = reader.evaluate("document.body.innerHTML.match(/inside_gru\\.\\w{10}\\.json/)[0]")
    wait_until(reader, f"caches.match(new URL('../_static/gru/{name}', location))")
    with without_network(host):
        reader.reload()
        read_to_the_end(reader)
        expect(reader.locator(".gru-widget:not(.gru-mounted)")).to_have_count(0)


def test_a_page_that_was_not_read_says_so_in_one_sentence(reader, host):
    read(reader, host.address + "chapters/glossary.html")
    with without_network(host):
        answer = reader.goto(host.address + CHAPTER)
        assert answer.status == 503
        expect(reader.get_by_role("heading")).to_have_text("This page needs the network")
        expect(reader.get_by_text("This browser keeps no copy of it")).to_be_visible()
        home = reader.get_by_role("link", name="The start page")
        assert home.evaluate("link => link.href") == host.address
    reader.goto(host.address + CHAPTER)
    expect(reader.locator("h1").first).to_contain_text("Training")


def test_nothing_is_kept_that_was_not_used(reader, host):
    read(reader, host.address + "chapters/glossary.html")
    [(name, addresses)] = kept(reader).items()
    assert name.startswith(f"gru {host.address} ")
    pages = [address for address in addresses if address.endswith(".html")]
    assert pages == [host.address + "chapters/glossary.html"]
    assert not any("plotly" in address or "whole_cell" in address for address in addresses)


def test_a_second_visit_asks_for_pages_and_for_nothing_that_never_changes(reader, host):
    read(reader, host.address + CHAPTER)
    host.asked.clear()
    read(reader, host.address + CHAPTER)
    again = [target for target in host.asked if "?digest=" in target or "?v=" in target]
    again += [target for target in host.asked if re.search(r"/_static/gru/\w+\.\w{10}\.", target)]
    assert again == []
    assert f"/gru/{CHAPTER}" in host.asked


def test_the_folder_and_its_index_are_one_page_and_a_query_asks_for_no_other(reader, host):
    read(reader, host.address)
    with without_network(host):
        for name in ("", "index.html", "?from=mail", "index.html#who-it-is-for"):
            reader.goto(host.address + name)
            expect(reader.locator(".gru-mounted").first).to_be_visible()


def publish(host, heading):
    """Publish another build, in which the glossary has this heading."""
    folder = host.folder / "gru"
    page = folder / "chapters" / "glossary.html"
    text = re.sub(r"(<h1>)[^<]*", rf"\g<1>{heading}", page.read_text("utf-8"))
    page.write_text(text, encoding="utf-8")
    write_worker(folder, collect(), {})


def wait_for_new_worker(page, expression, arg=None):
    """Wait until an expression is true that a new build's worker makes true.

    It takes over once the old one rests. Where DevTools watch, as here, Chromium stops no worker
    for being idle, and on a busy machine some with nothing left to do keep the new one waiting.
    """
    try:
        wait_until(page, expression, arg, seconds=10)
    except AssertionError:
        devtools = page.context.new_cdp_session(page)
        devtools.send("ServiceWorker.enable")
        devtools.send("ServiceWorker.stopAllWorkers")
        wait_until(page, expression, arg)


def test_a_new_build_is_picked_up_and_what_was_read_of_the_last_one_stays(reader, host):
    read(reader, host.address + CHAPTER)
    read(reader, host.address + "chapters/glossary.html")
    [first] = kept(reader)
    publish(host, "Word list")
    reader.goto(host.address + "chapters/glossary.html")  # the network comes first
    expect(reader.locator("h1").first).to_contain_text("Word list")
    wait_for_new_worker(reader, "async () => (await caches.keys()).length === 2")
    read(reader, host.address + "chapters/glossary.html")
    with without_network(host):
        reader.reload()
        expect(reader.locator("h1").first).to_contain_text("Word list")
        reader.goto(host.address + CHAPTER)  # read before the build
        reader.locator(".gru-mounted").first.wait_for()

    publish(host, "All words")
    reader.goto(host.address + "chapters/glossary.html")
    gone = "async (first) => (await caches.keys()).every((name) => name !== first)"
    wait_for_new_worker(reader, gone, arg=first)
    assert len(kept(reader)) == 2
    read(reader, host.address + "chapters/glossary.html")
    with without_network(host):
        reader.reload()
        expect(reader.locator("h1").first).to_contain_text("All words")


def test_other_books_of_the_host_keep_theirs(reader, host):
    reader.goto(host.address + "_static/gru/icon-32.png")  # a page that keeps nothing
    others = {"theirs", "gru http://127.0.0.1/other/ 1"}
    for name in others:
        reader.evaluate("(name) => caches.open(name).then(() => {})", name)
    read(reader, host.address + "chapters/glossary.html")
    assert others < set(kept(reader))


@pytest.mark.parametrize(
    "refusal",
    [
        "navigator.serviceWorker.register = () => Promise.reject(new Error('refused'))",
        "Object.defineProperty(Navigator.prototype, 'serviceWorker', { value: undefined })",
        "Object.defineProperty(Navigator.prototype, 'serviceWorker',"
        " { get() { throw new DOMException('no', 'SecurityError') } })",
    ],
)
def test_a_browser_that_keeps_nothing_shows_the_page_as_always(reader, host, refusal):
    reader.add_init_script(refusal)
    reader.goto(host.address)
    reader.locator(".gru-mounted").first.wait_for()
    assert reader.errors == []


def test_a_full_disk_is_no_error(reader, host):
    worker = host.folder / "gru" / "service-worker.js"
    full = "Cache.prototype.put = () => Promise.reject(new DOMException('full'));\n"
    worker.write_text(full + worker.read_text("utf-8"), encoding="utf-8")
    reader.goto(host.address)
    wait_until(reader, "navigator.serviceWorker.controller")
    reader.reload()
    reader.locator(".gru-mounted").first.wait_for()
    assert reader.errors == []


def test_from_a_folder_the_pages_show_their_pictures(browser, book_folder):
    page = browser.new_page()
    page.goto((book_folder / CHAPTER).as_uri())
    assert page.locator("html.js").count() == 0
    for picture in page.locator(".gru-picture").all():
        expect(picture).to_be_visible()
    page.context.close()
