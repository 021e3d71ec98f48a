"""Formulas in the speaker's notes can be read without MathJax."""

import json
import re
from pathlib import Path

import pytest

from gru_press.slides.outline import sections
from gru_press.slides.speaker_notes import as_text, spoken

CHAPTERS = sorted(Path(__file__).parents[3].glob("chapters/*.ipynb"))


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        (r"z_t = \sigma(a)", "z<sub>t</sub> = σ(a)"),
        (r"h_{t-1} \odot r", "h<sub>t-1</sub> ⊙r"),
        (r"\tilde h_t", "h\u0303<sub>t</sub>"),
        (r"\hat{y}", "y\u0302"),
        (r"\frac{1}{2} < e^{b}", "1/2 &lt; e<sup>b</sup>"),
        (r"{\color{#7A1FD6}{z_t}}", "z<sub>t</sub>"),
        (r"\ln \frac12", "ln1/2"),
    ],
)
def test_a_formula_as_text(formula, text):
    assert as_text(formula) == text


def test_notes_are_html_and_dollars_in_code_stay():
    assert spoken("Set $z_t$ to *1*.") == "<p>Set <i>z<sub>t</sub></i> to <em>1</em>.</p>\n"
    assert "$HOME" in spoken("`echo $HOME` and $x$")


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)
def test_no_tex_is_left_in_the_notes_of_a_chapter(chapter):
    for cell in json.loads(chapter.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] == "markdown":
            for section in sections("".join(cell["source"])):
                notes = spoken("\n\n".join(section.said))
                prose = re.sub(r"<code>.*?</code>|<pre>.*?</pre>", "", notes, flags=re.DOTALL)
                assert not re.search(r"\\[a-zA-Z]|\$", prose), prose
