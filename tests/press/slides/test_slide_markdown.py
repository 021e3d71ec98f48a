"""Markdown on a slide: HTML with its formulas set, once for all decks."""

import pytest

from gru_press.slides.slide_markdown import SlideText

TEXT = SlideText()


def formula(tex, display=False):
    return TEXT.typesetter.set_formula(tex, display=display)


def test_a_heading_with_a_number_is_no_list():
    heading = TEXT.line("8. The `sigmoid` of $a$")
    assert heading == f"8. The <code>sigmoid</code> of {formula('a')}"


@pytest.mark.parametrize(
    ("source", "tex"),
    [
        ("$$\na < b\n$$", "a < b"),
        (
            r"\begin{align*} a &= b \end{align*}",
            r"\begin{align*} a &= b \end{align*}",
        ),
    ],
)
def test_a_formula_on_lines_of_its_own(source, tex):
    assert formula(tex, display=True) in TEXT.block(f"So:\n\n{source}\n\nand on.")


def test_a_formula_in_a_line_keeps_the_signs_of_markdown_and_html():
    source = "With $a_1 * b < c_1 * d$ and `$5`."
    assert TEXT.block(source) == (
        f"<p>With {formula('a_1 * b < c_1 * d')} and <code>$5</code>.</p>\n"
    )


def test_a_formula_that_cannot_be_read_is_refused():
    with pytest.raises(ValueError, match="Undefined control sequence"):
        TEXT.block(r"So $\nope$.")
