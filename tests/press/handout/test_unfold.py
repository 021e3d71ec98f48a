"""What stands folded in a page of the book is decided before it is printed."""

import pytest
from bs4 import BeautifulSoup

from gru_course.widgets import Number, Prediction, Right
from gru_press.book.stills.stills import stills
from gru_press.handout.unfold import unfold

SOLUTION = """
<div class="cell tag_hide-cell tag_solution docutils container">
<details class="hide above-input"><summary><span>Show code cell content</span></summary>
<pre>half = log(2)</pre><div class="cell_output">0.69</div></details></div>
"""
FIGURE = """
<div class="cell tag_hide-input docutils container">
<details class="hide above-input"><summary>Show the code</summary><pre>go.Figure()</pre></details>
<div class="cell_output">a figure</div></div>
"""
ANSWER = "<details><summary>Answer</summary><p>It keeps the state.</p></details>"
HINT = "<details><summary>Hint 1</summary><p>Think of z = 1.</p></details>"


def unfolded(text: str, *, solutions: bool) -> BeautifulSoup:
    tree = BeautifulSoup(text, "html.parser")
    unfold(tree, solutions=solutions)
    assert not tree.find(["details", "summary"]), "something is still folded"
    return tree


def prediction(answers) -> str:
    asked = Prediction("Where does the state land?", answers)
    picture = stills().picture(asked.get_state())
    return (
        '<div class="gru-widget" data-module="prediction"><figure class="gru-still gru-picture">'
        f"{picture}<figcaption>Predict first, then open the answer.</figcaption></figure></div>"
    )


def test_students_get_hints_and_figures_but_no_solution_and_no_answer():
    text = unfolded(SOLUTION + FIGURE + ANSWER + HINT, solutions=False).get_text(" ", strip=True)
    assert text == "a figure Hint 1 Think of z = 1."


def test_lecturers_get_solutions_with_their_output_and_answers_named_so():
    text = unfolded(SOLUTION + FIGURE + ANSWER + HINT, solutions=True).get_text(" ", strip=True)
    assert text == (
        "Solution half = log(2) 0.69 a figure Answer It keeps the state. Hint 1 Think of z = 1."
    )


def test_an_exercise_keeps_its_task_and_not_the_verdict_on_an_empty_answer():
    cell = (
        '<div class="cell tag_exercise"><pre>...</pre><div class="cell_output">NOT YET</div></div>'
    )
    assert unfolded(cell, solutions=True).get_text(strip=True) == "..."


def test_output_that_was_folded_is_shown_without_a_label():
    folded = '<details class="hide below-input"><summary>Show output</summary>long</details>'
    assert unfolded(folded, solutions=False).get_text(strip=True) == "long"


@pytest.mark.parametrize("solutions", [False, True])
def test_a_prediction_keeps_its_options_and_its_reasons_go_with_the_solutions(solutions):
    asked = prediction({"near 0.8": Right("z near 1 keeps."), "at 0.2": "That is halfway."})
    tree = unfolded(asked, solutions=solutions)
    assert [option.get_text() for option in tree.find_all("label")] == ["near 0.8", "at 0.2"]
    text = tree.get_text(" ", strip=True)
    assert ("z near 1 keeps." in text) == solutions
    assert ("That is halfway." in text) == solutions
    assert "open the answer" not in text


@pytest.mark.parametrize("solutions", [False, True])
def test_a_question_for_a_number_has_a_line_to_write_on(solutions):
    tree = unfolded(prediction(Number(0.68, "A weighted mean.")), solutions=solutions)
    assert tree.find("label").get_text(" ", strip=True) == "Your answer"
    assert tree.find(class_="gru-entry")
    assert ("0.68" in tree.get_text()) == solutions
