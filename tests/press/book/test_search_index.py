"""What of a page the search looks through."""

from docutils import nodes

from gru_press.book.search.search_index import sections


def page(*parts):
    document = nodes.document(None, None)
    document += nodes.section("", nodes.title("", "The gate"), *parts, ids=["the-gate"])
    return document


def container(name, *parts):
    return nodes.container("", *parts, classes=[name])


def test_a_section_is_found_by_its_own_words_and_not_by_those_inside_it():
    inner = nodes.section("", nodes.title("", "Half"), nodes.paragraph("", "inside"), ids=["half"])
    found = list(sections(page(nodes.paragraph("", "outside"), inner)))
    assert found == [["the-gate", "The gate", "outside", ""], ["half", "Half", "inside", ""]]


def test_equations_code_and_tables_are_found_and_not_quoted():
    row = nodes.row("", nodes.entry("", nodes.paragraph("", "cell")))
    code = container("cell", container("cell_input", nodes.literal_block("", "gru_step(x)")))
    parts = [nodes.math_block("", r"h_t \odot z_t"), code, nodes.table("", row)]
    ((_, _, prose, other),) = sections(page(nodes.paragraph("", "We see."), *parts))
    assert prose == "We see."
    assert other == "h_t ⊙ z_t gru_step(x) cell"


def test_answers_outputs_and_raw_html_are_not_found():
    hidden = nodes.paragraph("", "secret")
    parts = [container("tag_solution", hidden), container("cell_output", hidden)]
    ((_, _, *texts),) = sections(page(*parts, nodes.raw("", "<details>secret", format="html")))
    assert texts == ["", ""]


def test_a_term_of_the_glossary_is_a_place_of_its_own():
    term = nodes.term("", "gate", ids=["term-gate"])
    item = nodes.definition_list_item(
        "", term, nodes.definition("", nodes.paragraph("", "A door."))
    )
    found = list(sections(page(nodes.definition_list("", item))))
    assert found[0] == ["the-gate", "The gate", "", ""]
    assert found[1] == ["term-gate", "gate", "A door.", ""]
