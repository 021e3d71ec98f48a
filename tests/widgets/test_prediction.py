"""Predictions on the Python side: questions are checked, answers are seen, texts stay texts."""

import json
import re

import pytest
import traitlets

from gru_course.widgets import Number, Prediction, Right

QUESTION = "One unit holds *h*_{t−1} = 0.8, the candidate is −0.4, *z*_t is 0.9. Where to?"
OPTIONS = {"near −0.4": "You read “on” as “update”.", "near 0.8": Right("It keeps."), "2": "No."}
BOUNDED = {"*n*_t": Right("By tanh."), "*h*_t": Right("By the mean."), "*W*_{hn}": "No bound."}


def one(**state) -> Prediction:
    return Prediction(QUESTION, OPTIONS, **state)


def several(**state) -> Prediction:
    return Prediction("Which are bounded?", BOUNDED, several=True, **state)


def number(**state) -> Prediction:
    asked = Number(0.88, "The share that stays.", tolerance=0.005, misses={0.12: "1 − z."})
    return Prediction("Which z keeps 88 %?", asked, **state)


def test_options_reach_the_browser_in_their_order_with_feedback():
    assert one()._content == {
        "question": QUESTION,
        "kind": "one",
        "options": [
            ["near −0.4", "You read “on” as “update”.", False],
            ["near 0.8", "It keeps.", True],
            ["2", "No.", False],
        ],
    }
    assert several()._content["kind"] == "several"
    assert json.loads(json.dumps(number()._content)) == {
        "question": "Which z keeps 88 %?",
        "kind": "number",
        "number": {
            "value": 0.88,
            "why": "The share that stays.",
            "tolerance": 0.005,
            "unit": "",
            "misses": [[0.12, "1 − z."]],
        },
    }


def test_an_answer_is_open_and_unlocked_at_first():
    for make in (one, several, number):
        assert make().state == {"answer": None, "locked": False}


def test_python_sees_and_sets_the_answer():
    assert one(answer="near 0.8", locked=True).state == {"answer": "near 0.8", "locked": True}
    assert several(answer=["*W*_{hn}", "*n*_t"]).answer == ["*n*_t", "*W*_{hn}"]  # as asked
    assert several(answer=[]).answer is None
    assert number(answer=1).answer == 1.0
    heard = []
    prediction = one()
    prediction.observe(lambda change: heard.append(change["new"]), "answer")
    prediction.answer = "2"
    assert heard == ["2"]


@pytest.mark.parametrize(
    "make, answer",
    [
        (one, "near 0.7"),
        (one, ["near 0.8"]),
        (one, 2),
        (several, "*n*_t"),
        (several, ["*n*_t", "x"]),
        (number, "0.88"),
        (number, float("nan")),
        (number, True),
    ],
)
def test_an_answer_that_was_not_offered_is_refused(make, answer):
    with pytest.raises(traitlets.TraitError, match="answer must be "):
        make(answer=answer)


@pytest.mark.parametrize(
    "arguments, sentence",
    [
        (("", OPTIONS), "question must not be empty, got ''"),
        ((7, OPTIONS), "question must be a text, got 7"),
        (("Why?", ["a", "b"]), "answers must be a dict of options and feedback, or a Number"),
        (("Why?", {"a": Right("b")}), "answers must hold at least 2 options, got 1"),
        (("Why?", {"a": "b", " ": Right("c")}), "an option must not be empty, got ' '"),
        (("Why?", {"a": "", "b": Right("c")}), "the feedback of 'a' must not be empty, got ''"),
        (("Why?", {"a": None, "b": Right("c")}), "the feedback of 'a' must be a text, got None"),
        (("Why?", {"a": "b", "c": "d"}), r"answers must hold a Right\(...\) option, got none"),
        (("Why?", BOUNDED), r"must hold 1 Right\(...\) option unless several=True, got 2"),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused(arguments, sentence):
    with pytest.raises((TypeError, ValueError), match=sentence):
        Prediction(*arguments)


def test_several_does_not_go_with_a_number():
    with pytest.raises(ValueError, match="several must be False when the answer is a Number"):
        Prediction("How many?", Number(3, "Three gates."), several=True)


@pytest.mark.parametrize(
    "arguments, sentence",
    [
        ({"value": "3"}, "value must be a finite number, got '3'"),
        ({"value": float("inf")}, "value must be a finite number, got inf"),
        ({"tolerance": -0.1}, "tolerance must be at least 0, got -0.1"),
        ({"why": " "}, "why must not be empty, got ' '"),
        ({"misses": {"2": "b"}}, "a miss must be a finite number, got '2'"),
        ({"misses": {3.05: "b"}}, "a miss must lie outside the tolerance, got 3.05"),
        ({"misses": {2.0: ""}}, "the feedback of the miss 2.0 must not be empty, got ''"),
    ],
)
def test_a_number_that_cannot_be_asked_for_is_refused(arguments, sentence):
    with pytest.raises((TypeError, ValueError), match=re.escape(sentence)):
        Number(**{"value": 3, "why": "a", "tolerance": 0.1} | arguments)


def test_the_repr_is_short_and_does_not_follow_the_answer():
    assert repr(one()) == "Prediction('One unit holds *h*_{t−1} = 0.8, the…')"
    assert repr(one(answer="2", locked=True)) == repr(one())
    assert repr(number()) == "Prediction('Which z keeps 88 %?')"


def test_two_predictions_share_no_answer():
    first, second = one(), one()
    first.answer = "2"
    assert second.answer is None
