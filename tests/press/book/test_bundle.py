"""The theme's files in one: what goes in, what is named in the pages, what a page loads besides."""

from types import SimpleNamespace

import pytest

from gru_press.book.pages.widget_places import STATE
from gru_press.book.theme import bundle, icons

HEAD = '<link href="../_static/gru/{}"><link href="../_static/gru/{}"><script src="_static/gru/{}">'
STYLES = '.used{margin:0}.made{margin:1px}.absent{margin:2px}.used{content:"\\f002"}'
PAGE = HEAD.format("theme.css", "icons.woff", "theme.js") + '<p class="used"></p>'


@pytest.fixture
def book(tmp_path, monkeypatch):
    """A folder of one page, with a theme of few files."""
    monkeypatch.setattr(bundle, "STYLES", ("a.css", "b.*.css"))
    monkeypatch.setattr(bundle, "SCRIPTS", ("a.js", "b.js"))
    monkeypatch.setattr(bundle, "LATER", ("c.js", "d.js"))
    monkeypatch.setattr(icons, "cut_font", lambda points, font: repr(sorted(points)).encode())
    files = {
        "index.html": PAGE,
        "_static/theme.html": PAGE,  # a template of the theme is no page
        "_static/a.css": STYLES,
        "_static/b.123.css": "@font-face{src:url(fa-solid-900.woff2)}",
        "_static/a.js": "run(1)\n//# sourceMappingURL=a.js.map\n",
        "_static/b.js": "(() => run('made'))()",
        "_static/c.js": "bring('c')",
        "_static/d.js": "bring('d')\n//# sourceMappingURL=d.js.map\n",
        "_static/gru/theme.0123456789.css": "",
        "_static/vendor/fontawesome/6/webfonts/fa-solid-900.ttf": "",
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path


def published(book):
    return {path.suffix: path for path in (book / "_static" / "gru").iterdir()}


def test_the_files_become_three_that_the_page_names(book):
    bundle.publish(book, "gru")
    files = published(book)
    assert sorted(files) == [".css", ".js", ".woff"]
    named = [files[suffix].name for suffix in (".css", ".woff", ".js")]
    assert (book / "index.html").read_text().startswith(HEAD.format(*named))
    assert (book / "_static" / "theme.html").read_text() == PAGE


def test_rules_stay_that_a_page_or_a_script_may_need(book):
    bundle.publish(book, "gru")
    files = published(book)
    styles = files[".css"].read_text()
    assert ".used{" in styles and ".made{" in styles and "absent" not in styles
    assert f"url({files['.woff'].name})" in styles
    assert files[".woff"].read_text() == str([0xF002])


def test_each_script_stands_for_itself_and_the_long_ones_come_after_the_picture(book):
    bundle.publish(book, "gru")
    at_once = 'run(1),(()=>run("made"))()'
    later = 'requestAnimationFrame(()=>setTimeout(()=>{bring("c"),setTimeout(()=>{bring("d")})}))'
    assert published(book)[".js"].read_text() == f"{at_once},{later}"


def test_another_build_of_other_pages_gives_other_names(book):
    bundle.publish(book, "gru")
    before = published(book)
    page = book / "index.html"
    page.write_text(page.read_text().replace("used", "made"))
    bundle.publish(book, "gru")
    after = published(book)
    assert before[".js"] == after[".js"]
    assert before[".css"] != after[".css"] and not before[".css"].exists()
    assert f"/{after['.css'].name}" in page.read_text()


def test_a_missing_file_of_the_theme_is_named(book):
    (book / "_static" / "a.css").unlink()
    with pytest.raises(ValueError, match=r"one file of the theme must fit a.css, got 0"):
        bundle.publish(book, "gru")


def file(filename=None, **attributes):
    return SimpleNamespace(filename=filename, attributes=attributes)


def test_a_page_loads_besides_only_what_it_needs():
    design, own = file("_static/sphinx-design.min.css"), file("_static/own.css")
    joined = [file("_static/copybutton.css"), file("_static/mystnb.0123.css")]
    assert bundle.others([*joined, design, own, own], "<p>sd-tab</p>") == [own]
    assert bundle.others([design, own], '<p class="a sd-tab">') == [design, own]


def test_folds_bring_their_script_and_what_it_reads():
    files = [file("_static/togglebutton.js"), file(body="let toggleHintShow = 1;")]
    assert bundle.others(files, '<p class="sidebar-toggle"></p>') == []
    assert bundle.others(files, '<p class="admonition dropdown"></p>') == files


def test_no_page_loads_what_this_book_has_not():
    files = [
        file("_static/sphinx-thebe.js"),
        file(body="DOCUMENTATION_OPTIONS.pagename = 'index'"),
        file(body="{}", type=STATE),
    ]
    assert bundle.others(files, "<p>thebe</p>") == []
