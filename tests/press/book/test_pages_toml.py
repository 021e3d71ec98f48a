"""What `pages.toml` says, and what it must not lack."""

from pathlib import Path

from sphinx_external_toc.parsing import parse_toc_yaml

from gru_press.book.pages.pages_toml import Pages, read_pages

ROOT = Path(__file__).parents[3]
PAGES = read_pages(ROOT)
BOOK = {"index", "chapters/new"}


def test_every_page_of_the_book_is_named_and_none_is_lost():
    names = [
        name.removesuffix(".md").removesuffix(".ipynb")
        for name in parse_toc_yaml(ROOT / "_toc.yml")
    ]
    assert PAGES.given
    assert PAGES.faults(names) == []


def test_every_description_is_one_of_its_kind_and_of_a_length_that_is_shown_whole():
    descriptions = [about["description"] for about in PAGES.about.values()]
    assert len(set(descriptions)) == len(descriptions)
    assert [text for text in descriptions if not 50 <= len(text) <= 160] == []
    assert [text for text in descriptions if set(text) & set("$\\{}<>")] == []


def test_a_page_that_is_gone_needs_a_place_to_send_its_readers():
    pages = Pages({"index": {}, "chapters/old": {}, "chapters/new": {}}, given=True)
    (fault,) = pages.faults(BOOK)
    assert fault == (
        "chapters/old was published: [renamed] in chapters/pages.toml must say where it is"
    )


def test_a_page_that_was_renamed_is_at_peace():
    about = {"index": {}, "chapters/new": {}}
    assert Pages(about, {"chapters/old": "chapters/new"}, given=True).faults(BOOK) == []


def test_a_page_that_is_new_has_to_be_named():
    (fault,) = Pages({"index": {}}, given=True).faults(BOOK)
    assert fault == "chapters/new needs a section in chapters/pages.toml"


def test_readers_are_not_sent_to_what_is_no_page_nor_away_from_one():
    about = {"index": {}, "chapters/new": {}}
    renamed = {"chapters/old": "chapters/nowhere", "index": "chapters/new"}
    assert Pages(about, renamed, given=True).faults(BOOK) == [
        "chapters/nowhere, to which chapters/old was renamed, is no page",
        "index is a page: [renamed] in chapters/pages.toml must not send its readers away",
    ]


def test_a_book_without_the_file_has_no_faults(tmp_path):
    assert read_pages(tmp_path).faults(BOOK) == []
