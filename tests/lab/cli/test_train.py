import errno
import json
import os

import pytest
import torch
from safetensors import safe_open
from safetensors.torch import load_file

from gru_course.lab.fitting import build_model
from gru_course.lab.tasks import make_task
from gru_course.lab.trial import Outcome, trial_of
from gru_course.models import SequenceModel
from gru_course.training import evaluate, train
from gru_course.training.device import resolve_device

WORDS = ("train", "sine", "--option", "steps=6", "--hidden-size", 3, "--epochs", 3)


def read(file):
    return json.loads(file.read_text())


def test_every_epoch_is_printed_and_the_test_loss_beside_the_baselines(course, tmp_path):
    result = course(*WORDS, "--seed", 5, "--json", tmp_path / "run.json")
    assert result.exit_code == 0
    header, *lines = result.stdout.splitlines()
    assert header.split() == ["epoch", "training", "validation", "gradient", "norm"]
    assert [line.split()[0] for line in lines[:3]] == ["1", "2", "3"]
    assert sum(line.endswith("best") for line in lines[:3]) == 1

    run = read(tmp_path / "run.json")
    outcome = run["outcome"]
    assert run["command"].endswith("--option steps=6 --hidden-size 3 --epochs 3 --seed 5")
    assert set(run) == {"command", "date", "threads", "outcome"}
    assert outcome["device"] == resolve_device().type
    assert outcome["versions"]["torch"] == torch.__version__
    assert run["threads"] == 1
    assert outcome["trial"]["seed"] == 5 and len(outcome["history"]["valid_loss"]) == 3
    assert lines[4] == f"test loss of the best epoch: {outcome['test_loss']:.4g} squared error"
    assert [line.split(":")[0] for line in lines[5:]] == [
        "baseline, persistence",
        "baseline, exact recurrence",
    ]


def test_a_trial_is_the_same_whichever_command_runs_it(course, tmp_path):
    torch.set_num_threads(2)
    one, several, swept = (tmp_path / name for name in ("train.json", "compare.json", "sweep.json"))
    settings = [*WORDS[1:4], "--epochs", 3]
    device = ["--device", "cpu", "--json"]
    course("train", *settings, "--hidden-size", 3, *device, one)
    sizes = ["--cells", "gru", "--seeds", 0, "--budget", "units", "--size", 3]
    course("compare", *settings, *sizes, *device, several)
    course("sweep", *settings, "--vary", "hidden_size=3", *device, swept)
    found = [
        read(one)["outcome"],
        read(several)["comparison"]["outcomes"]["gru"][0],
        read(swept)["sweep"]["outcomes"][0],
    ]
    trained, compared, best = map(Outcome.from_dict, found)
    assert trained == compared == best
    assert [read(file)["threads"] for file in (one, several, swept)] == [1, 1, 1]


def test_training_and_measuring_have_the_one_thread_that_is_told(course, monkeypatch):
    seen = []

    def spied(function):
        def call(*given, **settings):
            seen.append(torch.get_num_threads())
            return function(*given, **settings)

        return call

    monkeypatch.setattr("gru_course.lab.fitting.train", spied(train))
    monkeypatch.setattr("gru_course.lab.fitting.evaluate", spied(evaluate))
    torch.set_num_threads(2)
    assert course(*WORDS).exit_code == 0
    assert seen == [1, 1, 1, 1]  # three epochs are three stops of the log
    assert torch.get_num_threads() == 2


def test_a_log_gets_a_line_after_every_tenth_of_the_epochs(course):
    result = course(*WORDS, "--epochs", 24)
    stops = [line.split()[1] for line in result.stderr.splitlines()[1:]]
    assert stops == [f"{epoch}/24" for epoch in (3, 5, 8, 10, 12, 15, 17, 20, 22, 24)]


def test_stopping_for_a_line_changes_no_number(course):
    task = make_task("sine", steps=6)
    trial = trial_of(task, hidden_size=3, epochs=24, patience=2, learning_rate=0.1)
    model = build_model(trial, task)
    history = train(
        model, task.train, task.valid, trial.config, loss=task.loss, device="cpu", progress=False
    )
    words = (*WORDS, "--epochs", 24, "--patience", 2, "--learning-rate", 0.1, "--device", "cpu")
    lines = course(*words).stdout.splitlines()
    losses = [line.split()[2] for line in lines[1 : lines.index("")]]
    assert losses == [f"{loss:.4g}" for loss in history.valid_loss]
    assert len(losses) < 24


def test_the_weights_that_are_saved_have_the_loss_that_is_printed(course, tmp_path):
    file = tmp_path / "weights.safetensors"
    result = course(*WORDS, "--save", file)
    with safe_open(file, "pt") as saved:
        model = SequenceModel(**json.loads(saved.metadata()["settings"]))
    model.load_state_dict(load_file(file))
    task = make_task("sine", steps=6)
    test_loss = evaluate(model, task.test, loss=task.loss)
    assert f"test loss of the best epoch: {test_loss:.4g} " in result.stdout
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["weights.safetensors"]


def test_a_full_disk_leaves_the_weights_of_before(course, tmp_path, monkeypatch):
    def full(_):
        raise OSError(errno.ENOSPC, "No space left on device")

    file = tmp_path / "weights.safetensors"
    file.write_bytes(b"weights of before")
    runs = tmp_path / "run"
    course(*WORDS, "--checkpoint-dir", runs)
    monkeypatch.setattr(os, "fsync", full)
    result = course(*WORDS, "--checkpoint-dir", runs, "--save", file)
    assert result.exit_code == 2 and "No space left on device" in result.stderr
    assert file.read_bytes() == b"weights of before"
    assert {path.name for path in tmp_path.iterdir()} == {"weights.safetensors", "run"}


def test_a_longer_run_goes_on_from_its_checkpoints(course, tmp_path):
    folder = ("--checkpoint-dir", tmp_path / "run")
    course(*WORDS, *folder)
    longer = course(*WORDS, *folder, "--epochs", 5)
    assert longer.stdout == course(*WORDS, "--epochs", 5).stdout
    shorter = course(*WORDS, *folder, "--epochs", 2)
    assert shorter.exit_code == 2 and "epochs must be at least the 5" in shorter.stderr


def test_a_checkpoint_that_was_changed_is_refused(course, tmp_path):
    folder = tmp_path / "run"
    course(*WORDS, "--checkpoint-dir", folder)
    newest = folder / "epoch-0003.json"
    newest.write_text(newest.read_text().replace("learning_rate", "learning_date"))
    result = course(*WORDS, "--checkpoint-dir", folder)
    assert result.exit_code == 2
    assert "is damaged: it was changed after it was written" in result.stderr


@pytest.mark.parametrize("cell", ["gru", "lstm", "rnn", "mingru"])
def test_every_cell_trains(course, cell):
    assert course(*WORDS, "--cell", cell).exit_code == 0


def test_torchs_own_random_numbers_are_left_alone(course):
    before = torch.get_rng_state()
    course(*WORDS)
    assert torch.equal(torch.get_rng_state(), before)
