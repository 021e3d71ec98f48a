"""A run that was put down and taken up again is the run that was never disturbed."""

import os

import pytest
import torch

from gru_course.losses import bernoulli_nll, masked_mse
from gru_course.training import evaluate
from gru_course.training.resume.checkpoints import CheckpointError, read_newest
from gru_course.training.resume.state import load_best
from tests.helpers.training_runs import (
    CONFIG,
    STEPS_PER_EPOCH,
    TRAIN,
    VALID,
    DisturbanceError,
    assert_same_run,
    build,
    disturbed_after,
    run,
    undisturbed,
)


@pytest.mark.parametrize("disturbance", [KeyboardInterrupt, DisturbanceError])
@pytest.mark.parametrize("steps", [0, 1, 4, 6, 11, 19])
def test_a_disturbed_run_ends_as_the_undisturbed_one(tmp_path, steps, disturbance):
    with disturbed_after(steps, disturbance), pytest.raises(disturbance):
        run(tmp_path)
    assert_same_run(run(tmp_path), undisturbed())


@pytest.mark.parametrize("write", range(1, 9))  # two files each for the epochs 0 to 3
def test_a_run_disturbed_while_saving_ends_the_same(tmp_path, monkeypatch, write):
    works, made = os.replace, []

    def disturbed(*paths):
        made.append(paths)
        if len(made) == write:
            raise KeyboardInterrupt
        works(*paths)

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(os, "replace", disturbed)
        run(tmp_path)
    assert_same_run(run(tmp_path), undisturbed())


def test_a_run_disturbed_again_and_again_still_ends_the_same(tmp_path):
    for _ in range(CONFIG["epochs"] - 1):  # one epoch further each time, and two steps in vain
        with disturbed_after(STEPS_PER_EPOCH + 2), pytest.raises(DisturbanceError):
            run(tmp_path)
    assert_same_run(run(tmp_path), undisturbed())


@pytest.mark.parametrize("cell", ["lstm", "rnn"])
def test_other_cells_resume_too(tmp_path, cell):
    with disturbed_after(10), pytest.raises(DisturbanceError):
        run(tmp_path, cell=cell)
    assert_same_run(run(tmp_path, cell=cell), run(cell=cell))


def test_another_optimiser_and_its_noise_resume_too(tmp_path):
    other = {"optimizer": "rmsprop", "weight_noise": 0.05, "learning_rate": 1e-3}
    with disturbed_after(10), pytest.raises(DisturbanceError):
        run(tmp_path, **other)
    resumed = run(tmp_path, **other)
    assert_same_run(resumed, run(**other))
    assert resumed[1] != run(**other | {"weight_noise": 0.0})[1]


def test_saving_changes_nothing(tmp_path):
    assert_same_run(run(tmp_path), undisturbed())


def test_a_finished_run_is_read_not_repeated(tmp_path):
    finished = run(tmp_path)
    with disturbed_after(0):
        assert_same_run(run(tmp_path), finished)


def test_more_epochs_make_a_finished_run_longer(tmp_path):
    _, short = run(tmp_path, epochs=2)
    model, history = run(tmp_path)
    assert_same_run((model, history), undisturbed())
    assert history.seconds[:2] == short.seconds


def test_a_run_that_lost_patience_does_not_find_it_again(tmp_path):
    impatient = {"epochs": 40, "patience": 1, "learning_rate": 0.3}
    model, history = run(tmp_path, **impatient)
    assert len(history) < 40
    with disturbed_after(0):
        assert_same_run(run(tmp_path, **impatient), (model, history))


def test_a_cell_that_was_interrupted_is_run_again_with_the_model_it_left(tmp_path):
    model = build()
    for steps in (6, 7):  # the weights are now those of an epoch in the middle
        with disturbed_after(steps, KeyboardInterrupt), pytest.raises(KeyboardInterrupt):
            run(tmp_path, model=model)
    assert_same_run(run(tmp_path, model=model), undisturbed())
    assert_same_run(run(tmp_path, model=model), undisturbed())


def cut(path):
    path.write_bytes(path.read_bytes()[:-9])


