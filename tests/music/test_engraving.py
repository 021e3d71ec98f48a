import re
import xml.etree.ElementTree as ElementTree
from subprocess import CompletedProcess

import pytest

from gru_course.music.engraving import _svg, engrave

pytestmark = pytest.mark.xdist_group("engraving")  # one worker draws the score for all

TUNE = "M:6/8\nL:1/8\nK:D\nd2 e>g a2 | HfedHg d2 ||\n"
ENDLESS = (  # written by a network at a high temperature; music21 does not come to an end
    "M:6/8\n"
    "L:1/8\n"
    "K:D\n"
    "FmE{c}B2 (cA)(B/d/)|\n"
    "gBAG) (E2:D/)|\n"
    "E) | F(cAB)|(GGD)|(~Af>d) g>e | 2z-adf ab|ad ed|eB | B-<-.AB3 ~d | f>ddc d2:|\n"
    ".d|(g>e}f/gg) e3-d|ef{ed>c}d>e(e^c)d| cAF{(B}AGGM:24M4M:6/8\n"
    "L:b18\n"
    "K:A\n"
    "F(A/A/BG)|A2 B2 A>GA2 | G>GA=B ^>e2e2 d^c |\n"
    "|B2 BA (BAGB)|(e2f=e e2)c|B4 (dc)||\n"
)


@pytest.fixture(scope="module")
def score():
    return engrave(TUNE, alt='Two bars & "a fermata"')


@pytest.fixture
def drawn_here(monkeypatch):
    """Draw in this process, once another has shown that it draws and that it refuses."""

    def run(command, *, input, **_):
        try:
            return CompletedProcess(command, 0, _svg(input.decode()).encode())
        except Exception:  # as in the other process, whatever it is
            return CompletedProcess(command, 1, b"")

    monkeypatch.setattr("subprocess.run", run)


def test_every_note_is_drawn_fermatas_too(score):
    assert len(re.findall('class="note"', score.svg)) == 9
    ElementTree.fromstring(score.svg)


def test_the_ink_is_that_of_the_page(score):
    assert "black" not in score.svg
    assert 'color="currentColor" fill="currentColor"' in score.svg


@pytest.mark.usefixtures("drawn_here")
def test_the_same_tune_is_the_same_picture_and_two_tunes_share_no_id(score):
    assert engrave(TUNE, alt="again").svg == score.svg
    ids = [
        set(re.findall(r' id="([^"]+)"', one.svg))
        for one in (score, engrave(TUNE.replace("K:D", "K:G"), alt="other"))
    ]
    assert ids[0] and not ids[0] & ids[1]


def test_a_notebook_shows_it_with_its_text(score):
    assert repr(score) == "Score('Two bars & \"a fermata\"')"
    html = score._repr_html_()
    assert 'role="img" aria-label="Two bars &amp; &quot;a fermata&quot;"' in html
    assert 'tabindex="0"' in html


def refuses(abc):
    with pytest.raises(ValueError, match=r"abc must be a tune with notes that can be read, got "):
        engrave(abc, alt="notes")


def test_a_tune_at_which_the_other_process_fails_is_refused():
    refuses("words")


@pytest.mark.usefixtures("drawn_here")
@pytest.mark.parametrize("abc", ["", "M:6/8\nL:1/8\nK:D\n", "M:0/0\nL:1/8\nK:D\nabc|"])
def test_what_is_no_tune_is_refused(abc):
    refuses(abc)


def test_a_tune_that_keeps_its_reader_busy_is_given_up():
    with pytest.raises(ValueError, match=r"abc must be drawn in 1 seconds, got 'M:6/8"):
        engrave(ENDLESS, alt="notes", patience=1)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"alt": " "}, "alt must say what the notes show, got ' '"),
        ({"alt": "notes", "patience": 0}, "patience must be a finite number above 0, got 0"),
    ],
)
def test_wrong_arguments_are_refused(arguments, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        engrave(TUNE, **arguments)
