from dataclasses import replace

import pytest
import torch

from gru_course.analysis import parameter_count
from gru_course.lab.compare import compare
from gru_course.lab.store import FolderError
from gru_course.lab.tasks import make_task
from gru_course.losses import bernoulli_nll

TASK = make_task("sine", train=16, test=8, steps=6)
QUICK = {"epochs": 2, "batch_size": 8, "seeds": 2}


def test_an_equal_budget_gives_each_cell_the_units_it_pays_for():
    cells = compare(TASK, ("gru", "lstm", "rnn"), size=500, **QUICK).cells
    sizes = {"input_size": 1, "output_size": 1}
    for cell, found in cells.items():
        assert found.parameters <= 500
        assert parameter_count(cell, hidden_size=found.units + 1, **sizes).total > 500
        assert parameter_count(cell, hidden_size=found.units, **sizes).total == found.parameters
    assert cells["rnn"].units > cells["gru"].units > cells["lstm"].units


def test_the_default_budget_is_what_the_tasks_gru_has():
    cells = compare(TASK, ("gru", "mingru"), **QUICK).cells
    assert cells["gru"].units == TASK.hidden_size
    assert cells["mingru"].parameters <= cells["gru"].parameters


def test_equal_units_and_sizes_of_ones_own():
    units = {"gru": 4, "rnn": 9}
    same = compare(TASK, units, budget="units", size=5, **QUICK).cells
    own = compare(TASK, units, budget="units", size=units, **QUICK).cells
    assert {cell: found.units for cell, found in same.items()} == {"gru": 5, "rnn": 5}
    assert {cell: found.units for cell, found in own.items()} == units


def test_every_cell_is_run_with_every_seed():
    comparison = compare(TASK, ("rnn",), **QUICK | {"seeds": (3, 5)}, num_layers=2)
    assert [run.trial.seed for run in comparison.outcomes["rnn"]] == [3, 5]
    assert {run.trial.num_layers for run in comparison.outcomes["rnn"]} == {2}
    assert comparison.baselines == TASK.baselines


def test_a_folder_keeps_what_was_run(tmp_path):
    told = []
    for seeds in (1, 2):
        comparison = compare(
            TASK,
            ("gru", "rnn"),
            **QUICK | {"seeds": seeds},
            folder=tmp_path,
            on_progress=lambda done, total, outcome: told.append((done, total)),
        )
    assert told == [(0, 2), (1, 2), (2, 2), (2, 4), (3, 4), (4, 4)]
    assert comparison == compare(TASK, ("gru", "rnn"), **QUICK)
    with pytest.raises(FolderError, match="its epochs is 2, here it is 3; choose another folder"):
        compare(TASK, ("gru", "rnn"), **QUICK | {"epochs": 3}, folder=tmp_path)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"cells": ("gru", "gru")}, r"cells must differ from each other, got \('gru', 'gru'\)"),
        ({"budget": "time"}, "budget must be one of parameters, units, got 'time'"),
        ({"size": 0}, "size must be at least 1, got 0"),
        ({"size": 3}, "parameters must be at least .* for one unit, got 3"),
        (
            {"size": {"gru": 4}},
            r"size must be one number, or with budget 'units' one for each cell",
        ),
        ({"budget": "units", "size": {"gru": 4}}, "size must be one number, .* got {'gru': 4}"),
        ({"seeds": 0}, "seeds must be at least 1, got 0"),
        ({"seeds": ()}, "cells and seeds must hold one each at least"),
        ({"cells": ()}, "cells and seeds must hold one each at least"),
        ({"cells": ("grue",)}, r"cell must be one of gru, .*, got 'grue'"),
        ({"hidden_size": 4}, "hidden_size must be left to cells, size and seeds, got 4"),
        ({"lr": 4}, "a setting must be one of .* got 'lr'"),
    ],
)
def test_what_cannot_be_compared_is_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        compare(TASK, **{"cells": ("gru", "rnn")} | arguments)


def test_a_seed_counts_once():
    with pytest.raises(ValueError, match=r"seeds must differ from each other, got \[0, 1, 0\]"):
        compare(TASK, ("rnn",), **QUICK | {"seeds": (0, 1, 0)})


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"loss": bernoulli_nll}, "its loss is 'masked_mse', here it is 'bernoulli_nll'"),
        ({"output_bias": torch.ones(1)}, "its output bias is None, here it is "),
    ],
)
def test_results_of_another_loss_or_bias_are_not_taken_for_those_of_this(tmp_path, change, message):
    compare(TASK, ("rnn",), **QUICK, folder=tmp_path)
    with pytest.raises(FolderError, match=f"holds another experiment: {message}"):
        compare(replace(TASK, **change), ("rnn",), **QUICK, folder=tmp_path)
