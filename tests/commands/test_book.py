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


def test_a_book_for_another_address_is_built_anew_and_told_the_address(built):
    addresses = []
    built.outcomes["jupyter book build"] = book_of(built, "second")
    run = built.book.run
    built.book.run = lambda *words, **settings: (
        addresses.append(settings["GRU_COURSE_BASE_URL"]),
        run(*words, **settings),
    )[1]
    for address in ("https://a.org/gru/", "https://a.org/gru/", "https://b.org/", ""):
        built.book.build(address)
    assert addresses == ["https://a.org/gru/", "https://b.org/", ""]


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("https://example.org/gru", "https://example.org/gru/"),
        (" http://127.0.0.1:8000// ", "http://127.0.0.1:8000/"),
    ],
)
def test_an_address_is_completed(checkout, given, used):
    assert checkout.book.published_at(given) == used


@pytest.mark.parametrize(
    "given", ["", "example.org/gru", "ftp://a.org", "https://", "https://a.org/?x=1", "http://[a",
              "https://a.org/#top", 'https://a.org/"x', "https://a.org/two words"],
)  # fmt: skip
def test_what_is_no_address_is_refused_in_one_sentence(checkout, given):
    with pytest.raises(checkout.steps.Failure) as refusal:
        checkout.book.published_at(given)
    assert str(refusal.value) == (
        "--base-url must be a web address such as https://example.org/gru/, without ? and #, "
        f"got {given!r}."
    )


def test_an_address_is_refused_before_anything_is_done(checkout, monkeypatch):
    monkeypatch.setattr("sys.argv", ["course.py", "build", "--base-url", "example.org"])
    with pytest.raises(SystemExit, match="--base-url must be a web address"):
        checkout.course.main()
    assert checkout.commands == []
