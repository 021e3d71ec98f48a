"""Formulas of every kind that the course writes, as HTML, as MathML, and with what they need."""

import re

import pytest

from gru_press.book.mathematics.typesetter import Typesetter
from gru_press.book.vendor import MATHJAX

ALWAYS = ["Zero", "Main-Regular"]


@pytest.fixture
def typesetter():
    return Typesetter()


def mathml(formula: str) -> str:
    """What is there for screen readers, without the marks that MathJax keeps for itself."""
    (inner,) = re.findall(r"<mjx-assistive-mml[^>]*><math[^>]*>(.*)</math>", formula)
    return re.sub(r' data-mjx-[\w-]+="[^"]*"', "", inner)


@pytest.mark.parametrize(
    ("tex", "meaning"),
    [
        ("z_t", "<msub><mi>z</mi><mi>t</mi></msub>"),
        (r"\boldsymbol{W}", '<mi mathvariant="bold-italic">W</mi>'),
        (r"\operatorname{rank} A", "<mi>rank</mi><mi>A</mi>"),
        (r"\tanh x", "<mi>tanh</mi><mo>\u2061</mo><mi>x</mi>"),
        (r"\text{für “x”}", "<mtext>für “x”</mtext>"),
        (r"a \leqslant b", "<mi>a</mi><mo>⩽</mo><mi>b</mi>"),
        (r"r \odot h", "<mi>r</mi><mo>⊙</mo><mi>h</mi>"),
        (
            r"{\color{#7A1FD6}{z}}",
            '<mrow><mstyle mathcolor="#7A1FD6"><mrow><mi>z</mi></mrow></mstyle></mrow>',
        ),
    ],
)
def test_a_formula_is_read_as_it_is_meant(typesetter, tex, meaning):
    assert mathml(typesetter.set_formula(tex)) == meaning


def test_a_formula_is_drawn_once_and_its_drawing_is_silent(typesetter):
    formula = typesetter.set_formula("z")
    assert '<mjx-c class="mjx-c1D467 TEX-I">' in formula
    assert formula.count("<math ") == formula.count('aria-hidden="true"') == 1
    assert "tabindex" not in formula


def test_a_formula_in_a_line_differs_from_one_on_its_own(typesetter):
    assert 'display="true"' not in typesetter.set_formula("z")
    assert 'display="true"' in typesetter.set_formula("z", display=True)


def test_numbered_lines_have_their_numbers_and_no_height_that_is_none(typesetter):
    lines = r"\begin{align*} a &= b \tag{3.1} \\ c &= d \tag{3.2} \end{align*}"
    formula = typesetter.set_formula(lines, display=True)
    assert re.findall(r"<mlabeledtr><mtd><mtext>(.*?)</mtext>", formula) == ["(3.1)", "(3.2)"]
    assert "NaN" not in formula


def test_a_formula_does_not_depend_on_those_before_it(typesetter):
    tagged = r"a = b \tag{3.1}"
    first = typesetter.set_formula(tagged, display=True)
    typesetter.set_formula(r"c \tag{3.1}", display=True)
    assert typesetter.set_formula(tagged + " ", display=True) == first
    other = Typesetter()
    other.set_formula("q")
    assert other.set_formula(tagged, display=True) == first


@pytest.mark.parametrize(
    ("tex", "fault"),
    [
        (r"\nope", r"Undefined control sequence \nope"),
        (r"\frac{a", "Missing close brace"),
        (r"\begin{nope} a \end{nope}", "Unknown environment 'nope'"),
        (r"\require{physics}", r"Undefined control sequence \require"),
        (r"\newcommand{\up}{z}", r"Undefined control sequence \newcommand"),
    ],
)
def test_what_mathjax_cannot_read_is_refused(typesetter, tex, fault):
    said = re.escape(f"MathJax must read {tex!r}, but says: {fault}")
    with pytest.raises(ValueError, match=said):
        typesetter.set_formula(tex)


def test_the_stylesheet_knows_the_signs_that_were_set_and_no_others(typesetter):
    typesetter.set_formula("1 + z")
    signs = re.findall(r"mjx-c\.mjx-c(\w+)", typesetter.stylesheet())
    assert signs == ["31", "2B", "1D467"]


@pytest.mark.parametrize(
    ("tex", "more"),
    [
        ("1", []),
        ("z", ["Math-Italic"]),
        (r"\mathbf{1}", ["Main-Bold"]),
        (r"\Bigl( 1", ["Size2-Regular"]),
        (r"\underbrace{111111}", ["Size1-Regular", "Size4-Regular", "AMS-Regular"]),
    ],
)
def test_only_the_fonts_that_are_needed_are_named(typesetter, tex, more):
    typesetter.set_formula(tex)
    assert typesetter.fonts() == [f"MathJax_{name}.woff" for name in (*ALWAYS, *more)]
    folder = MATHJAX / "output" / "chtml" / "fonts" / "woff-v2"
    assert all((folder / name).is_file() for name in typesetter.fonts())