def flip_one_bit(path):
    blob = bytearray(path.read_bytes())
    blob[len(blob) // 2] ^= 1
    path.write_bytes(blob)


def take_the_epoch_before(path):
    path.write_bytes(path.with_stem("epoch-0003").read_bytes())


def lose(path):
    path.unlink()


@pytest.mark.parametrize("damage", [cut, flip_one_bit, take_the_epoch_before, lose])
@pytest.mark.parametrize("suffix", ["json", "safetensors"])
def test_a_damaged_run_goes_on_from_the_epoch_before_when_the_reader_says_so(
    tmp_path, damage, suffix
):
    run(tmp_path, epochs=4)
    damage(tmp_path / f"epoch-0004.{suffix}")
    if (tmp_path / "epoch-0004.json").exists():  # without its JSON a checkpoint was never written
        with pytest.raises(CheckpointError, match=rf"epoch-0004\.{suffix} .*; delete epoch-0004"):
            run(tmp_path)
        (tmp_path / "epoch-0004.json").unlink()  # what the message says
    assert_same_run(run(tmp_path), undisturbed())


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"hidden_size": 7}, "its model hidden_size is 6, here it is 7"),
        ({"cell": "lstm"}, "its model cell is 'gru', here it is 'lstm'"),
        ({"dropout": 0.0}, "its model dropout is 0.3, here it is 0.0"),
        ({"learning_rate": 0.02}, "its config learning_rate is 0.01, here it is 0.02"),
        ({"optimizer": "rmsprop"}, "its config optimizer is 'adam', here it is 'rmsprop'"),
        ({"seed": 5}, "its config seed is 4, here it is 5"),
        ({"clip_norm": None}, "its config clip_norm is 1.0, here it is None"),
        ({"loss": bernoulli_nll}, "its loss is 'masked_mse', here it is 'bernoulli_nll'"),
        ({"data": VALID}, "its train_data had other numbers; choose another checkpoint_dir"),
        ({"valid": TRAIN}, "its valid_data had other numbers"),
        ({"epochs": 1}, r"epochs must be at least the 2 .*epoch-0002.json has .* got 1"),
    ],
)
def test_another_run_cannot_take_up_this_ones_checkpoint(tmp_path, change, message):
    run(tmp_path, epochs=2)
    with pytest.raises(CheckpointError, match=message):
        run(tmp_path, **change)


def test_another_initialisation_is_another_run_until_it_takes_the_runs_weights(tmp_path):
    run(tmp_path, epochs=2)
    other = build(initial_seed=99)
    message = "its initial weights were others; build the model with that run's seed, give it"
    with pytest.raises(CheckpointError, match=message):
        run(tmp_path, model=other)
    assert len(load_best(other, tmp_path)) == 2
    assert_same_run(run(tmp_path, model=other), undisturbed())


def test_another_runs_pair_among_the_own_is_found(tmp_path):
    run(tmp_path / "one", epochs=2)
    run(tmp_path / "other", model=build(initial_seed=99), epochs=3)
    for path in (tmp_path / "other").glob("epoch-0003.*"):
        path.rename(tmp_path / "one" / path.name)
    with pytest.raises(CheckpointError, match=r"epoch-0003\.json is of another run"):
        run(tmp_path / "one")


def test_the_best_weights_are_read_without_training(tmp_path):
    finished, history = run(tmp_path)
    model = build(initial_seed=99)
    assert load_best(model, tmp_path) == history
    assert evaluate(model, VALID, loss=masked_mse) == min(history.valid_loss)
    assert_same_run((model, history), (finished, history))


def test_there_are_no_best_weights_before_the_first_checkpoint(tmp_path):
    with pytest.raises(CheckpointError, match="checkpoint_dir must hold a checkpoint"):
        load_best(build(), tmp_path)


def test_weights_of_other_shapes_are_refused_when_the_settings_do_not_tell(tmp_path):
    run(tmp_path, epochs=1)
    model = build()
    model.head = torch.nn.Linear(6, 1, bias=False)
    message = r"epoch-0001.json does not fit the model: head.bias is \(1,\) there and absent here"
    with pytest.raises(CheckpointError, match=message):
        run(tmp_path, model=model)
    with pytest.raises(CheckpointError, match=message):
        load_best(model, tmp_path)


def test_a_checkpoint_knows_the_weights_that_its_run_began_with(tmp_path):
    run(tmp_path, epochs=1)
    began_with = read_newest(tmp_path).about["initial_weights"]
    model = build()
    load_best(model, tmp_path)
    run(tmp_path, model=model)  # goes on with other weights than it began with
    assert read_newest(tmp_path).about["initial_weights"] == began_with
