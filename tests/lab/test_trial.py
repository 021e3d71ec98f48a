import errno
import json
import math
import os
from dataclasses import asdict, replace

import pytest
import torch
from filelock import FileLock

from gru_course.lab import one_at_a_time
from gru_course.lab.fitting import build_model, run_trial
from gru_course.lab.tasks import make_task
from gru_course.lab.trial import SETTINGS, Outcome, Trial, trial_of
from gru_course.models import CELLS
from gru_course.training import evaluate
from gru_course.training.resume.checkpoints import CheckpointFolderError
from gru_course.training.resume.locking import alone_in

TASK = make_task("sine", train=16, test=4, steps=6)
TINY = {"hidden_size": 4, "epochs": 3, "batch_size": 8}


def tiny(**settings):
    return trial_of(TASK, **TINY | settings)


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_trial_has_one_name_on_every_machine():
    assert Trial(task="sine", options={"steps": 6}).key == "567bf04e743bbc66"


def test_one_number_in_two_spellings_is_one_trial():
    assert tiny(learning_rate=1, dropout=0).key == tiny(learning_rate=1.0, dropout=0.0).key
    assert tiny(weight_noise=0).key == tiny().key
    assert tiny().key == Trial(**json.loads(json.dumps(asdict(tiny())))).key


def test_whatever_is_set_makes_another_trial():
    changes = {
        "cell": "rnn",
        "hidden_size": 5,
        "num_layers": 2,
        "dropout": 0.5,
        "max_lag": 9,
        "epochs": 4,
        "batch_size": 9,
        "optimizer": "rmsprop",
        "learning_rate": 0.1,
        "weight_noise": 0.1,
        "clip_norm": None,
        "patience": 2,
        "window": 3,
        "seed": 1,
    }
    assert set(changes) == set(SETTINGS)
    keys = {tiny(**{name: value}).key for name, value in changes.items()}
    assert len(keys | {tiny().key}) == len(changes) + 1


def test_what_is_not_set_is_the_tasks_choice():
    task = make_task("recall", steps=5)
    trial = trial_of(task, seed=3)
    assert (trial.task, trial.options) == ("recall", {"steps": 5})
    assert (trial.hidden_size, trial.epochs) == (task.hidden_size, task.config.epochs)


def test_the_chrono_initialisation_is_for_gates_only():
    assert tiny(cell="rnn", max_lag=9) == tiny(cell="rnn")
    update_gates = {"gru": slice(4, 8), "lstm": slice(4, 8), "mingru": slice(0, 4)}
    assert {*update_gates} == {*CELLS} - {"rnn"}
    for cell, gate in update_gates.items():  # an LSTM forgets with its own
        assert tiny(cell=cell, max_lag=9).key != tiny(cell=cell).key
        bias = build_model(tiny(cell=cell, max_lag=9), TASK).recurrent.bias_ih_l0.detach()[gate]
        assert (bias > 0).all() and (bias <= math.log(8)).all()  # each keeps for 2 to 9 steps


def test_a_trial_starts_from_its_seed_whatever_came_before():
    torch.manual_seed(5)
    first = build_model(tiny(), TASK).state_dict()
    state = torch.get_rng_state()
    second = build_model(tiny(), TASK).state_dict()
    other = build_model(tiny(seed=1), TASK).state_dict()
    assert all(torch.equal(first[name], second[name]) for name in first)
    assert not torch.equal(first["head.weight"], other["head.weight"])
    assert torch.equal(state, torch.get_rng_state())


def test_the_head_starts_from_the_tasks_log_odds():
    task = make_task("chorales")
    model = build_model(trial_of(task, hidden_size=2), task)
    assert torch.equal(model.head.bias, task.output_bias)


def test_equal_trials_end_alike_and_threads_are_given_back():
    torch.set_num_threads(2)
    one, two = (
        run_trial(tiny(dropout=0.2, num_layers=2), TASK),
        run_trial(tiny(dropout=0.2, num_layers=2), TASK),
    )
    assert one == two
    assert torch.get_num_threads() == 2
    assert len(one.history) == 3 and math.isfinite(one.test_loss)
    assert one.valid_loss == min(one.history.valid_loss)
    assert one.seconds == pytest.approx(sum(one.history.seconds))


def test_a_probe_sees_the_model_that_the_test_sees():
    def probe(model):
        return {"test": evaluate(model, TASK.test, loss=TASK.loss)}

    probed = run_trial(tiny(), replace(TASK, probe=probe))
    assert probed.probed == {"test": probed.test_loss}
    assert run_trial(tiny(), TASK).probed == {}


@pytest.mark.gpu
def test_an_accelerator_ends_close_to_the_cpu():
    there, here = run_trial(tiny(), TASK, device="auto"), run_trial(tiny(), TASK, device="cpu")
    assert there.test_loss == pytest.approx(here.test_loss, rel=1e-3)


def test_a_trial_that_diverges_is_a_failure_with_its_reason(tmp_path):
    outcome = run_trial(tiny(learning_rate=1e30), TASK, checkpoint_dir=tmp_path / "a")
    assert outcome.failure.startswith("training stopped at ")
    assert "learning_rate 1e+30" in outcome.failure and str(tmp_path) not in outcome.failure
    assert (outcome.valid_loss, outcome.test_loss, len(outcome.history)) == (math.inf, None, 0)


