"""Scripts and stylesheets in fewer bytes: with the minifier and without."""

import pytest

from gru_press.book.theme import minify

SCRIPT = '// why\nexport const site = "//gru"; // here\n'


def test_a_script_becomes_small():
    assert minify.small("a.js", SCRIPT) == 'export const site="//gru"'


def test_a_stylesheet_becomes_small():
    assert minify.small("a.css", "/* why */\n.gru { color: red; }\n") == ".gru{color:red}"


def test_a_drawing_stays_as_it_is():
    assert minify.small("a.svg", "<svg> </svg>") == "<svg> </svg>"


def test_without_the_minifier_only_lines_of_comment_go(monkeypatch):
    monkeypatch.setattr(minify, "minify", None)
    assert minify.small("a.js", SCRIPT) == 'export const site = "//gru"; // here\n'
    assert minify.small("a.css", "/* why */ p {}") == "/* why */ p {}"


def test_what_is_no_script_is_refused():
    with pytest.raises(Exception, match="unexpected"):
        minify.small("a.js", "let = ;")
