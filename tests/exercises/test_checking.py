import numpy as np
import pytest
import torch

from gru_course.exercises.checking import exercise, is_missing
from gru_course.exercises.findings import equal, same, that
from gru_course.exercises.verdict import NOT_RIGHT, NOT_YET, RIGHT


@exercise("0.1")
def check_double(double):
    yield same("0 should stay 0", double(0), 0.0)
    yield same("2 should become 4", double(2), 4.0, {"when it is squared once more": 16.0})
    yield equal("it should have a name", double.__name__, "double", {"<lambda>": "with lambda"})


@exercise("0.2", function=False)
def check_pair(first, second):
    yield that(first < second, "the first should be smaller", f"yours is {first}")


def double(number):
    return 2 * number


def stub(number): ...


def told(number):
    """Twice the number."""


def dots(number):
    return ...


@pytest.mark.parametrize("answer", [..., stub, told, dots, lambda number: None])
def test_what_does_nothing_is_not_yet_an_answer(answer):
    assert is_missing(answer)
    assert check_double(answer).state == NOT_YET


@pytest.mark.parametrize("answer", [double, lambda n: 0, print, torch.tanh, 3, None, "..."])
def test_what_does_something_is_one(answer):
    assert not is_missing(answer)


def test_the_first_property_that_fails_decides_and_those_before_it_are_ticked():
    verdict = check_double(lambda number: number**4)
    assert verdict.state == NOT_RIGHT and not verdict
    assert verdict.held == ("0 should stay 0",)
    assert "2 should become 4; yours differs by 12" in verdict.sentence
    assert "comes out when it is squared once more" in verdict.sentence


def test_a_right_answer_says_what_holds():
    verdict = check_double(double)
    assert verdict and verdict.state == RIGHT
    assert repr(verdict).splitlines() == [
        "0.1 RIGHT: all 3 properties hold.",
        "  ✓ 0 should stay 0",
        "  ✓ 2 should become 4",
        "  ✓ it should have a name",
    ]


def test_a_plain_value_is_named_with_its_mistake():
    assert "yours is '<lambda>', which is what comes out with lambda" in repr(
        check_double(lambda number: 2 * number)
    )
    assert not equal("it should be 1", True, 1).holds


@pytest.mark.parametrize("flag", [True, torch.tensor([True]), np.bool_(True)])
def test_a_flag_counts_whatever_holds_it(flag):
    assert equal("it should be True", flag, True).holds
    assert "yours is True" in equal("it should be False", flag, False).fault
    assert "yours is a Tensor" in equal("it should be True", torch.ones(2) > 0, True).fault


def test_what_the_answer_raises_is_the_readers_to_see():
    def broken(number):
        return number / 0

    with pytest.raises(ZeroDivisionError):
        check_double(broken)


def test_a_result_in_the_functions_place_is_told():
    assert "by its name alone; yours is of type int" in check_double(double(2)).sentence


def test_values_are_checked_like_functions():
    assert check_pair(1, 2)
    assert check_pair(2, 1).sentence == "the first should be smaller; yours is 2."
    assert check_pair(1, ...).state == NOT_YET


@pytest.mark.parametrize(
    ("yours", "words"),
    [
        (torch.tensor([1.0, float("nan")]), "yours holds nan"),
        (torch.tensor([1.0, float("-inf")]), "yours holds -inf"),
        (torch.ones(2, 1), "the shape (2, 1), not (2,)"),
        (None, "None (is a return missing?)"),
        ([1.0, "b"], "yours is a list of 2"),
        ({}, "yours is a dict"),
        (torch.ones(2, requires_grad=True), "differs by 1"),
    ],
)
def test_whatever_comes_back_is_named(yours, words):
    assert words in same("it should be 0", yours, torch.zeros(2)).fault


def test_html_shows_an_answers_text_as_text():
    page = check_pair("<b>2", "1")._repr_html_()
    assert "&lt;b&gt;2" in page and "<b>" not in page
    assert "✗ 0.2 NOT RIGHT" in page
