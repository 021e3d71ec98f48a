"""Pages of a book are joined into one document in the order of its table of contents."""

from dataclasses import replace

import pytest
from bs4 import BeautifulSoup

from gru_press.handout.built_book import Book
from gru_press.handout.document import document

CONFIG = "title: A small book\nauthor: Its authors\n"
TOC = "root: index\nchapters:\n  - file: chapters/01_one\n  - file: chapters/02_two\n"
PAGE = """<!DOCTYPE html><html lang="en"><head>
<link rel="stylesheet" href="{up}_static/book.css"><link rel="icon" href="x.svg">
<script src="{up}_static/theme.js"></script>
<script type="module" src="{up}_static/gru/host.js"></script>
<script type="module" src="{up}_static/gru/plotly-figures.js"></script>
</head><body><header>menu</header>
<article class="bd-article"><section id="top">
<h1>{title}<a class="headerlink" href="#top">#</a></h1>
<p>{text}</p><button>press</button></section></article></body></html>
"""


@pytest.fixture
def book(tmp_path) -> Book:
    (tmp_path / "_config.yml").write_text(CONFIG)
    (tmp_path / "_toc.yml").write_text(TOC)
    built = tmp_path / "html"
    (built / "chapters").mkdir(parents=True)
    for name, title, text in [
        ("index", "Welcome", '<a href="chapters/02_two.html">on</a>'),
        ("chapters/01_one", 'The "first"', "one"),
        ("chapters/02_two", "The second", '<a href="01_one.html">back</a>'),
    ]:
        up = "../" if "/" in name else ""
        (built / f"{name}.html").write_text(PAGE.format(up=up, title=title, text=text))
    return Book.read(tmp_path, built)


def joined(book: Book, names: tuple[str, ...]) -> BeautifulSoup:
    return BeautifulSoup(document(book, names), "html.parser")


def inner_links(tree: BeautifulSoup) -> list[str]:
    return [link["href"] for link in tree.select('a[href^="#"]')]


def test_all_pages_follow_each_other_without_what_a_screen_needs(book):
    tree = joined(book, book.names)
    titles = ["A small book", "Welcome", 'The "first"', "The second"]
    assert [h1.get_text() for h1 in tree.find_all("h1")] == titles
    text = tree.main.get_text(" ", strip=True)
    assert "menu" not in text
    assert "press" not in text
    contents = ["#index", "#chapters-01_one", "#chapters-02_two"]
    assert inner_links(tree) == [*contents, "#chapters-02_two", "#chapters-01_one"]
    assert {"chapters-01_one", "chapters-02_two"} <= {n["id"] for n in tree.find_all(id=True)}


def test_styles_come_once_and_of_the_scripts_only_what_draws(book):
    tree = joined(book, book.names)
    assert [link["href"] for link in tree.find_all("link")] == ["_static/book.css"]
    assert [s["src"] for s in tree.find_all("script")] == ["_static/gru/plotly-figures.js"]


def test_every_chapter_has_its_title_at_the_foot_of_its_pages(book):
    tree = joined(book, book.names)
    style = tree.find("style").get_text()
    for place, title in enumerate(["Welcome", r"The \"first\"", "The second"]):
        assert f'@page page{place} {{ @bottom-left {{ content: "{title}"; }} }}' in style
        assert tree.select("main > section[id]")[place]["style"] == f"page: page{place}"


def test_the_document_says_what_it_is_and_whose(book):
    whole, one = joined(book, book.names), joined(book, ("chapters/02_two",))
    assert whole.title.get_text() == "A small book"
    assert one.title.get_text() == "The second · A small book"
    assert one.find(class_="gru-origin").get_text() == "A small book · Its authors · CC BY 4.0"
    assert whole.find(class_="gru-origin").get_text() == "Its authors · CC BY 4.0"
    opened = BeautifulSoup(document(book, book.names, solutions=True), "html.parser")
    assert opened.find(class_="gru-origin").get_text() == "Its authors · with solutions · CC BY 4.0"
    for tree in (whole, one):
        assert tree.html["lang"] == "en"
        assert tree.html["data-theme"] == "light"


def test_a_link_to_a_chapter_that_is_not_printed_becomes_its_words(book):
    assert inner_links(joined(book, ("chapters/02_two",))) == []


def test_chapters_are_chosen_by_how_their_names_start(book):
    assert book.chosen(("02",)) == ("chapters/02_two",)
    assert book.chosen(("02", "01")) == ("chapters/01_one", "chapters/02_two")
    assert book.chosen(()) == book.names
    with_api = replace(book, names=(*book.names, "chapters/api"))
    assert with_api.chosen(()) == book.names
    assert with_api.chosen(("api",)) == ("chapters/api",)
    with pytest.raises(ValueError, match="a chapter must start as '03', none of "):
        book.chosen(("01", "03"))


def test_a_book_that_is_not_built_is_refused(book, tmp_path):
    book.page("chapters/02_two").unlink()
    with pytest.raises(FileNotFoundError, match="the book must hold chapters/02_two"):
        Book.read(tmp_path, book.folder)
