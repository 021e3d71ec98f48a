"""Whenever a training process is killed, the next one ends as if nothing had happened."""

import random
import time

import pytest

from gru_course.training.resume.checkpoints import read_newest
from tests.helpers.training_runs import (
    KILLED,
    assert_same_run,
    process,
    run,
    train_until_file_operation,
    train_without_end,
    undisturbed,
)

QUICK = {"batch_size": 32}  # one step an epoch: half of the time is spent on saving


def newest_epoch(folder):
    """The newest epoch that has its JSON; -1 before the first."""
    return max(
        (int(path.stem.removeprefix("epoch-")) for path in folder.glob("*.json")), default=-1
    )


def kill(folder, draw):
    """Let a process train in `folder` until a random moment, a few epochs further."""
    wanted = newest_epoch(folder) + draw.randrange(5)
    with process(train_without_end, folder, **QUICK) as child:
        while newest_epoch(folder) < wanted or not (folder / "lock").exists():
            assert child.is_alive()
            time.sleep(0.001)
        time.sleep(draw.uniform(0, 0.03))  # a few epochs
        child.kill()
        child.join()
        assert child.exitcode == KILLED


@pytest.mark.parametrize(
    "seed",
    [0, 1, *(pytest.param(seed, marks=pytest.mark.nightly) for seed in range(2, 20))],
)
def test_a_run_killed_at_a_random_moment_ends_as_the_undisturbed_one(tmp_path, seed):
    kill(tmp_path, random.Random(seed))
    epochs = newest_epoch(tmp_path) + 2
    assert_same_run(run(tmp_path, epochs=epochs, **QUICK), undisturbed(epochs=epochs, **QUICK))


def test_a_run_killed_again_and_again_ends_as_the_undisturbed_one(tmp_path):
    draw = random.Random(20)
    for _ in range(5):
        kill(tmp_path, draw)
    epochs = newest_epoch(tmp_path) + 2
    assert_same_run(run(tmp_path, epochs=epochs, **QUICK), undisturbed(epochs=epochs, **QUICK))


@pytest.mark.parametrize(
    ("operation", "left", "newest"),
    [
        (1, "epoch-0000.safetensors.tmp", None),  # half of it
        (2, "epoch-0000.safetensors.tmp", None),
        (3, "epoch-0000.safetensors", None),
        (4, "epoch-0000.json.tmp", None),  # half of it
        (5, "epoch-0000.json.tmp", None),
        (13, "epoch-0002.safetensors.tmp", 1),  # half of it
        (14, "epoch-0002.safetensors.tmp", 1),
        (15, "epoch-0002.safetensors", 1),
        (16, "epoch-0002.json.tmp", 1),  # half of it
        (17, "epoch-0002.json.tmp", 1),
        (18, "epoch-0000.json", 2),  # both new files are in place, the old pair is still there
        (20, "epoch-0000.safetensors", 2),  # its JSON is gone
    ],
)
def test_a_run_killed_while_it_saves_ends_as_the_undisturbed_one(tmp_path, operation, left, newest):
    with process(train_until_file_operation, tmp_path, operation) as child:
        child.join()
        assert child.exitcode == KILLED
    assert (tmp_path / left).exists()
    checkpoint = read_newest(tmp_path)
    assert checkpoint is None or len(checkpoint.about["history"]["valid_loss"]) == newest
    assert_same_run(run(tmp_path), undisturbed())
    assert not list(tmp_path.glob("*.tmp"))