@pytest.mark.parametrize(
    ("part", "name"),
    [("train", "training data"), ("valid", "validation data"), ("test", "test data")],
)
@pytest.mark.parametrize(("place", "what"), [(0, "inputs"), (1, "targets")])
def test_data_that_are_not_finite_are_named_not_the_learning_rate(part, name, place, what):
    data = [each.clone() for each in getattr(TASK, part)]
    data[place][1, 2] = math.nan
    message = f"^{name} must hold finite numbers, got nan among its {what}$"
    with pytest.raises(ValueError, match=message):
        run_trial(tiny(epochs=1), replace(TASK, **{part: tuple(data)}))


def test_a_test_loss_without_end_is_a_failure():
    x, y = TASK.test
    outcome = run_trial(tiny(epochs=1), replace(TASK, test=(x, y * 1e30)))
    assert outcome.failure == "the test loss of the best epoch is inf"
    assert (outcome.test_loss, outcome.device) == (None, "cpu")


@pytest.mark.parametrize("learning_rate", [0.01, 1e30])
def test_an_outcome_survives_json(learning_rate):
    outcome = run_trial(tiny(learning_rate=learning_rate), TASK)
    again = Outcome.from_dict(json.loads(json.dumps(outcome.to_dict(), allow_nan=False)))
    assert again == outcome
    assert again.history.seconds == outcome.history.seconds


def test_a_trial_goes_on_from_its_checkpoints(tmp_path):
    run_trial(tiny(epochs=2), TASK, checkpoint_dir=tmp_path / "a")
    written = (tmp_path / "a" / "epoch-0002.json").stat().st_mtime_ns
    assert run_trial(tiny(), TASK, checkpoint_dir=tmp_path / "a") == run_trial(tiny(), TASK)
    assert (tmp_path / "a" / "epoch-0002.json").stat().st_mtime_ns == written


def test_a_damaged_checkpoint_costs_time_and_nothing_else(tmp_path):
    run_trial(tiny(epochs=2), TASK, checkpoint_dir=tmp_path / "a")
    (tmp_path / "a" / "epoch-0002.json").write_text("{")
    with pytest.warns(RuntimeWarning, match="damaged.*; this trial starts anew"):
        outcome = run_trial(tiny(), TASK, checkpoint_dir=tmp_path / "a")
    assert outcome == run_trial(tiny(), TASK)


def test_a_full_disk_is_an_error_and_costs_no_checkpoint(tmp_path, monkeypatch):
    run_trial(tiny(epochs=2), TASK, checkpoint_dir=tmp_path / "a")
    kept = contents(tmp_path / "a")

    def full(_):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        message = r"epoch-0003\.json could not be written \(No space .*\), .*epoch-0002\.json"
        with pytest.raises(CheckpointFolderError, match=message):
            run_trial(tiny(), TASK, checkpoint_dir=tmp_path / "a")
    assert contents(tmp_path / "a") == kept
    assert run_trial(tiny(), TASK, checkpoint_dir=tmp_path / "a") == run_trial(tiny(), TASK)


def test_checkpoints_of_a_run_that_is_at_work_are_no_damage(tmp_path):
    run_trial(tiny(epochs=2), TASK, checkpoint_dir=tmp_path / "a")
    kept = contents(tmp_path / "a")
    with alone_in(tmp_path / "a"), pytest.raises(CheckpointFolderError, match="another run is at"):
        run_trial(tiny(), TASK, checkpoint_dir=tmp_path / "a")
    assert contents(tmp_path / "a") == kept


@pytest.mark.parametrize(
    ("settings", "reason"),
    [({"learning_rate": 0.5}, "of another run"), ({"epochs": 1}, "at least")],
)
def test_checkpoints_of_another_trial_are_thrown_away(tmp_path, settings, reason):
    run_trial(tiny(epochs=2), TASK, checkpoint_dir=tmp_path / "a")
    with pytest.warns(RuntimeWarning, match=f"{reason}.*; this trial starts anew"):
        outcome = run_trial(tiny(**settings), TASK, checkpoint_dir=tmp_path / "a")
    assert outcome == run_trial(tiny(**settings), TASK)


def test_where_another_process_is_at_work_no_checkpoint_is_touched(tmp_path, monkeypatch):
    monkeypatch.setattr(one_at_a_time, "ORPHAN_SECONDS", 0)
    with FileLock(tmp_path / "a.lock"):
        assert run_trial(tiny(), TASK, checkpoint_dir=tmp_path / "a") == run_trial(tiny(), TASK)
    assert not (tmp_path / "a").exists()


@pytest.mark.parametrize(
    ("settings", "error", "message"),
    [
        ({"cell": "grue"}, ValueError, r"cell must be one of gru, .*, got 'grue'"),
        ({"hidden_size": 0}, ValueError, "hidden_size must be at least 1, got 0"),
        ({"max_lag": 1.5}, TypeError, r"max_lag must be an integer, got 1\.5"),
        ({"max_lag": 1}, ValueError, "max_lag must be at least 2 steps, got 1"),
        ({"learning_rate": -1}, ValueError, "learning_rate must be a finite number above 0"),
        ({"dropout": 2}, ValueError, "dropout must be a number from 0 to 1, got 2"),
        ({"lr": 1}, ValueError, r"a setting must be one of .*, got 'lr'"),
    ],
)
def test_a_trial_that_cannot_be_run_is_refused_before_it_is(settings, error, message):
    with pytest.raises(error, match=message):
        tiny(**settings)
