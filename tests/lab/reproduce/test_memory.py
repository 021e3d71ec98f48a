import pytest

from gru_course.lab.reproduce.memory import (
    EVERY,
    ROWS,
    constant_loss,
    measures,
    memory_results,
    memory_study,
    memory_table,
)
from gru_course.lab.trial import Outcome
from gru_course.results import Row, measure
from gru_course.training.config import History


@pytest.fixture
def study():
    return memory_study("recall", seeds=(0, 1), steps=4, training_steps=10)


def outcome(trial, losses):
    history = History(losses, losses, losses, losses)
    return Outcome(trial=trial, parameters=1, test_loss=0.5, history=history)


def test_a_task_is_solved_at_the_first_look_below_the_limit(study):
    ended = outcome(study.trials["GRU"], [2.0, 0.09, 0.2, 0.05])
    assert measures(ended, solved_below=0.1)["solved_at"] == 2 * EVERY
    assert measures(ended, solved_below=0.01)["solved_at"] is None
    assert measures(ended, solved_below=0.1)["valid"] == 0.05


def test_solved_is_a_twentieth_of_what_a_constant_answer_costs_on_validation(study):
    adding = memory_study("adding", steps=100)
    assert study.measures.keywords["solved_below"] == pytest.approx(0.10397, rel=1e-4)  # ln 8 / 20
    assert adding.measures.keywords["solved_below"] == pytest.approx(0.1460 / 20, rel=1e-3)


def test_the_constant_answer_is_judged_on_the_very_sequences_of_a_part():
    """On 256 sums it costs 0.146 and 0.192, on all of them a sixth."""
    task = memory_study("adding", steps=100).task
    assert constant_loss(task, "valid") == pytest.approx(0.1460, abs=5e-5)
    assert constant_loss(task, "test") == pytest.approx(0.1922, abs=5e-5)


def test_long_memories_are_as_long_as_the_task(study):
    lags = {name: trial.max_lag for name, trial in study.trials.items()}
    assert lags == dict.fromkeys(ROWS) | {"GRU, long memories": 4, "LSTM, long memories": 4}
    assert {trial.epochs for trial in study.trials.values()} == {2}


@pytest.mark.parametrize("steps", [0, -5, 7])
def test_training_steps_come_in_fives(steps):
    with pytest.raises(ValueError, match="training_steps must be "):
        memory_study("recall", training_steps=steps)


def test_another_task_or_row_is_refused():
    with pytest.raises(ValueError, match=r"row must be one of .* got 'Transformer'"):
        memory_study("recall", rows=("Transformer",))
    with pytest.raises(ValueError, match="name must be one of recall, adding, got 'sine'"):
        memory_study("sine")


def test_the_table_by_hand(study):
    numbers = {"solved_at": measure([5, None]), "test": measure([0.01, 2.0])}
    rows = (Row("GRU", {"parameters": 4392}, numbers),)
    results = memory_results([study], [rows], command="", device="cpu")
    assert memory_table(results).splitlines() == [
        "training steps until the task is solved (never: not in 10)",
        "",
        "task and cell  parameters  seed 0  seed 1  test loss",
        "recall: GRU          4392       5   never  0.01 to 2",
        "",
        "recall: a constant answer costs 2.08 in the test; solved when validation is below 0.1",
        "all: 32 units and a learning rate of 0.01, not tuned for any cell",
    ]
