"""A book that knows its address, served under its path: found, shared, and no link lost."""

import json
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect

ROOT = Path(__file__).parents[2]
SMALL = Path(__file__).with_name("small_book")
BASE = "https://example.org/gru/"
NAMES = ["index", "live", "faults", "prose", "numbered", "run"]
CHAPTER = {
    "cells": [
        {"cell_type": "markdown", "id": "a", "metadata": {}, "source": ["# A chapter: to be run"]},
        {"cell_type": "code", "id": "b", "metadata": {}, "source": ["1 + 1"],
         "execution_count": None, "outputs": []},
    ],
    "metadata": {"kernelspec": {"display_name": "Python 3", "name": "python3"}},
    "nbformat": 4, "nbformat_minor": 5,
}  # fmt: skip


def pages_toml():
    """A section for each page, and one page that has a new name."""
    sections = [f'[{name}]\ndescription = "What {name} is about."\n' for name in NAMES]
    return "\n".join([*sections, '[renamed]\n"old/prose" = "prose"\n'])


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """The folder of a host that serves the small book at the path /gru/, and the book in it."""
    place = tmp_path_factory.mktemp("published")
    source = place / "book"
    shutil.copytree(SMALL, source)
    for name in ("_config.yml", "references.bib"):
        shutil.copyfile(ROOT / name, source / name)
    config = (source / "_config.yml").read_text("utf-8")
    address = 'url: "https://github.com/owner/course"'
    (source / "_config.yml").write_text(config.replace('url: ""', address), "utf-8")
    (source / "run.ipynb").write_text(json.dumps(CHAPTER), "utf-8")
    with (source / "_toc.yml").open("a") as toc:
        toc.write("  - file: run\n")
    (source / "chapters").mkdir()
    (source / "chapters" / "pages.toml").write_text(pages_toml(), "utf-8")
    build = [sys.executable, "-m", "jupyter", "book", "build", "-W", "-n", "--keep-going", source]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GRU_COURSE_BASE_URL", BASE.rstrip("/"))
        done = subprocess.run(build, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (source / "_build" / "html").rename(place / "gru")
    return place


@pytest.fixture(scope="module")
def url(serve, published):
    return serve(published) + "gru/"


def head(published, name):
    """A page's tags: by rel, name or property, the address or content."""
    text = (published / "gru" / f"{name}.html").read_text("utf-8")
    tags = re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)"', text)
    return dict(tags + re.findall(r'<link rel="(canonical)" href="([^"]*)"', text))


@pytest.mark.parametrize("name", NAMES)
def test_a_page_names_its_address_and_its_card(published, name):
    tags = head(published, name)
    address = BASE if name == "index" else f"{BASE}{name}.html"
    assert tags["canonical"] == tags["og:url"] == address
    assert tags["description"] == tags["og:description"] == f"What {name} is about."
    assert tags["twitter:card"] == "summary_large_image"
    assert tags["og:image"].startswith(BASE)
    size = (int(tags["og:image:width"]), int(tags["og:image:height"]))
    with Image.open(published / "gru" / tags["og:image"].removeprefix(BASE)) as card:
        assert card.size == size == (1200, 630)


def test_a_title_is_shared_without_the_name_of_the_course(published):
    tags = head(published, "run")
    assert tags["og:title"] == "A chapter: to be run"
    assert tags["og:site_name"] == "The Gated Recurrent Unit, interactive"


def test_the_map_of_the_site_lists_every_page_and_robots_know_the_map(published):
    tree = ElementTree.parse(published / "gru" / "sitemap.xml")
    places = [place.text for place in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    names = sorted(set(NAMES) - {"index"})
    assert sorted(places) == [BASE, *(f"{BASE}{name}.html" for name in names)]
    assert f"Sitemap: {BASE}sitemap.xml" in (published / "gru" / "robots.txt").read_text("utf-8")


@pytest.mark.parametrize("name", [*NAMES, "search", "404", "old/prose"])
def test_nothing_that_a_page_links_or_loads_is_outside_the_path(published, url, name):
    text = (published / "gru" / f"{name}.html").read_text("utf-8")
    here = (published / "gru" / f"{name}.html").parent
    links = [
        link.split("#")[0].split("?")[0] for link in re.findall(r'(?:href|src)="([^"]+)"', text)
    ]
    for link in {link for link in links if link and not re.match(r"\w+:", link)}:
        file = published / link.lstrip("/") if link.startswith("/") else (here / link).resolve()
        assert published / "gru" in file.parents, link
        assert file.exists(), link


def test_widgets_live_under_the_path(open_page, url):
    page = open_page(f"{url}live.html")
    page.locator(".gru-mounted").nth(1).wait_for()


def test_the_search_finds_and_leads_under_the_path(open_page, url):
    page = open_page(f"{url}search.html?q=widget+slider")
    first = page.locator(".gru-results li > a").first
    expect(first).to_have_text("Live widgets")
    first.click()
    assert page.url == f"{url}live.html"


def test_a_lost_reader_has_a_whole_page_at_any_depth(open_page, published, serve, url):
    deep = published / "gru" / "some" / "depth"
    deep.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(published / "gru" / "404.html", deep / "page.html")
    page = open_page(f"{url}some/depth/page.html")
    page.wait_for_load_state("networkidle")  # the guard sees what is not found
    page.get_by_role("link", name="the landing page").click()
    assert page.url == f"{url}index.html"


@pytest.mark.parametrize("end", ["", "?update_gate=0.25", "#place", "?a=1#place"])
def test_an_old_name_leads_to_the_new_page_and_the_same_place(open_page, url, end):
    page = open_page(f"{url}old/prose.html{end}")
    page.wait_for_url(f"{url}prose.html{end}")


def test_an_old_name_leads_on_without_javascript(open_page, url):
    page = open_page(f"{url}old/prose.html", java_script=False)
    page.wait_for_url(f"{url}prose.html")


def test_a_chapter_can_be_run_elsewhere_and_a_page_of_text_offers_nothing(open_page, url):
    page = open_page(f"{url}run.html")
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
    page.goto(f"{url}prose.html")
    expect(box).to_have_count(0)
