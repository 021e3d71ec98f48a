"""Rules that no page needs are left out, and no others."""

import pytest

from gru_press.book.theme.used_rules import used_rules

WORDS = {"cell", "open", "top"}


@pytest.mark.parametrize(
    "rule",
    [
        "p{margin:0}",
        ".cell{margin:0}",
        "#top .cell>a:hover{margin:0}",
        ".cell:not(.absent){margin:0}",
        ":is(.cell,.absent) a{margin:0}",
        "[class*=absent]{margin:0}",
        '[data-theme="dark"] .cell::before{content:".absent"}',
        "@font-face{font-family:absent}",
        "@keyframes absent{to{margin:0}}",
        "@media print{.cell{margin:0}}",
    ],
)
def test_what_may_fit_stays_as_it_is(rule):
    assert used_rules(rule, WORDS) == rule


@pytest.mark.parametrize(
    "rule",
    [
        ".absent{margin:0}",
        "#absent{margin:0}",
        ".cell .absent{margin:0}",
        ".cell.absent:hover{margin:0}",
        "@media print{.absent{margin:0}}",
        "/* a comment */",
    ],
)
def test_what_fits_nothing_goes(rule):
    assert used_rules(rule, WORDS) == ""


def test_a_rule_keeps_the_selectors_that_may_fit():
    text = ".absent, .cell a,\n .open:is(.absent, .cell), #absent p { margin: 0 }"
    assert used_rules(text, WORDS) == " .cell a,\n .open:is(.absent, .cell){ margin: 0 }"
