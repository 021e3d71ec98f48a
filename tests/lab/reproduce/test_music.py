from functools import partial
from pathlib import Path

import numpy as np
import pytest
import torch
from scipy.io import savemat

from gru_course.data.rolls import batches
from gru_course.lab.reproduce.music import drop_notes, music_results, music_study, music_table
from gru_course.lab.reproduce.study import run_study
from gru_course.results import Row, measure, read_results

STORED = Path(__file__).parents[3] / "chapters" / "results" / "music.json"
ROLLS = [np.ones((40, 88), np.uint8)] * 3


@pytest.fixture
def mat_file(tmp_path):
    """Three parts of three short pieces in which every second key sounds."""
    piece = np.tile(np.arange(88) % 2, (6, 1)).astype(float)
    cell = np.empty((1, 3), dtype=object)
    cell[0, :] = [piece, piece, piece]
    savemat(tmp_path / "small.mat", {f"{part}data": cell for part in ("train", "valid", "test")})
    return tmp_path / "small.mat"


def dropped(share, seed=0):
    (batch,) = drop_notes(partial(batches, ROLLS), share, 3, seed=seed, shuffle=True)
    return batch


def test_a_share_of_the_notes_read_is_left_out_and_none_of_those_predicted():
    (whole,) = batches(ROLLS, 3, seed=0, shuffle=True)
    x, y, mask = dropped(0.25)
    assert torch.equal(y, whole.y) and torch.equal(mask, whole.mask)
    assert x.unique().tolist() == pytest.approx([0, 1 / 0.75])
    assert x.mean().item() == pytest.approx(whole.x.mean().item(), rel=0.02)
    assert (x[:, 0] == 0).all()  # the silence before the first chord


def test_the_seed_decides_which_notes_are_left_out():
    assert torch.equal(dropped(0.5).x, dropped(0.5).x)
    assert not torch.equal(dropped(0.5).x, dropped(0.5, seed=1).x)
    (whole,) = batches(ROLLS, 3, seed=0, shuffle=True)
    assert torch.equal(dropped(0.0).x, whole.x)


def test_validation_and_test_hear_every_note(mat_file):
    task = music_study(mat_file).task
    for data in (task.valid, task.test):
        (batch,) = data(3, seed=0, shuffle=False)
        assert batch.x.sum().item() == 3 * 5 * 44


def test_the_sizes_are_the_papers():
    sizes = {name: trial.hidden_size for name, trial in music_study().trials.items()}
    assert sizes == {"rnn": 100, "gru": 46, "lstm": 36}


def test_all_cells_share_everything_but_size_and_learning_rate():
    assert set(music_study().varied) == {"cell", "hidden_size", "learning_rate"}
    assert set(music_study(learning_rate=1e-3, hidden_size=4).varied) == {"cell"}


def test_a_file_of_ones_own_is_named_without_its_folder(mat_file):
    config = music_study(mat_file).config
    assert config["data"].startswith("small.mat, SHA-256 ")
    assert str(mat_file.parent) not in str(config)


@pytest.mark.parametrize("share", [1, 1.5, -0.1])
def test_some_notes_must_be_left_and_none_added(share, mat_file):
    with pytest.raises(ValueError, match="dropped must be "):
        music_study(mat_file, dropped=share)


def test_the_table_has_the_papers_row_only_where_it_is_named(mat_file, tmp_path):
    study = music_study(mat_file, seeds=(0,), epochs=1)
    rows = run_study(study, folder=tmp_path / "runs")
    about = {"command": "gru-course", "device": "cpu"}
    own = music_table(music_results(study, rows, paper_row=None, **about))
    named = music_table(music_results(study, rows, paper_row="nottingham", **about))
    assert "3.23" not in own and named.splitlines()[4].split()[-1] == "3.23"
    with pytest.raises(ValueError, match="paper_row must be one of chorales, nottingham"):
        music_results(study, rows, paper_row="bach", **about)


def test_the_table_by_hand(mat_file):
    study = music_study(mat_file, cells=("gru",), seeds=(0, 1), dropped=0)
    measures = {part: measure([8.5, 8.7]) for part in ("train", "valid", "test")}
    row = Row("gru", {"parameters": 22904}, measures)
    results = music_results(study, (row,), paper_row="chorales", command="", device="cpu")
    lines = music_table(results).splitlines()
    assert lines[0] == "nats per time step, mean of 2 seeds"
    ours = "8.600 ± 1.271"
    assert lines[3].split() == f"GRU 46 22904 18768 {ours} {ours} {ours} 8.54".split()
    assert lines[6] == "baseline, every key at one half: 61.00"
    notes = [line.split(":")[0] for line in lines[8:] if line[0] != " "]
    assert notes == ["recurrent", "±", "paper"]


def test_the_recurrences_are_of_about_equal_size():
    lines = music_table(read_results(STORED)).splitlines()
    assert [int(line.split()[3]) for line in lines[3:6]] == [19_000, 18_768, 18_144]
    assert lines[-1] == "       and its chorales are 382, ours 348 of them in another encoding"
    assert "train: counted while 10% of the input's notes were left out" in lines
