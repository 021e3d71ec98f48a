import json
import os
from dataclasses import replace

import pytest

from gru_course.lab.store import FolderError, open_store
from gru_course.lab.trial import Outcome, Trial
from gru_course.training.config import History

ABOUT = {"kind": "sweep", "task": "sine", "epochs": 3}
TRIAL = Trial(task="sine", hidden_size=4)
OUTCOME = Outcome(
    trial=TRIAL, parameters=9, test_loss=0.5, history=History([1.0], [0.4], [2.0], [0.1])
)


def result(folder, trial=TRIAL):
    return folder / "results" / f"{trial.key}.json"


@pytest.fixture
def kept(tmp_path):
    """A folder that holds one outcome."""
    with open_store(tmp_path, ABOUT) as store:
        assert store.read(TRIAL) is None
        store.write(OUTCOME)
    return tmp_path


def test_an_outcome_is_found_again(kept):
    with open_store(kept, ABOUT) as store:
        assert store.read(TRIAL) == OUTCOME
        assert store.read(replace(TRIAL, seed=1)) is None


def test_the_checkpoints_go_when_the_outcome_is_there(tmp_path):
    with open_store(tmp_path, ABOUT) as store:
        store.checkpoint_dir(TRIAL).mkdir()
        (store.checkpoint_dir(TRIAL) / "epoch-0001.json").touch()
        store.write(OUTCOME)
        assert not list((tmp_path / "checkpoints").iterdir())


def cut(path, kept):
    path.write_text(path.read_text()[:90])


def edit(path, kept):
    path.write_text(path.read_text().replace("0.4", "0.1"))


def swap(path, kept):
    other = replace(OUTCOME, trial=replace(TRIAL, seed=7))
    with open_store(kept, ABOUT) as store:
        store.write(other)
    os.replace(result(kept, other.trial), path)


def empty(path, kept):
    path.write_text(json.dumps({"format": 2}))


@pytest.mark.parametrize("damage", [cut, edit, swap, empty])
def test_a_damaged_outcome_is_told_and_run_anew(kept, damage):
    damage(result(kept), kept)
    with open_store(kept, ABOUT) as store:
        with pytest.warns(RuntimeWarning, match=rf"{TRIAL.key}\.json is damaged.*is run anew"):
            assert store.read(TRIAL) is None
        store.write(OUTCOME)
        assert store.read(TRIAL) == OUTCOME


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"task": "adding"}, "its task is 'sine', here it is 'adding'; choose another folder"),
        ({"epochs": 4}, "its epochs is 3, here it is 4"),
        ({"kind": "comparison"}, "its kind is 'sweep', here it is 'comparison'"),
        ({"options": {"steps": 5}}, r"its options is None, here it is {'steps': 5}"),
    ],
)
def test_another_experiments_folder_is_refused(kept, change, message):
    with pytest.raises(FolderError, match=message), open_store(kept, ABOUT | change):
        pass


def test_a_folder_is_one_process_at_a_time(kept):
    with open_store(kept, ABOUT):
        message = "another experiment is at work in .*; wait for its end or choose another folder"
        with pytest.raises(FolderError, match=message), open_store(kept, ABOUT):
            pass
    with open_store(kept, ABOUT) as store:
        assert store.read(TRIAL) == OUTCOME


def test_a_damaged_description_is_refused_not_guessed(kept):
    (kept / "experiment.json").write_text("{")
    message = r"experiment\.json is damaged.*choose another folder"
    with pytest.raises(FolderError, match=message), open_store(kept, ABOUT):
        pass


def test_a_folder_of_an_older_version_is_refused_in_a_sentence(kept):
    path = kept / "experiment.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"format": 1}))
    message = r"experiment\.json must be of format 2, .*, got 1; choose another folder"
    with pytest.raises(FolderError, match=message), open_store(kept, ABOUT):
        pass


def test_a_file_in_the_folders_place_is_told(tmp_path):
    (tmp_path / "file").touch()
    message = "file cannot be written"
    with pytest.raises(FolderError, match=message), open_store(tmp_path / "file", ABOUT):
        pass


def test_a_full_disk_keeps_what_was_written_before(kept, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    with open_store(kept, ABOUT) as store:
        monkeypatch.setattr(os, "fsync", full)
        with pytest.raises(FolderError, match=r"\(No space left on device\), the results before"):
            store.write(replace(OUTCOME, parameters=1))
        assert store.read(TRIAL) == OUTCOME
