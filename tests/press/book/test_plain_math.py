"""Equations in plain letters."""

import pytest
from docutils import nodes
from sphinx.addnodes import pending_xref

from gru_press.book.search.plain_math import math_as_letters, plain_math


@pytest.mark.parametrize(
    ("latex", "letters"),
    [
        (r"{\color{#7A1FD6}{z_t}} \odot h_{t-1}", "z_t ⊙ h_t−1"),
        (r"\begin{align*} h_t &= \tanh(W x_t) \tag{3.1} \\ y &= 1 \end{align*}",
         "h_t = tanh (W x_t) (3.1) y = 1"),
        (r"\frac{\partial L}{\partial h}", "∂ L / ∂ h"),
        (r"\mathrm{sigmoid}\big(\sigma\big)", "sigmoid(σ)"),
    ],
)  # fmt: skip
def test_an_equation_is_told_in_plain_letters(latex, letters):
    assert plain_math(latex) == letters


def test_a_paragraph_keeps_its_words_and_loses_its_citations():
    cited = pending_xref("", nodes.Text("cho2014"), refdomain="cite")
    linked = pending_xref("", nodes.Text("a gate"), refdomain="std")
    parts = [nodes.Text("See "), linked, cited, nodes.Text(" and "), nodes.math("", "h_{t}")]
    assert math_as_letters(nodes.paragraph("", "", *parts)) == "See a gate and h_t"
