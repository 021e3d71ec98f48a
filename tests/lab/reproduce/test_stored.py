"""The results that chapters cite are what the command gives: one row of each study is run again.

A run of the same seed gives the same number on the same machine. On another processor or with
another torch, sums are rounded in another order, and after some hundred steps the run is as far
from the stored one as a run of another seed. So it is held to the stored interval in which one more
run falls, and not to that of the mean, which is narrower by far.
"""

from pathlib import Path

import pytest

from gru_course.lab.reproduce import counting, speech
from gru_course.lab.reproduce.memory import LONG, ROWS, memory_study
from gru_course.lab.reproduce.music import OF_CELL, SETTINGS, music_study
from gru_course.lab.reproduce.study import run_study
from gru_course.results import read_results

FOLDER = Path(__file__).parents[3] / "chapters" / "results"
RMSPROP = ("music_rmsprop.json", "music_rmsprop_fast.json")
FILES = ("music.json", *RMSPROP, "memory.json", "counting.json", "speech.json")


def stored(name):
    return read_results(FOLDER / name)


def assert_one_more_run(found, interval):
    low, high = interval
    assert low <= found.per_seed[0] <= high


@pytest.mark.parametrize("name", FILES)
def test_a_stored_result_says_how_to_get_it_and_is_small(name):
    results = stored(name)
    study = name.removesuffix(".json").split("_")[0]
    assert results.command.startswith(f"gru-course reproduce {study} ")
    assert (results.device, results.threads) == ("cpu", 1)
    assert "absent" not in results.versions.values()
    assert (FOLDER / name).stat().st_size < 20_000


def test_the_stored_music_was_made_with_the_settings_of_today():
    results = stored("music.json")
    assert len(results.seeds) == 5
    assert SETTINGS.items() <= results.config.items()
    for cell, settings in OF_CELL.items():
        assert settings.items() <= results.row(cell).config.items()


def test_gated_cells_beat_tanh_and_all_beat_the_guesses():
    results = stored("music.json")
    tanh, gru, lstm = (results.row(cell).measures["test"].interval for cell in OF_CELL)
    assert max(gru[1], lstm[1]) < tanh[0]
    assert tanh[1] < min(results.beside["baselines"].values()) - 2


@pytest.mark.nightly
def test_the_gru_plays_as_well_as_stored(tmp_path):
    (row,) = run_study(music_study(cells=("gru",), seeds=(0,)), folder=tmp_path, device="cpu")
    interval = stored("music.json").row("gru").measures["test"].one_run
    assert_one_more_run(row.measures["test"], interval)


def test_the_papers_optimiser_takes_the_lead_from_the_gru_and_leaves_tanh_last():
    lead = {}
    for name in ("music.json", *RMSPROP):
        tanh, gru, lstm = (stored(name).row(cell).measures["test"] for cell in OF_CELL)
        assert max(gru.interval[1], lstm.interval[1]) < tanh.interval[0]
        lead[name] = lstm.mean - gru.mean
    assert lead["music.json"] > 0.05 and max(lead[name] for name in RMSPROP) < 0.02


@pytest.mark.parametrize(("name", "rate"), [(RMSPROP[0], 3e-4), (RMSPROP[1], 1e-3)])
def test_the_stored_runs_with_rmsprop_are_named_after_their_rate(name, rate):
    results = stored(name)
    config = {"optimizer": "rmsprop", "weight_noise": 0.075, "dropped": 0, "learning_rate": rate}
    assert config.items() <= results.config.items()
    assert len(results.seeds) == 5


def test_the_stored_speech_is_synthetic_and_made_with_the_settings_of_today():
    results = stored("speech.json")
    assert results.config["unit"] == "nats per step of synthetic speech"
    assert len(results.seeds) == 3
    assert speech.SETTINGS.items() <= results.config.items()
    for cell, settings in speech.OF_CELL.items():
        assert settings.items() <= results.row(cell).config.items()


def test_every_cell_of_the_stored_speech_beats_linear_prediction():
    results = stored("speech.json")
    linear = results.beside["baselines"]["linear prediction"]
    assert all(max(row.measures["test"].per_seed) < linear - 1 for row in results.rows)


@pytest.mark.nightly
def test_the_lstm_hears_as_well_as_stored(tmp_path):
    (row,) = run_study(
        speech.speech_study(cells=("lstm",), seeds=(0,)), folder=tmp_path, device="cpu"
    )
    interval = stored("speech.json").row("lstm").measures["test"].one_run
    assert_one_more_run(row.measures["test"], interval)


def test_long_memories_decide_the_stored_recall():
    results = stored("memory.json")
    solved = {name: results.row(f"recall: {name}").measures["solved_at"] for name in ROWS}
    assert max(solved[LONG[0]].per_seed) <= 200
    assert set(solved["Elman"].per_seed) == set(solved["GRU"].per_seed) == {None}
    assert None not in results.row("adding: GRU").measures["solved_at"].per_seed


def test_a_short_recall_is_solved_by_the_command_of_the_stored_one(tmp_path):
    study = memory_study("recall", rows=(LONG[0],), seeds=(0,), steps=10, training_steps=100)
    (row,) = run_study(study, folder=tmp_path, device="cpu")
    assert row.measures["solved_at"].per_seed[0] is not None


@pytest.mark.nightly
def test_the_gru_with_long_memories_recalls_as_soon_as_stored(tmp_path):
    interval = stored("memory.json").row(f"recall: {LONG[0]}").measures["solved_at"].one_run
    study = memory_study("recall", rows=(LONG[0],), seeds=(0,), training_steps=250)
    (row,) = run_study(study, folder=tmp_path, device="cpu")
    assert_one_more_run(row.measures["solved_at"], interval)


def test_nine_of_ten_stored_lstms_count_beyond_every_gru_and_none_to_the_end():
    results = stored("counting.json")
    assert len(results.seeds) == 5
    assert counting.SETTINGS.items() <= results.config.items()
    reach = {
        cell: [
            n
            for name, own in counting.ROWS.items()
            if own["cell"] == cell
            for n in results.row(name).measures["counts_to"].per_seed
        ]
        for cell in counting.UNITS
    }
    assert min(reach["gru"]) >= counting.LONGEST and max(reach["gru"]) <= 24
    assert sum(n > 24 for n in reach["lstm"]) == 9
    assert max(reach["lstm"]) < results.config["asked"] == counting.ASKED


@pytest.mark.nightly
def test_a_gru_counts_as_far_as_stored(tmp_path):
    interval = stored("counting.json").row("GRU").measures["counts_to"].one_run
    study = counting.counting_study(rows=("GRU",), seeds=(0,))
    (row,) = run_study(study, folder=tmp_path, device="cpu")
    assert_one_more_run(row.measures["counts_to"], interval)
