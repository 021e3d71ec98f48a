import time

import pytest

from gru_course.training.resume.checkpoints import CheckpointError
from gru_course.training.resume.locking import alone_in
from tests.helpers.training_runs import (
    assert_same_run,
    process,
    run,
    train_without_end,
    undisturbed,
)

AT_WORK = "another run is at work in this folder: .*choose another checkpoint_dir"


def test_a_second_run_in_the_folder_is_refused_at_once(tmp_path):
    with process(train_without_end, tmp_path) as first:
        while not (tmp_path / "epoch-0001.json").exists():
            assert first.is_alive()
            time.sleep(0.001)
        with pytest.raises(CheckpointError, match=AT_WORK):
            run(tmp_path, epochs=100_000)
        assert first.is_alive()


def test_within_one_process_too(tmp_path):
    folder = tmp_path / "ein Lauf für Bach"
    with alone_in(folder):
        with pytest.raises(CheckpointError, match=AT_WORK), alone_in(folder):
            pass
        with alone_in(tmp_path):  # another folder
            pass
    with alone_in(folder):
        pass


def test_an_error_lets_the_folder_go(tmp_path):
    with pytest.raises(KeyboardInterrupt), alone_in(tmp_path):
        raise KeyboardInterrupt
    with alone_in(tmp_path):
        pass


def test_a_lock_file_alone_locks_nothing(tmp_path):
    (tmp_path / "lock").write_text("left behind")
    assert_same_run(run(tmp_path), undisturbed())


def test_a_file_in_the_folders_place_is_refused(tmp_path):
    (tmp_path / "run").write_text("")
    with pytest.raises(CheckpointError, match=r"run cannot be written \(.*last good .* is none"):
        run(tmp_path / "run")
