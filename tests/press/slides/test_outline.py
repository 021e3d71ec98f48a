"""What of a cell stands on a slide, and what is said: nothing is lost."""

import pytest

from gru_press.slides.outline import blocks, sections, without_roles

CELL = """\
That was the last result. More of it.

## Where the gate comes from

Nobody sets $z$ by hand. The cell computes it {cite:p}`cho2014`:

$$
z_t = \\sigma(a)

b
$$

It has [two biases](04_candidate_state.ipynb).

- a list
- of two

### Below

| a | b |
| --- | --- |
"""


def test_headings_equations_and_tables_are_shown_and_prose_is_said():
    before, gate, below = sections(CELL)
    assert (before.heading, before.shown) == ("", [])
    assert before.said == ["That was the last result. More of it."]
    assert (gate.level, gate.heading) == (2, "Where the gate comes from")
    assert gate.shown == ["$$\nz_t = \\sigma(a)\n\nb\n$$"]
    assert gate.said == [
        "Nobody sets $z$ by hand. The cell computes it:",
        "It has two biases.",
        "- a list\n- of two",
    ]
    assert (below.level, below.shown) == (3, ["| a | b |\n| --- | --- |"])


def test_a_cell_can_show_its_first_or_its_last_sentence_or_all_of_it():
    _, lead, _ = sections(CELL, "lead")
    assert lead.shown[0] == "Nobody sets $z$ by hand."
    (last,) = sections("First things. In code:", "last")
    assert (last.shown, last.said) == (["In code:"], ["First things. In code:"])
    (whole,) = sections("One.\n\nTwo.", "all")
    assert (whole.shown, whole.said) == (["One.", "Two."], [])
    with pytest.raises(
        ValueError, match="show must be one of outline, lead, last, all, got 'some'"
    ):
        sections("One.", "some")


def test_text_before_a_heading_gives_no_lead():
    before, _ = sections("A **comment** on the last slide.\n\n## Next\n\nText.", "lead")
    assert before.shown == []


def test_a_sentence_with_a_word_in_bold_is_shown():
    (section,) = sections("It opens. A **gate** is a number. So far.\n\n- **not** in a list")
    assert section.shown == ["A **gate** is a number."]
    assert section.said == [
        "It opens. A **gate** is a number. So far.",
        "- **not** in a list",
    ]


def test_what_to_keep_is_shown_whole_and_exercises_are_left_out():
    found = sections("So far.\n\n## Exercises\n\n**1** Try.\n\n## What to keep\n\n- one\n- two")
    assert [section.heading for section in found] == ["", "What to keep"]
    assert found[1].shown == ["- one\n- two"]
    assert sections("**16.2 Explain.** Why?\n\nWell.")[0].said == ["Well."]


def test_what_only_the_book_can_resolve_goes():
    assert without_roles("A {cite:p}`a,b` and {c}`x`, [here](02_x.ipynb#y).") == "A and `x`, here."
    assert without_roles("Ask.<details>\n<summary>A</summary>\nNo.\n</details>") == "Ask."
    assert without_roles("[out](https://example.org)") == "[out](https://example.org)"


def test_a_comment_in_code_is_no_heading():
    assert list(blocks("```\n# no\n\nheading\n```\n# yes")) == [
        "```\n# no\n\nheading\n```",
        "# yes",
    ]
