"""A task that another process makes is the same as the one it was asked for, or an error."""

import os
import pickle
import platform
from dataclasses import replace

import pytest
import torch

from gru_course.data.batching import batches_of
from gru_course.lab.recipe import Recipe, RecipeError
from gru_course.lab.tasks import make_task
from gru_course.losses import masked_mse
from tests.lab.rolls import correct_longest, write_rolls


@pytest.fixture
def file(tmp_path, monkeypatch):
    """songs.mat in the folder that we are in."""
    monkeypatch.chdir(tmp_path)
    write_rolls(tmp_path / "songs.mat")
    return tmp_path / "songs.mat"


def sums(task):
    """All that goes in and all that is wanted, of each part, added up."""
    return [
        sum(x.sum().item() + y.sum().item() for x, y, _ in batches_of(data, 1))
        for data in (task.train, task.valid, task.test)
    ]


def sent(recipe):
    return pickle.loads(pickle.dumps(recipe))


def test_it_finds_the_file_from_any_folder(file, tmp_path, monkeypatch):
    task = make_task("chorales", data="songs.mat")
    recipe = Recipe.of(task)
    (tmp_path / "elsewhere").mkdir()
    write_rolls(tmp_path / "elsewhere" / "songs.mat", seed=1)
    monkeypatch.chdir(tmp_path / "elsewhere")
    made = sent(recipe).make()
    assert sums(made) == sums(task) != sums(make_task("chorales", data="songs.mat"))
    assert made.options == task.options == {"data": "songs.mat"}


def test_a_file_of_the_same_name_is_read_again_when_it_is_another(file):
    first = make_task("chorales", data="songs.mat")
    old = Recipe.of(first)
    assert sums(old.make()) == sums(first)
    correct_longest(file, "validdata")
    second = make_task("chorales", data="songs.mat")
    assert sums(Recipe.of(second).make()) == sums(second) != sums(first)
    assert sums(old.make()) == sums(first)


def test_data_that_are_others_there_are_refused_with_the_process_and_the_path(file):
    recipe = Recipe.of(make_task("chorales", data="songs.mat"))
    for part in ("validdata", "testdata"):
        correct_longest(file, part)
    message = (
        f"process {os.getpid()} on {platform.node()} would train on other data than were asked "
        f'for: the task chorales with options {{"data": "{file}"}} has other validation data, '
        "test data there; "
    )
    with pytest.raises(RecipeError) as told:
        recipe.make()
    assert str(told.value).startswith(message)
    assert str(sent(told.value)) == str(told.value)


def test_a_file_that_is_not_there_is_told_with_the_process_and_the_path(file):
    recipe = Recipe.of(make_task("chorales", data="songs.mat"))
    file.unlink()
    message = (
        rf"process {os.getpid()} on {platform.node()} cannot make the task chorales with .*: "
        f"{file} must be a .mat file, there is no such file"
    )
    with pytest.raises(RecipeError, match=message):
        recipe.make()


def probe(model):
    return {"one": 1.0}


def test_what_is_no_data_comes_along(file):
    task = replace(
        make_task("chorales", data="songs.mat"),
        loss=masked_mse,
        probe=probe,
        output_bias=torch.ones(88),
        unit="squared error",
    )
    made = sent(Recipe.of(task)).make()
    assert (made.loss, made.probe, made.unit) == (masked_mse, probe, "squared error")
    assert torch.equal(made.output_bias, torch.ones(88))
    assert sums(made) == sums(task)


def test_data_that_the_options_do_not_make_are_refused():
    task = make_task("sine", steps=6, train=8, test=4)
    x, y = task.train
    with pytest.raises(RecipeError, match=r"other training data there; .*options=None"):
        Recipe.of(replace(task, train=(x, 2 * y))).make()
