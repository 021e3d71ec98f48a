"""What a page loads, sorted and weighed; what stands in for other hosts in the default book."""

import pytest

from benchmarks.page.default_book import file_for
from benchmarks.page.loads import Load, kilobytes, twice

BOOK = "http://127.0.0.1:8000/"
PLACES = {
    "chapters/01.html": "page",
    "": "page",
    "_static/gru/theme.0123456789.css": "theme",
    "_static/gru/icons.0123456789.woff": "theme",
    "_static/searchtools.js": "theme",
    "_static/gru/host.0123456789.js": "ours",
    "_static/gru/fonts/MathJax_Zero.woff": "mathematics",
    "_static/gru/formulas.0123456789.css": "mathematics",
    "_static/gru/plotly-7.1.0.min.js": "figures",
    "_static/gru/plotly-figures.0123456789.js": "ours",
    "searchindex.js": "others",
}


@pytest.mark.parametrize("place", PLACES)
def test_a_file_is_of_the_kind_of_its_place(place):
    assert Load(f"{BOOK}{place}?v=1", 1).kind == PLACES[place]


def test_weights_are_added_by_kind():
    loads = [Load(f"{BOOK}{place}", 512) for place in PLACES]
    assert kilobytes(loads) == len(PLACES) / 2
    assert kilobytes(loads, "page", "figures") == 1.5


def test_what_was_asked_for_twice_is_named_once():
    once, again = Load(f"{BOOK}a.js", 1), Load(f"{BOOK}b.js", 1)
    assert twice([once, again, again, again]) == [again.url]


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://cdn.jsdelivr.net/npm/mathjax@3/es5/tex-mml-chtml.js", "tex-mml-chtml.js"),
        (
            "https://cdnjs.cloudflare.com/ajax/libs/require.js/2.3.4/require.min.js",
            "require.min.js",
        ),
        (
            "https://cdn.jsdelivr.net/npm/@jupyter-widgets/html-manager@1.0.6/dist/embed-amd.js",
            "libembed-amd.js",
        ),
        ("https://cdn.jsdelivr.net/npm/anywidget@~0.11.*/dist/index.js", "index.js"),
    ],
)
def test_a_library_of_another_host_has_a_stand_in(address, name):
    assert file_for(address).name == name


def test_nothing_stands_in_for_what_is_not_known():
    assert file_for("https://cdn.jsdelivr.net/npm/mathjax@3/es5/absent.js") is None
    assert file_for("https://example.org/tex-mml-chtml.js") is None
