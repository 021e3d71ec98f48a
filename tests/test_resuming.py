"""A run that was put down and taken up again is the run that was never disturbed."""

import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
import torch

from gru_course.batching import minibatches
from gru_course.checkpoints import CheckpointError, read_newest
from gru_course.losses import bernoulli_nll, masked_mse
from gru_course.models import SequenceModel
from gru_course.training import TrainingConfig, train

MODEL = {"hidden_size": 6, "cell": "gru", "num_layers": 2, "dropout": 0.3}
CONFIG = {"epochs": 5, "batch_size": 8, "learning_rate": 0.01, "seed": 4}
STEPS_PER_EPOCH = 4


def waves(count, seed):
    phase = torch.rand(count, 1, 1, generator=torch.Generator().manual_seed(seed)) * 6
    wave = torch.sin(phase + 0.3 * torch.arange(9.0)[None, :, None])
    return wave[:, :-1], wave[:, 1:]


TRAIN, VALID = waves(32, 1), waves(8, 2)


def run(folder=None, *, initial_seed=0, data=TRAIN, loss=masked_mse, **changes):
    """Train a small model with dropout; return it and its history."""
    torch.manual_seed(initial_seed)
    settings = {name: changes.pop(name, value) for name, value in MODEL.items()}
    model = SequenceModel(1, output_size=1, **settings)
    config = TrainingConfig(**CONFIG | changes)
    arguments = {"loss": loss, "device": "cpu", "checkpoint_dir": folder, "progress": False}
    return model, train(model, data, VALID, config, **arguments)


class DisturbanceError(Exception):
    """Whatever may go wrong while training."""


def fail():
    raise DisturbanceError


def interrupt():
    raise KeyboardInterrupt


def disturbed_after(steps, disturb):
    """The training data, until that many steps have been made."""
    made = 0

    def data(batch_size, *, seed, shuffle):
        nonlocal made
        for batch in minibatches(*TRAIN, batch_size, seed=seed, shuffle=shuffle):
            if made == steps:
                disturb()
            made += 1
            yield batch

    return data


@cache
def undisturbed():
    """The run that all others must equal."""
    return run()


def assert_same_run(one, other):
    (model, history), (other_model, other_history) = one, other
    assert history == other_history
    assert len(history.seconds) == len(history)
    weights, other_weights = model.state_dict(), other_model.state_dict()
    assert weights.keys() == other_weights.keys()
    assert all(torch.equal(weights[name], other_weights[name]) for name in weights)


@pytest.mark.parametrize(
    ("disturb", "error"), [(interrupt, KeyboardInterrupt), (fail, DisturbanceError)]
)
@pytest.mark.parametrize("steps", [0, 1, 4, 6, 11, 19])
def test_a_disturbed_run_ends_as_the_undisturbed_one(tmp_path, steps, disturb, error):
    with pytest.raises(error):
        run(tmp_path, data=disturbed_after(steps, disturb))
    resumed = run(tmp_path, initial_seed=99)  # the checkpoint's initial weights count, not these
    assert_same_run(resumed, undisturbed())


def test_a_killed_process_is_taken_up_by_another(tmp_path):
    script = "import os, sys, torch; torch.set_num_threads(1); import test_resuming as test; "
    script += "test.run(sys.argv[1], data=test.disturbed_after(9, lambda: os._exit(9)))"
    command = [sys.executable, "-c", script, str(tmp_path)]
    assert subprocess.run(command, cwd=Path(__file__).parent, check=False).returncode == 9
    assert read_newest(tmp_path).path.name == "epoch-0002.json"
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
        with pytest.raises(DisturbanceError):
            run(tmp_path, data=disturbed_after(STEPS_PER_EPOCH + 2, fail))
    assert_same_run(run(tmp_path), undisturbed())


@pytest.mark.parametrize("cell", ["lstm", "rnn"])
def test_other_cells_resume_too(tmp_path, cell):
    with pytest.raises(DisturbanceError):
        run(tmp_path, cell=cell, data=disturbed_after(10, fail))
    assert_same_run(run(tmp_path, cell=cell), run(cell=cell))


def test_saving_changes_nothing(tmp_path):
    assert_same_run(run(tmp_path), undisturbed())


def test_a_finished_run_is_read_not_repeated(tmp_path):
    finished = run(tmp_path)
    assert_same_run(run(tmp_path, data=disturbed_after(0, fail)), finished)


def test_more_epochs_make_a_finished_run_longer(tmp_path):
    _, short = run(tmp_path, epochs=2)
    model, history = run(tmp_path)
    assert_same_run((model, history), undisturbed())
    assert history.seconds[:2] == short.seconds


def test_a_run_that_lost_patience_does_not_find_it_again(tmp_path):
    impatient = {"epochs": 40, "patience": 1, "learning_rate": 0.3}
    model, history = run(tmp_path, **impatient)
    assert len(history) < 40
    assert_same_run(run(tmp_path, data=disturbed_after(0, fail), **impatient), (model, history))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"hidden_size": 7}, "its model hidden_size is 6, here it is 7"),
        ({"cell": "lstm"}, "its model cell is 'gru', here it is 'lstm'"),
        ({"dropout": 0.0}, "its model dropout is 0.3, here it is 0.0"),
        ({"learning_rate": 0.02}, "its config learning_rate is 0.01, here it is 0.02"),
        ({"seed": 5}, "its config seed is 4, here it is 5"),
        ({"clip_norm": None}, "its config clip_norm is 1.0, here it is None"),
        ({"loss": bernoulli_nll}, "its loss is 'masked_mse', here it is 'bernoulli_nll'"),
        ({"epochs": 1}, r"epochs must be at least the 2 .*epoch-0002.json has .* got 1"),
    ],
)
def test_another_run_cannot_take_up_this_ones_checkpoint(tmp_path, change, message):
    run(tmp_path, epochs=2)
    with pytest.raises(CheckpointError, match=message):
        run(tmp_path, **change)


def test_weights_of_other_shapes_are_refused_when_the_settings_do_not_tell(tmp_path):
    run(tmp_path, epochs=1)
    config = TrainingConfig(**CONFIG)
    model = SequenceModel(1, 6, 1, num_layers=2, dropout=0.3)
    model.head = torch.nn.Linear(6, 1, bias=False)
    message = r"epoch-0001.json does not fit the model: head.bias is \(1,\) there and absent here"
    with pytest.raises(CheckpointError, match=message):
        train(model, TRAIN, VALID, config, loss=masked_mse, checkpoint_dir=tmp_path)
