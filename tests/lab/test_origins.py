"""A table says when its runs come from different machines or versions."""

from dataclasses import replace

import pytest

from gru_course.lab.comparison import Comparison
from gru_course.lab.fitting import run_trial
from gru_course.lab.origins import mixture
from gru_course.lab.sweep_result import SweepResult
from gru_course.lab.tasks import make_task
from gru_course.lab.trial import Outcome, trial_of
from gru_course.results import installed_versions

TASK = make_task("sine", train=8, test=4, steps=6)


@pytest.fixture(scope="module")
def outcome(on_the_cpu):
    return run_trial(trial_of(TASK, hidden_size=2, epochs=1), TASK)


@pytest.mark.parametrize("learning_rate", [0.01, 1e30])
def test_an_outcome_says_where_it_comes_from_a_failed_one_too(learning_rate):
    trial = trial_of(TASK, hidden_size=2, epochs=1, learning_rate=learning_rate)
    found = run_trial(trial, TASK, device="cpu")
    assert (found.device, found.versions) == ("cpu", installed_versions())


def test_what_differs_is_named_and_nothing_else(outcome):
    elsewhere = replace(outcome, device="cuda")
    newer = replace(elsewhere, versions=outcome.versions | {"numpy": "9.9"})
    numpy = outcome.versions["numpy"]
    line = f"runs of different origin: device cpu and cuda, numpy {numpy} and 9.9"
    assert mixture([outcome, outcome]) == []
    assert mixture([outcome, elsewhere]) == ["runs of different origin: device cpu and cuda"]
    assert mixture([outcome, newer]) == [line]
    compared = Comparison("sine", "squared error", {}, "units", {"gru": [outcome], "rnn": [newer]})
    swept = SweepResult("sine", "squared error", {}, ("cell",), (outcome, newer))
    assert compared.table().splitlines()[-1] == swept.table().splitlines()[-1] == line


def test_an_outcome_of_a_version_that_did_not_say_is_read(outcome):
    plain = outcome.to_dict()
    del plain["device"], plain["versions"]
    old = Outcome.from_dict(plain)
    assert (old.device, old.versions, old.test_loss) == (None, {}, outcome.test_loss)
    assert mixture([old, outcome]) == []
