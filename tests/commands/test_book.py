"""A book is built, refused or left as it is."""

import pytest

from tests.commands.checkout import TRACEBACK, book_of, saying


def test_a_changed_chapter_gets_a_new_book_and_an_unchanged_one_none(built, capsys):
    built.outcomes["jupyter book build"] = book_of(built, "second")
    built.book.build()
    assert built.page() == "second"
    built.book.build()
    assert len(built.commands) == 1
    assert "-W -n --keep-going" in built.commands[0]
    assert capsys.readouterr().out.endswith("The book is up to date.\n")


def test_an_interrupted_build_leaves_the_old_book_whole(built):
    def interrupted(log):
        book_of(built, "half", pages=["index"])(log)
        raise KeyboardInterrupt

    built.outcomes["jupyter book build"] = interrupted
    with pytest.raises(KeyboardInterrupt):
        built.book.build()
    assert built.page() == "first"
    built.outcomes["jupyter book build"] = book_of(built, "second", pages=["chapters/one"])
    with pytest.raises(built.steps.Failure, match="no page was made of index"):
        built.book.build()  # nothing of the half book is taken for the new one


def test_a_book_that_was_cut_off_between_two_renamings_comes_back(built):
    built.places.BOOK.rename(built.places.BUILD / "html.previous")
    built.outcomes["jupyter book build"] = saying("")
    with pytest.raises(built.steps.Failure):
        built.book.build()
    assert built.page() == "first"


def test_a_warning_fails_the_build_and_is_named(built):
    built.outcomes["jupyter book build"] = book_of(built, "second", succeeds=False)
    with pytest.raises(built.steps.Failure, match=r"3: WARNING: no such label .*book\.log"):
        built.book.build()
    assert built.page() == "first"


def test_the_results_of_chapters_outlive_a_build_and_its_pages_do_not(built):
    for part in (".jupyter_cache", ".doctrees"):
        (built.places.ASIDE / part).mkdir(parents=True)
    built.book.build()
    assert [path.name for path in built.places.ASIDE.iterdir()] == [".jupyter_cache"]


def test_a_chapter_that_raises_is_named_with_its_cell(built):
    def raising(log):
        report = built.places.ASIDE / "html" / "reports" / "chapters" / "one.err.log"
        report.parent.mkdir(parents=True)
        report.write_text(TRACEBACK)
        return False

    built.outcomes["jupyter book build"] = raising
    told = "chapters/one: code cell 4 raised ValueError: bad thing"
    with pytest.raises(built.steps.Failure, match=told):
        built.book.build()
