"""A book that knows its address, served under its path: found, shared, and no link lost."""

import json
import re
import shutil
import xml.etree.ElementTree as ElementTree

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.made_once import BASE

NAMES = ["index", "live", "faults", "prose", "numbered", "run"]
ABOUT = {name: f"What {name} is about." for name in NAMES}
ABOUT["prose"] = "No widget, no figure, no equation: such a page loads neither"  # by its text


def head(small_book, name):
    """A page's tags: by rel, name or property, the address or content."""
    text = (small_book / "gru" / f"{name}.html").read_text("utf-8")
    tags = re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)"', text)
    return dict(tags + re.findall(r'<link rel="(canonical)" href="([^"]*)"', text))


@pytest.mark.parametrize("name", NAMES)
def test_a_page_names_its_address_and_its_card(small_book, name):
    tags = head(small_book, name)
    address = BASE if name == "index" else f"{BASE}{name}.html"
    assert tags["canonical"] == tags["og:url"] == address
    assert tags["description"] == tags["og:description"]
    assert tags["description"].startswith(ABOUT[name])
    assert tags["twitter:card"] == "summary_large_image"
    assert tags["og:image"].startswith(BASE)
    size = (int(tags["og:image:width"]), int(tags["og:image:height"]))
    with Image.open(small_book / "gru" / tags["og:image"].removeprefix(BASE)) as card:
        assert card.size == size == (1200, 630)


def test_a_title_is_shared_without_the_name_of_the_course(small_book):
    tags = head(small_book, "run")
    assert tags["og:title"] == "A chapter: to be run"
    assert tags["og:site_name"] == "The Gated Recurrent Unit, interactive"


def test_the_map_of_the_site_lists_every_page_and_robots_know_the_map(small_book):
    tree = ElementTree.parse(small_book / "gru" / "sitemap.xml")
    places = [place.text for place in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    names = sorted(set(NAMES) - {"index"})
    assert sorted(places) == [BASE, *(f"{BASE}{name}.html" for name in names)]
    assert f"Sitemap: {BASE}sitemap.xml" in (small_book / "gru" / "robots.txt").read_text("utf-8")


@pytest.mark.parametrize("name", [*NAMES, "search", "404", "old/prose"])
def test_nothing_that_a_page_links_or_loads_is_outside_the_path(small_book, name):
    text = (small_book / "gru" / f"{name}.html").read_text("utf-8")
    here = (small_book / "gru" / f"{name}.html").parent
    links = [
        link.split("#")[0].split("?")[0] for link in re.findall(r'(?:href|src)="([^"]+)"', text)
    ]
    for link in {link for link in links if link and not re.match(r"\w+:", link)}:
        file = small_book / link.lstrip("/") if link.startswith("/") else (here / link).resolve()
        assert small_book / "gru" in file.parents, link
        assert file.exists(), link


def test_widgets_live_under_the_path(open_page, small_book_url):
    page = open_page(f"{small_book_url}live.html")
    page.locator(".gru-mounted").nth(1).wait_for()


def test_the_search_finds_and_leads_under_the_path(open_page, small_book_url):
    page = open_page(f"{small_book_url}search.html?q=widget+slider")
    first = page.locator(".gru-results li > a").first
    expect(first).to_have_text("Live widgets")
    first.click()
    assert page.url == f"{small_book_url}live.html"


def test_a_lost_reader_has_a_whole_page_at_any_depth(open_page, small_book, small_book_url):
    deep = small_book / "gru" / "some" / "depth"
    deep.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(small_book / "gru" / "404.html", deep / "page.html")
    page = open_page(f"{small_book_url}some/depth/page.html")
    page.wait_for_load_state("networkidle")  # the guard sees what is not found
    page.get_by_role("link", name="the landing page").click()
    assert page.url == f"{small_book_url}index.html"


@pytest.mark.parametrize("end", ["", "?a=1#place"])
def test_an_old_name_leads_to_the_new_page_and_the_same_place(open_page, small_book_url, end):
    page = open_page(f"{small_book_url}old/prose.html{end}")
    page.wait_for_url(f"{small_book_url}prose.html{end}")


def test_an_old_name_leads_on_without_javascript(open_page, small_book_url):
    page = open_page(f"{small_book_url}old/prose.html", java_script=False)
    page.wait_for_url(f"{small_book_url}prose.html")


def test_a_chapter_can_be_run_elsewhere_and_a_page_of_text_offers_nothing(
    open_page, small_book_url
):
    page = open_page(f"{small_book_url}run.html")
    box = page.get_by_role("complementary", name="Run this chapter yourself")
    expect(box).to_contain_text("python course.py lab")
    expect(box.get_by_role("link", name="Binder")).to_have_attribute(
        "href", "https://mybinder.org/v2/gh/owner/course/main?urlpath=lab/tree/run.ipynb"
    )
    expect(box.get_by_role("link", name="Colab")).to_have_attribute(
        "href", "https://colab.research.google.com/github/owner/course/blob/notebooks/run.ipynb"
    )
    with page.expect_download() as download:
        box.get_by_role("link", name="the notebook").click()
    notebook = json.loads(download.value.path().read_text("utf-8"))
    assert "git+https://github.com/owner/course@main" in "".join(notebook["cells"][0]["source"])
    assert [cell["id"] for cell in notebook["cells"]] == ["set-up", "a", "b"]
    page.goto(f"{small_book_url}prose.html")
    expect(box).to_have_count(0)
